// The page: figures along the tree, a map of a layer, and what is known of a feature. Its state is in the address.
import { HandIn } from './hand_in.js';
import { LayerMap } from './map.js';
import { Merges } from './merges.js';
import { $, element, link, number, numberCell, valueOf } from './parts.js';
import { Send } from './send.js';
import { ask, change, Failure, get, tile, useCsrf } from './server.js';
import { inUse, named, say, unit as unitWord, use } from './words.js';

const state = { lang: 'zh', admin: '', indicator: '', layer: '', feature: '', view: '', delivery: '', merge: '' };
let catalogue = null, reviewer = false, map = null, asked = 0, sending = null, handingIn = null, merging = null;

// ---------------------------------------------------------------- problems

function tell(problem) {
  $('problem').hidden = !problem;
  $('problem').textContent = problem ? problem.message : '';
  if (problem?.status === 401) showLogin();
}
const guarded = work => async (...given) => { try { tell(null); await work(...given); } catch (problem) { tell(problem); } };

// ---------------------------------------------------------------- the address

function readAddress() {
  const given = new URLSearchParams(location.hash.slice(1));
  for (const key of Object.keys(state)) state[key] = given.get(key) ?? (key === 'lang' ? 'zh' : '');
  use(state.lang);
}
function writeAddress(push = true) {
  const filled = new URLSearchParams(Object.entries(state).filter(([key, value]) => value !== '' && !(key === 'lang' && value === 'zh')));
  const address = '#' + filled;
  if (address !== location.hash) history[push ? 'pushState' : 'replaceState'](null, '', address);
}

// ---------------------------------------------------------------- small parts

const unitOf = code => catalogue.units.find(unit => unit.code === code);
const nameOf = code => unitOf(code) ? named(unitOf(code).names) : code;
const layerOf = id => catalogue.layers.find(layer => layer.id === id);
const options = list => list.map(one => element('option', named(one.names), { value: one.id }));

// ---------------------------------------------------------------- figures

const top_ = () => catalogue.units[0].code;
const chosenUnit = () => unitOf(state.admin) ? state.admin : top_();

function showPath() {
  const steps = [];
  for (let unit = unitOf(chosenUnit()); unit; unit = unitOf(unit.parent)) steps.unshift(unit);
  $('path').replaceChildren(...steps.flatMap((unit, i) => [i ? ' › ' : '', link(named(unit.names), () => go({ admin: unit.code }))]));
}

function headOf(row) {
  const unit = row?.unit ? ` (${unitWord(row.unit)})` : '';
  const cells = [say('unit'), say('target') + unit, say('done'), say('building'), say('percent'), say('remaining')];
  return element('tr', '', {}, ...cells.map((text, i) => element('th', text, { scope: 'col', class: i ? 'number' : '' })));
}

function rowOf(row) {
  const whole = row.admin === chosenUnit();
  const name = element('td');
  name.append(whole || !unitOf(row.admin) ? row.name && inUse() === 'zh' ? row.name : nameOf(row.admin) : link(nameOf(row.admin), () => go({ admin: row.admin })));
  const percent = element('td', row.percent === null ? '' : number(row.percent) + ' %', { class: 'number' });
  if (row.percent !== null) percent.append(' ', element('meter', '', { min: 0, max: 100, value: Math.min(100, row.percent), 'aria-hidden': 'true' }));
  return element('tr', '', whole ? { class: 'whole' } : {}, name, numberCell(row.target), numberCell(row.done), numberCell(row.under_construction), percent,
    numberCell(row.remaining));
}

async function showFigures() {
  const mine = ++asked, unit = unitOf(chosenUnit());
  showPath();
  $('explanation').hidden = true;
  $('busy').textContent = say('computing');
  $('units').setAttribute('aria-busy', 'true');
  $('units').replaceChildren();
  try {
    const by = ['league', 'banner', 'banner'][unit.level];
    const table = await get('/progress', { by, indicator: $('indicator').value, admin: unit.code });
    if (mine !== asked) return; // something else was asked for meanwhile
    const rows = table.rows.filter(row => row.admin === unit.code || unitOf(row.admin)?.parent === unit.code);
    if (rows.length) $('units').replaceChildren(element('thead', '', {}, headOf(rows[0])), element('tbody', '', {}, ...rows.map(rowOf)));
    $('busy').textContent = rows.length ? '' : say('nothing');
  } catch (problem) {
    if (mine === asked) $('busy').textContent = '';
    throw problem;
  } finally {
    if (mine === asked) $('units').setAttribute('aria-busy', 'false');
  }
}

async function showExplanation() {
  const { layer } = catalogue.indicators.find(one => one.id === $('indicator').value);
  const told = await get('/explain', { indicator: $('indicator').value, admin: chosenUnit() });
  const stage = layerOf(layer).fields.find(field => field.id === 'stage');
  const rows = told.rows.slice(0, 200).map(row => element('tr', '', {},
    element('td', '', {}, link(String(row.feature), () => go({ layer, feature: String(row.feature) }, true))),
    element('td', row.project), element('td', stage ? valueOf(stage, row.stage) : row.stage), numberCell(row.share)));
  const head = element('tr', '', {}, ...['feature', 'project', 'stage', 'share'].map(key => element('th', say(key) + (key === 'share' ? ` (${told.share_unit.replace('m2', 'm²')})` : ''), { scope: 'col' })));
  $('explanation').replaceChildren(element('p', say('rows')(told.rows.length)), element('table', '', {}, element('thead', '', {}, head), element('tbody', '', {}, ...rows)));
  $('explanation').hidden = false;
}

// ---------------------------------------------------------------- map and features

const changeOf = (record, layer) => record.operation !== 'update' ? say(record.operation)
  : [...(record.moved ? [say('geometry')] : []), ...Object.keys(record.after).filter(key => key !== 'geom').map(key => {
      const field = layer.fields.find(one => one.id === key);
      return field ? `${named(field.names)}: ${valueOf(field, record.before[key])} → ${valueOf(field, record.after[key])}` : key;
    })].join('；');

async function showFeature(id, fly) {
  $('feature').hidden = !id;
  map.select(Number(id));
  if (!id) return;
  const layer = layerOf(state.layer);
  const one = await get(`/collections/${layer.id}/items/${id}`);
  const told = await get(`/features/${layer.id}/${id}/history`).catch(() => ({ records: [] }));
  const attributes = element('dl', '', {}, ...layer.fields.filter(field => one.properties[field.id] !== null)
    .flatMap(field => [element('dt', named(field.names)), element('dd', valueOf(field, one.properties[field.id]))]));
  const records = told.records.map(record => element('tr', '', {}, element('td', new Date(record.time).toLocaleString(inUse())), element('td', record.who || record.program),
    element('td', changeOf(record, layer))));
  const head = element('tr', '', {}, ...['time', 'who', 'change'].map(key => element('th', say(key), { scope: 'col' })));
  $('feature').replaceChildren(element('h2', `${named(layer.names)} ${id}`), attributes, element('h2', say('history')),
    records.length ? element('div', '', { class: 'scroll' }, element('table', '', {}, element('thead', '', {}, head), element('tbody', '', {}, ...records))) : element('p', say('none')),
    link(say('close'), () => go({ feature: '' })));
  if (fly && one.geometry) map.around([one.geometry]);
}

async function showLayer() {
  map.show(state.layer);
  const place = state.view.split('/').map(Number);
  if (place.length === 3 && place.every(Number.isFinite)) map.go(...place);
  else await fitLayer();
}
async function fitLayer() {
  const { extent } = await get(`/collections/${state.layer}`);
  if (extent) map.fit(extent.spatial.bbox[0]);
}

// ---------------------------------------------------------------- reviews

function waitingRow({ feature, properties, reviews }) {
  const box = element('input', '', { type: 'checkbox', name: 'feature', value: feature, 'aria-label': `${say('feature')} ${feature}` });
  const told = reviews.map(one => [one.date, one.reviewer, one.note].filter(Boolean).join(' ')).join('；');
  return element('tr', '', {}, element('td', '', {}, box), element('td', '', {}, link(String(feature), () => go({ feature: String(feature) }, true))),
    element('td', properties.project_name ?? properties.project_code ?? ''), element('td', nameOf(properties.admin_code)), element('td', told));
}

async function showQueue() {
  $('reviews').hidden = !reviewer;
  if (!reviewer) return;
  const told = await get(`/reviews/${state.layer}`);
  const head = ['', say('feature'), say('project'), say('unit'), say('passed')].map(text => element('th', text, { scope: 'col' }));
  $('waiting').textContent = say('waiting')(told.waiting);
  $('queue').replaceChildren(element('thead', '', {}, element('tr', '', {}, ...head)), element('tbody', '', {}, ...told.rows.map(waitingRow)));
}

const review = returning => guarded(async () => {
  const form = $('review'), note = form.elements.note.value.trim();
  const features = [...form.querySelectorAll('input[name=feature]:checked')].map(box => Number(box.value));
  if (!features.length) throw new Failure(0, say('choose'));
  if (returning && !note) throw new Failure(0, say('reason'));
  await change('POST', `/reviews/${state.layer}`, { features, ...(returning ? { return: note } : { note }) });
  form.elements.note.value = '';
  await showQueue();
})();

// ---------------------------------------------------------------- the whole

const go = guarded(async (change, fly = false) => {
  const before = { ...state };
  Object.assign(state, change);
  if (change.layer !== undefined && change.feature === undefined && change.layer !== before.layer) Object.assign(state, { feature: '', view: '' });
  writeAddress();
  if (change.admin !== undefined || change.indicator !== undefined) await showFigures();
  if (state.layer !== before.layer) { $('layer').value = state.layer; await Promise.all([showLayer(), showQueue()]); }
  if (state.feature !== before.feature || fly) await showFeature(state.feature, fly);
  if (state.delivery !== before.delivery) await sending.open(state.delivery);
  if (state.merge !== before.merge) await merging.open(state.merge);
});

function label() {
  const texts = { 'figures-head': 'figures', 'map-head': 'map', 'indicator-label': 'indicator', 'layer-label': 'layer', explain: 'explain', hint: 'hint', language: 'language',
    logout: 'logout', 'name-label': 'name', 'password-label': 'password', 'login-button': 'login', 'reviews-head': 'reviews', 'note-label': 'note', pass: 'pass', return: 'return' };
  for (const [id, key] of Object.entries(texts)) $(id).textContent = say(key);
  $('map').setAttribute('aria-label', say('map'));
}

async function show() {
  label();
  $('title').textContent = named(catalogue.document);
  document.title = named(catalogue.document);
  $('indicator').replaceChildren(...options(catalogue.indicators));
  $('indicator').value = catalogue.indicators.some(one => one.id === state.indicator) ? state.indicator : catalogue.mapped || catalogue.indicators[0].id;
  state.layer = layerOf(state.layer) ? state.layer : catalogue.indicators.find(one => one.id === $('indicator').value).layer;
  $('layer').replaceChildren(...options(catalogue.layers));
  $('layer').value = state.layer;
  $('content').hidden = false;
  await Promise.all([showFigures(), showLayer(), showQueue(), sending.show(state.delivery), handingIn.show(), merging.show(state.merge)]);
  await showFeature(state.feature, state.feature !== '' && state.view === '');
}

function showLogin() {
  label();
  $('content').hidden = true;
  $('login').hidden = false;
  $('login').elements.name.focus();
}

async function start() {
  catalogue = await get('/catalogue');
  const who = await get('/session');
  useCsrf(who.csrf ?? '');
  reviewer = who.role === 'reviewer';
  $('who').textContent = who.name;
  $('logout').hidden = !who.name;
  $('login').hidden = true;
  sending = new Send({ catalogue, who, guarded, map, opened: id => go({ delivery: id }), place: layer => go({ layer }) });
  merging = new Merges({ catalogue, who, guarded, map, opened: id => go({ merge: id }), place: layer => go({ layer }) });
  handingIn = new HandIn({ catalogue, who, guarded, unit: chosenUnit });
  await show();
}

$('login').addEventListener('submit', event => {
  event.preventDefault();
  const form = event.target.elements, body = JSON.stringify({ name: form.name.value, password: form.password.value });
  form.password.value = '';
  guarded(async () => { await ask('/session', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body }); await start(); })();
});
$('logout').addEventListener('click', guarded(async () => {
  await change('DELETE', '/session');
  location.reload();
}));
$('language').addEventListener('click', guarded(async () => {
  state.lang = inUse() === 'zh' ? 'en' : 'zh';
  use(state.lang);
  writeAddress(false);
  if (catalogue) await show(); else label();
}));
$('indicator').addEventListener('change', event => go({ indicator: event.target.value }));
$('layer').addEventListener('change', event => go({ layer: event.target.value }));
$('review').addEventListener('submit', event => { event.preventDefault(); review(false); });
$('return').addEventListener('click', () => review(true));
$('explain').addEventListener('click', guarded(showExplanation));
$('in').addEventListener('click', () => map.zoom(1));
$('out').addEventListener('click', () => map.zoom(-1));
window.addEventListener('popstate', guarded(async () => { readAddress(); if (catalogue) await show(); }));

readAddress();
label();
map = new LayerMap($('map'), tile, {
  chosen: id => go({ feature: id ? String(id) : '' }),
  moved: () => { state.view = [map.x.toFixed(7), map.y.toFixed(7), map.z].join('/'); writeAddress(false); },
});
guarded(start)();
