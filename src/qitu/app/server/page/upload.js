// Sends files in pieces. What the server has acknowledged is not sent again: not after a failure, not after the browser was closed.
import { change, Failure, get, wait } from './server.js';
import { Sha256 } from './sha256.js';
import { say } from './words.js';

const patience = [500, 1000, 2000, 4000, 8000, 15000, 30000];
const passes = problem => problem instanceof Failure && (problem.status === 0 || problem.status === 429 || problem.status >= 502);

/** Calls `work` again after failures that pass. */
async function patiently(work) {
  for (const pause of patience)
    try { return await work(); } catch (problem) {
      if (!passes(problem)) throw problem;
      await wait(pause);
    }
  return work();
}

const addressOf = (delivery, name) => `/deliveries/${delivery}/files/${encodeURIComponent(name)}`;
const received = async (delivery, name) => (await get(`/deliveries/${delivery}`)).files.find(file => file.name === name).received;

/** `told` gets the bytes that the server has. */
export async function sendFile(delivery, file, there, piece, told) {
  let has = there?.received ?? 0;
  if (!there) await patiently(() => change('POST', `/deliveries/${delivery}/files`, { name: file.name, size: file.size }));
  const hash = new Sha256();
  for (let at = 0; at < file.size; at += piece) {
    const bytes = new Uint8Array(await file.slice(at, at + piece).arrayBuffer());
    hash.add(bytes);
    if (has < at) throw new Failure(0, say('failed')); // somebody has begun anew
    while (has < at + bytes.length)
      has = await patiently(async () => {
        try { return (await change('PUT', `${addressOf(delivery, file.name)}?offset=${has}`, bytes.subarray(has - at))).received; } catch (problem) {
          if (problem.status === 409 || passes(problem)) has = await received(delivery, file.name); // perhaps only its answer was lost
          if (problem.status === 409) return has;
          throw problem;
        }
      });
    told(has);
  }
  await patiently(() => change('POST', addressOf(delivery, file.name), { sha256: hash.hex() }));
}
