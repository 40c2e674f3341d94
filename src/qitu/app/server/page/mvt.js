// Reads Mapbox Vector Tiles 2.1: layers of features with rings, lines or points in units of the tile.
class Reader {
  constructor(bytes) { this.bytes = bytes; this.at = 0; }
  get more() { return this.at < this.bytes.length; }
  varint() {
    let value = 0, scale = 1, byte;
    do { byte = this.bytes[this.at++]; value += (byte & 0x7f) * scale; scale *= 128; } while (byte >= 0x80);
    return value;
  }
  part() { const size = this.varint(); const part = this.bytes.subarray(this.at, this.at + size); this.at += size; return part; }
  double() { const value = new DataView(this.bytes.buffer, this.bytes.byteOffset + this.at, 8).getFloat64(0, true); this.at += 8; return value; }
  fields(take) {
    while (this.more) {
      const key = this.varint(), type = key & 7;
      take(key >>> 3, type === 0 ? this.varint() : type === 1 ? this.double() : this.part());
    }
  }
  numbers() { const all = []; while (this.more) all.push(this.varint()); return all; }
}

const signed = value => value % 2 === 1 ? -(value + 1) / 2 : value / 2;

function paths(commands) {
  const all = [];
  let x = 0, y = 0, i = 0;
  while (i < commands.length) {
    const id = commands[i] & 7, count = commands[i++] >>> 3;
    if (id === 7) { all.at(-1).push(all.at(-1)[0]); continue; }
    for (let k = 0; k < count; ++k) {
      x += signed(commands[i++]);
      y += signed(commands[i++]);
      if (id === 1) all.push([]);
      all.at(-1).push([x, y]);
    }
  }
  return all;
}

function feature(bytes) {
  const one = { id: 0, type: 0, paths: [] };
  new Reader(bytes).fields((field, value) => {
    if (field === 1) one.id = value;
    else if (field === 3) one.type = value;
    else if (field === 4) one.paths = paths(new Reader(value).numbers());
  });
  return one;
}

/** The features of the tile's one layer; type 1 point, 2 line, 3 polygon. */
export function features(bytes) {
  const found = [];
  new Reader(bytes).fields((_, layer) => new Reader(layer).fields((field, value) => { if (field === 2) found.push(feature(value)); }));
  return found;
}
