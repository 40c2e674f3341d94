// Forks that came back: their changes one by one, on the map with both sides; accepted or rejected, then merged.
import { $, button, element, link, row, scroll, table, timeText, valueOf } from './parts.js';
import { watch } from './events.js';
import { change, Failure, get } from './server.js';
import { named, say } from './words.js';

const pageLength = 100;

export class Merges {
  constructor({ catalogue, who, guarded, map, opened, place }) {
    Object.assign(this, { catalogue, guarded, map, opened, place, able: who.role === 'reviewer', current: '', offset: 0 });
  }

  async show(id) {
    $('merges').hidden = !this.able;
    if (!this.able) return;
    $('merges-head').textContent = say('merges');
    await this.list();
    await this.open(id);
  }

  async list() {
    this.all = (await get('/merges')).merges;
    const rows = this.all.map(one => row([link(timeText(one.created), () => this.opened(one.id)), this.unitOf(one.admin), one.user, one.file, say(one.state), this.countsOf(one)]));
    $('offers').replaceChildren(rows.length ? scroll(table(['time', 'unit', 'who', 'file', 'state', 'decided'].map(say), rows)) : element('p', say('no_merges')));
  }
  unitOf(code) {
    const unit = this.catalogue.units.find(one => one.code === code);
    return unit ? named(unit.names) : code;
  }
  countsOf({ counts }) { return counts.changes === undefined ? '' : say('decided_of')(counts.accepted, counts.rejected, counts.changes); }

  /** Takes up a fork where it is. */
  async open(id) {
    if (id !== this.current) this.offset = 0;
    this.current = id;
    this.map.compare([]);
    const merge = this.all?.some(one => one.id === id) ? await get(`/merges/${id}`) : null;
    $('merge').hidden = !merge;
    if (merge?.state === 'merging') await this.follow(merge);
    else if (merge) await this.draw(merge);
  }

  // ------------------------------------------------------------- what one is about

  layerOf(one) { return this.catalogue.layers.find(layer => layer.id === one.table); }
  nameOf(one) { return `${this.layerOf(one) ? named(this.layerOf(one).names) : say('review')} ${one.row}`; }
  fieldOf(one, id) { return this.layerOf(one)?.fields.find(field => field.id === id); }
  text(one, id, value) {
    const field = this.fieldOf(one, id);
    return field ? valueOf(field, value) : value === null ? '' : String(value);
  }
  wordsOf(one) {
    const fields = Object.entries(one.fields).filter(([id]) => id !== 'qitu_cm').map(([id, { base, theirs }]) =>
      `${this.fieldOf(one, id) ? named(this.fieldOf(one, id).names) : id}: ${this.text(one, id, one.kind === 'added' ? theirs : base)}${one.kind === 'changed' ? ` → ${this.text(one, id, theirs)}` : ''}`);
    return [say(one.kind), ...(one.redrawn ? [say('geometry')] : []), ...fields, ...one.with.map(other => `${say('review')}: ${other.fields.note?.theirs ?? ''}`)].join('；');
  }
  hintOf(one) { return [one.conflict && say('conflict'), one.level && say('needs_level')(say('level_' + one.level))].filter(Boolean).join('；'); }
  decisionOf(one) { return one.decision === 'none' ? '' : [say(one.decision + 'ed'), one.reason, one.decided_by].filter(Boolean).join(' · '); }

  line(one) {
    const box = element('input', '', { type: 'checkbox', name: 'change', value: one.change, 'aria-label': this.nameOf(one) });
    return row([box, link(this.nameOf(one), this.guarded(() => this.look(one))), this.wordsOf(one), this.hintOf(one), this.decisionOf(one)]);
  }

  /** On the map with both sides, and its fields beside each other. */
  async look(one) {
    const { ours, theirs } = one.geometry ?? {};
    if (this.layerOf(one)) await this.place(one.table);
    this.map.compare([{ geometry: ours, side: 'ours' }, { geometry: theirs, side: 'theirs' }]);
    this.map.around([ours, theirs].filter(Boolean));
    const rows = Object.entries(one.fields).map(([id, { base, ours: here, theirs: there }]) =>
      row([this.fieldOf(one, id) ? named(this.fieldOf(one, id).names) : id, ...[base, here, there].map(value => this.text(one, id, value))]));
    $('both-sides').replaceChildren(element('h4', this.nameOf(one)), element('p', say('sides_drawn')), element('p', say('sides_by')(one.ours_by, one.theirs_by)),
      ...(rows.length ? [scroll(table(['field', 'before', 'ours', 'theirs'].map(say), rows))] : []));
    $('map').scrollIntoView({ block: 'center' });
  }

  // ------------------------------------------------------------- deciding

  async draw(merge) {
    const told = await get(`/merges/${merge.id}/changes`, { limit: pageLength, offset: this.offset });
    this.offer = told.offer;
    const open = merge.state === 'offered', all = element('input', '', { type: 'checkbox', id: 'all-changes', 'aria-label': say('all') });
    const lines = table(['', 'change', 'what', 'noted', 'decided'].map(key => key && say(key)), told.rows.map(one => this.line(one)), { id: 'changes' });
    lines.querySelector('th').append(all);
    all.addEventListener('change', () => { for (const box of this.boxes()) box.checked = all.checked; });
    const parts = [element('h3', `${merge.file} · ${say(merge.state)}`, { id: 'merge-state' }), element('p', say('undecided')(told.undecided, told.changes), { id: 'undecided', role: 'status' })];
    if (merge.message) parts.push(element('p', merge.message, { class: 'problem' }));
    parts.push(element('div', '', { class: 'scroll tall' }, lines), ...this.pager(told), element('div', '', { id: 'both-sides' }));
    if (open) parts.push(this.decider(merge, told));
    $('merge').replaceChildren(...parts);
  }
  boxes() { return [...$('changes').querySelectorAll('input[name=change]')]; }

  pager({ changes }) {
    const go = by => this.guarded(async () => { this.offset += by; await this.open(this.current); });
    return [...(this.offset > 0 ? [button('‹', go(-pageLength), { 'aria-label': say('earlier') })] : []), ...(this.offset + pageLength < changes ? [button('›', go(pageLength), { 'aria-label': say('later') })] : [])];
  }

  decider(merge, told) {
    const reason = element('input', '', { id: 'reject-reason', maxlength: 500, 'aria-label': say('why_rejected'), placeholder: say('why_rejected') });
    const decide = decision => this.guarded(async () => {
      const chosen = this.boxes().filter(box => box.checked).map(box => box.value);
      if (!chosen.length) throw new Failure(0, say('choose_changes'));
      if (decision === 'reject' && !reason.value.trim()) throw new Failure(0, say('reason_to_reject'));
      await change('POST', `/merges/${merge.id}/decisions`, { offer: this.offer, changes: chosen, decision, ...(decision === 'reject' ? { reason: reason.value.trim() } : {}) });
      await this.list();
      await this.open(merge.id);
    });
    const finish = button(say('merge'), this.guarded(async () => { await this.follow(await change('POST', `/merges/${merge.id}/merge`)); }), { id: 'merge-now' });
    finish.disabled = told.undecided > 0;
    return element('p', '', { id: 'decide' }, button(say('accept_chosen'), decide('accept'), { id: 'accept-changes' }), ' ', reason, ' ',
      button(say('reject_chosen'), decide('reject'), { id: 'reject-changes' }), ' ', button(say('undo_decisions'), decide('none'), { id: 'undecide' }), ' ', finish);
  }

  async follow(merge) {
    $('merge').replaceChildren(element('h3', `${merge.file} · ${say('merging')}`, { id: 'merge-state', role: 'status' }));
    await watch(({ merges }) => this.current === merge.id && merges.some(one => one.id === merge.id && one.state === 'merging'));
    if (this.current !== merge.id) return;
    await this.list();
    await this.open(merge.id);
  }
}
