// Sending a delivery: files in, what was understood of them, fields and words explained, findings, and into the workspace.
import { checkResult } from './checked.js';
import { $, button, element, link, row, scroll, select, table, timeText } from './parts.js';
import { watch } from './events.js';
import { change, get } from './server.js';
import { sendFile } from './upload.js';
import { named, say } from './words.js';

const working = new Set(['checking', 'importing', 'comparing', 'merging']), settled = new Set(['imported', 'offered', 'merged']);
const mega = bytes => bytes < 100_000 ? Math.ceil(bytes / 1024) + ' kB' : (bytes / 2 ** 20).toFixed(1) + ' MB';
const encodings = ['', 'UTF-8', 'GB18030', 'GBK', 'BIG5'];

export class Send {
  constructor({ catalogue, who, guarded, map, opened, place }) {
    Object.assign(this, { catalogue, guarded, map, opened, place, role: who.role, able: Boolean(who.name) && who.role !== 'reviewer', sent: {}, current: '' });
    $('files').onchange = guarded(() => this.take([...$('files').files]));
    const zone = $('drop');
    zone.ondragover = event => { event.preventDefault(); zone.classList.add('over'); };
    zone.ondragleave = () => zone.classList.remove('over');
    zone.ondrop = event => { event.preventDefault(); zone.classList.remove('over'); guarded(() => this.take([...event.dataTransfer.files]))(); };
  }

  async show(id) {
    $('send').hidden = !this.able;
    if (!this.able) return;
    for (const [part, key] of [['send-head', 'send'], ['drop-text', 'drop']]) $(part).textContent = say(key);
    await this.list();
    await this.open(id);
  }

  async list() {
    this.all = await get('/deliveries');
    const rows = this.all.deliveries.map(one => row([link(timeText(one.created), () => this.opened(one.id)), one.files.map(file => file.name).join('、'), say(one.state)]));
    $('drafts').replaceChildren(...(rows.length ? [scroll(table([say('time'), say('files'), say('state')], rows))] : []));
  }

  /** Takes up a delivery where it is. */
  async open(id) {
    this.current = id;
    this.map.mark([]);
    const delivery = this.all?.deliveries.some(one => one.id === id) ? await get(`/deliveries/${id}`) : null;
    $('delivery').hidden = !delivery;
    if (delivery) await this.draw(delivery);
  }

  // ------------------------------------------------------------- files

  async take(files) {
    if (!files.length) return;
    let id = this.current;
    const before = id && await get(`/deliveries/${id}`).catch(() => null);
    if (!before || working.has(before.state) || settled.has(before.state)) {
      ({ id } = await change('POST', '/deliveries'));
      await this.list();
      await this.opened(id);
    }
    for (const file of files) await this.sendOne(id, file);
    $('files').value = '';
    await this.list();
    await this.open(id);
  }

  async sendOne(id, file) {
    let there = (await get(`/deliveries/${id}`)).files.find(one => one.name === file.name);
    if (there && there.size !== file.size) {
      await change('DELETE', `/deliveries/${id}/files/${encodeURIComponent(file.name)}`);
      there = undefined;
    }
    const told = bytes => { $('sending').textContent = say('sending')(file.name, mega(bytes), mega(file.size)); };
    told(there?.received ?? 0);
    try { if (!there?.whole) await sendFile(id, file, there, this.all.piece, told); } finally { $('sending').textContent = ''; }
  }

  filesOf(delivery) {
    const open = !working.has(delivery.state) && !settled.has(delivery.state);
    const remove = file => this.guarded(async () => {
      await change('DELETE', `/deliveries/${delivery.id}/files/${encodeURIComponent(file.name)}`);
      await this.open(delivery.id);
    });
    return scroll(table([say('file'), say('size'), say('state'), ''], delivery.files.map(file => row([file.name, mega(file.size),
      file.whole ? say('whole') : say('part')(mega(file.received)), open ? link(say('remove'), remove(file)) : '']))));
  }

  // ------------------------------------------------------------- how they are read

  layerNamedIn(delivery) {
    const names = delivery.files.map(file => file.name.toLowerCase()).join(' ');
    return this.catalogue.layers.find(layer => [layer.id, layer.names.zh, layer.names.en].some(name => name && names.includes(name.toLowerCase())))?.id;
  }

  formOf(delivery) {
    const options = delivery.options, layers = this.catalogue.layers.map(layer => [layer.id, named(layer.names)]);
    const form = element('form', '', { id: 'reading' });
    const field = (key, input) => form.append(element('label', say(key) + ' ', {}, input));
    field('layer', select([['', ''], ...layers], options.layer ?? this.layerNamedIn(delivery) ?? '', { name: 'layer', required: '' }));
    field('crs', element('input', '', { name: 'crs', placeholder: 'EPSG:4549', pattern: 'EPSG:[0-9]{1,6}', value: options.crs ?? '' }));
    field('encoding', select(encodings.map(name => [name, name || say('told_by_file')]), options.encoding ?? '', { name: 'encoding' }));
    const repair = element('input', '', { name: 'repair', type: 'checkbox' });
    repair.checked = options.repair ?? false;
    field('repair', repair);
    form.append(element('button', say('check'), { id: 'check' }));
    form.addEventListener('submit', event => { event.preventDefault(); this.check(delivery, form); });
    return form;
  }

  check(delivery, form) {
    const { layer, crs, encoding, repair } = form.elements, said = this.explained?.() ?? this.saidBefore(delivery, layer.value);
    const filled = Object.entries({ crs: crs.value.trim(), encoding: encoding.value }).filter(([, value]) => value);
    const body = { layer: layer.value, ...said, ...Object.fromEntries(filled), ...(repair.checked ? { repair: true } : {}) };
    return this.guarded(async () => { await this.follow(await change('POST', `/deliveries/${delivery.id}/check`, body)); })();
  }
  /** Fields and words that were said before; of another layer they are none. */
  saidBefore(delivery, layer) {
    const { map, value, set } = delivery.options;
    return delivery.options.layer === layer ? Object.fromEntries(Object.entries({ map, value, set }).filter(([, one]) => one)) : {};
  }

  // ------------------------------------------------------------- what came of it

  async follow({ id, state }) {
    if (working.has(state)) await watch(({ deliveries }) => this.current === id && this.goesOn(deliveries.find(one => one.id === id)));
    $('sending').textContent = '';
    await this.list();
    if (this.current === id) await this.draw(await get(`/deliveries/${id}`));
  }
  goesOn(delivery) {
    if (!delivery || !working.has(delivery.state)) return false;
    const { done = 0, total = 0 } = delivery.progress ?? {};
    $('sending').textContent = say(delivery.state) + (total ? ` ${Math.min(100, Math.round(100 * done / total))} %` : ' …');
    return true;
  }

  /** Of one GeoPackage: it may be a fork. */
  offerOf(delivery) {
    if (delivery.files.length !== 1 || !delivery.files[0].name.toLowerCase().endsWith('.gpkg')) return [];
    const offer = this.guarded(async () => { await this.follow(await change('POST', `/deliveries/${delivery.id}/offer`)); });
    return [element('p', say('is_fork') + ' ', {}, button(say('offer'), offer, { id: 'offer' }))];
  }
  async decisions(delivery) {
    const { rows, changes, undecided } = await get(`/deliveries/${delivery.id}/changes`, { limit: 1000 }), rejected = rows.filter(one => one.decision === 'reject');
    const lines = rejected.map(one => row([one.change, one.reason, one.decided_by]));
    return element('div', '', { id: 'decisions' }, element('p', say('undecided')(undecided, changes)), ...(lines.length ? [scroll(table([say('rejected'), say('note'), say('who')], lines))] : []));
  }

  async draw(delivery) {
    this.explained = null;
    const give_up = this.guarded(async () => { await change('DELETE', `/deliveries/${delivery.id}`); await this.list(); this.opened(''); });
    const parts = [element('h3', `${timeText(delivery.created)} · ${say(delivery.state)}`, { id: 'delivery-state' }), this.filesOf(delivery)];
    if (delivery.message) parts.push(element('p', delivery.message, { class: 'problem' }));
    const complete = delivery.files.length && delivery.files.every(file => file.whole);
    if (complete && !working.has(delivery.state) && !settled.has(delivery.state)) parts.push(this.formOf(delivery), ...this.offerOf(delivery));
    if (delivery.state === 'offered' || delivery.state === 'merged') parts.push(await this.decisions(delivery));
    if (delivery.state === 'checked') parts.push(await this.result(delivery));
    if (!working.has(delivery.state)) parts.push(button(say('give_up'), give_up, { id: 'give-up' }));
    $('delivery').replaceChildren(...parts);
    if (working.has(delivery.state)) await this.follow(delivery);
  }

  async result(delivery) {
    const checked = await get(`/deliveries/${delivery.id}/check`), layer = this.catalogue.layers.find(one => one.id === delivery.layer);
    const shown = checkResult(checked, delivery, layer, { role: this.role, fly: this.guarded(place => this.fly(delivery.layer, place)), accept: choice => this.accept(delivery, choice) });
    this.explained = shown.explained;
    this.map.mark((checked.rows ?? []).filter(one => one.place).map(one => ({ place: one.place, error: one.severity === 'error' })));
    return shown.part;
  }
  accept(delivery, choice) {
    return this.guarded(async () => { await this.follow(await change('POST', `/deliveries/${delivery.id}/accept`, choice)); })();
  }
  async fly(layer, place) {
    await this.place(layer);
    this.map.fit([place[0] - 0.004, place[1] - 0.003, place[0] + 0.004, place[1] + 0.003]);
    $('map').scrollIntoView({ block: 'center' });
    $('map').focus({ preventScroll: true });
  }
}

