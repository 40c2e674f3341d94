// What the page asks the server.
import { say } from './words.js';

let csrf = '';
export const useCsrf = token => { csrf = token; };

export class Failure extends Error {
  constructor(status, reason) { super(reason); this.status = status; }
}

export async function ask(path, options = {}) {
  let answer;
  try { answer = await fetch(path, { credentials: 'same-origin', ...options }); } catch { throw new Failure(0, say('failed')); }
  if (!answer.ok) throw new Failure(answer.status, (await answer.json().catch(() => ({}))).description || say('failed'));
  return answer;
}
export const get = async (path, query = {}) => {
  const filled = Object.entries(query).filter(([, value]) => value !== '');
  return (await ask(path + (filled.length ? '?' + new URLSearchParams(filled) : ''))).json();
};
/** A change: an object as JSON, bytes as they are, or nothing. */
export const change = async (method, path, body) => {
  const bytes = body instanceof Uint8Array;
  const type = body === undefined ? {} : { 'Content-Type': bytes ? 'application/octet-stream' : 'application/json' };
  return (await ask(path, { method, headers: { ...type, 'X-CSRF-Token': csrf }, body: bytes || body === undefined ? body : JSON.stringify(body) })).json();
};
export const tile = async path => {
  const answer = await ask(path);
  return answer.status === 204 ? null : new Uint8Array(await answer.arrayBuffer());
};
export const wait = milliseconds => new Promise(done => setTimeout(done, milliseconds));
