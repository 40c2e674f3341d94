// SHA-256 (FIPS 180-4) of bytes that come in pieces: browsers have it for secure pages and whole files only.
const primes = (() => {
  const found = [];
  for (let n = 2; found.length < 64; ++n) if (found.every(p => n % p)) found.push(n);
  return found;
})();
const fraction = x => Math.floor((x - Math.floor(x)) * 2 ** 32) | 0;
const constants = new Int32Array(primes.map(p => fraction(Math.cbrt(p))));
const start = primes.slice(0, 8).map(p => fraction(Math.sqrt(p)));
const turn = (x, n) => (x >>> n) | (x << (32 - n));

export class Sha256 {
  constructor() { Object.assign(this, { state: new Int32Array(start), rest: new Uint8Array(64), held: 0, length: 0, words: new Int32Array(64) }); }

  add(bytes) {
    this.length += bytes.length;
    let at = 0;
    if (this.held) {
      at = Math.min(64 - this.held, bytes.length);
      this.rest.set(bytes.subarray(0, at), this.held);
      this.held += at;
      if (this.held < 64) return this;
      this.block(this.rest, 0);
      this.held = 0;
    }
    for (; at + 64 <= bytes.length; at += 64) this.block(bytes, at);
    this.rest.set(bytes.subarray(at));
    this.held = bytes.length - at;
    return this;
  }

  block(bytes, at) {
    const { words, state } = this;
    for (let i = 0; i < 16; ++i, at += 4) words[i] = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
    for (let i = 16; i < 64; ++i) {
      const x = words[i - 15], y = words[i - 2];
      words[i] = (words[i - 16] + (turn(x, 7) ^ turn(x, 18) ^ (x >>> 3)) + words[i - 7] + (turn(y, 17) ^ turn(y, 19) ^ (y >>> 10))) | 0;
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 64; ++i) {
      const t1 = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + constants[i] + words[i]) | 0;
      const t2 = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g; g = f; f = e; e = (d + t1) | 0; d = c; c = b; b = a; a = (t1 + t2) | 0;
    }
    [a, b, c, d, e, f, g, h].forEach((word, i) => { state[i] = (state[i] + word) | 0; });
  }

  /** In hexadecimal; nothing may be added afterwards. */
  hex() {
    const bits = this.length * 8, end = new Uint8Array((this.held < 56 ? 64 : 128) - this.held);
    end[0] = 0x80;
    new DataView(end.buffer).setUint32(end.length - 8, Math.floor(bits / 2 ** 32));
    new DataView(end.buffer).setUint32(end.length - 4, bits >>> 0);
    this.add(end);
    return [...this.state].map(word => (word >>> 0).toString(16).padStart(8, '0')).join('');
  }
}
