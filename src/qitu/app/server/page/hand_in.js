// Handing in: reports and exports of a unit, seals, and the ledger of who has sent what.
import { $, button, element, row, scroll, select, table, timeText } from './parts.js';
import { watch } from './events.js';
import { change, get } from './server.js';
import { named, say } from './words.js';

const open = new Set(['waiting', 'running']);

export class HandIn {
  constructor({ catalogue, who, guarded, unit }) { Object.assign(this, { catalogue, guarded, unit, role: who.role, named: Boolean(who.name) }); }

  async show() {
    $('hand-in-head').textContent = say('hand_in');
    $('ledger-head').textContent = say('ledger');
    $('makers').replaceChildren(...this.makers());
    $('show-ledger').textContent = say('show_ledger');
    $('show-ledger').onclick = this.guarded(() => this.ledger());
    await this.list();
  }

  makers() {
    const report = select(['html', 'xlsx', 'docx', 'json'].map(one => [one, one]), 'html', { id: 'report-format', 'aria-label': say('report') });
    const extract = select(['gpkg', 'xlsx', 'geojson', 'fgb', 'kmz'].map(one => [one, one]), 'gpkg', { id: 'export-format', 'aria-label': say('export') });
    const parts = [report, button(say('report'), this.make(() => change('POST', '/reports', { admin: this.unit(), format: report.value })), { id: 'make-report' }), ' ',
      extract, button(say('export'), this.make(() => change('POST', '/exports', { admin: this.unit(), format: extract.value, ...(extract.value === 'gpkg' ? {} : { layer: $('layer').value }) })), { id: 'make-export' })];
    if (this.role === 'region' && this.named) {
      const note = element('input', '', { id: 'seal-note', maxlength: 200, placeholder: say('seal_note'), 'aria-label': say('seal_note') });
      parts.push(' ', note, button(say('seal'), this.make(() => change('POST', '/seals', { note: note.value })), { id: 'make-seal' }));
    }
    return parts;
  }
  make(begin) {
    return this.guarded(async () => { await begin(); await this.list(); });
  }

  /** Until all are done. */
  async list() {
    const mine = this.asked = (this.asked ?? 0) + 1;
    if (this.draw((await get('/tasks')).tasks)) await watch(({ tasks }) => mine === this.asked && this.draw(tasks));
  }
  /** Whether one is not done. */
  draw(tasks) {
    $('tasks').replaceChildren(...(tasks.length ? [scroll(table([say('time'), say('what'), say('state')], tasks.map(task => this.lineOf(task))))] : []));
    return tasks.some(task => open.has(task.state));
  }
  lineOf(task) {
    const { done = 0, total = 0 } = task.progress ?? {};
    const state = task.state === 'done' ? element('a', say('download'), { href: `/tasks/${task.id}/result`, download: task.name })
      : task.state === 'failed' ? task.message : say('running') + (total ? ` ${Math.round(100 * done / total)} %` : '');
    return row([timeText(task.created), task.name, state]);
  }

  async ledger() {
    const { rows, missing } = await get('/ledger'), units = new Map(this.catalogue.units.map(unit => [unit.code, named(unit.names)]));
    const layers = new Map(this.catalogue.layers.map(layer => [layer.id, named(layer.names)])), nameOf = code => units.get(code) ?? code;
    const lines = [...rows].reverse().map(one => row([timeText(one.time), Object.keys(one.senders).map(nameOf).join('、'), layers.get(one.layer) ?? one.layer, one.file, String(one.features),
      one.imported ? say('imported') : one.message, one.who]));
    $('ledger').replaceChildren(element('p', say('missing')(missing.length, missing.map(nameOf).join('、')), { id: 'missing' }),
      element('div', '', { class: 'scroll tall' }, table(['time', 'from', 'layer', 'file', 'feature', 'state', 'who'].map(say), lines)));
  }
}
