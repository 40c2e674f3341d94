// How far is what takes long: told by the server as it goes on. When the connection ends, the browser makes a new one, which begins with how all stands.
const patience = 3000, known = { tasks: new Map(), deliveries: new Map(), merges: new Map() }, watching = new Set();
let source = null;

function tell(data) {
  for (const [list, entries] of Object.entries(JSON.parse(data))) for (const entry of entries) known[list].set(entry.id, entry);
  const state = Object.fromEntries(Object.entries(known).map(([list, entries]) => [list, [...entries.values()]]));
  for (const one of [...watching]) if (!one.told(state)) { watching.delete(one); one.done(); }
  if (!watching.size) end();
}
function begin() {
  source = new EventSource('/events');
  source.onmessage = event => tell(event.data);
  source.onerror = () => { if (source?.readyState === EventSource.CLOSED) { end(); setTimeout(() => { if (watching.size && !source) begin(); }, patience); } };
}
function end() {
  source?.close();
  source = null;
  for (const entries of Object.values(known)) entries.clear();
}

/** Calls `told` with { tasks, deliveries, merges } whenever something has changed, until it gives false. */
export const watch = told => new Promise(done => {
  watching.add({ told, done });
  if (source) end(); // a new connection begins with how all stands
  begin();
});
