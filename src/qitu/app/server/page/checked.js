// What a check has understood and found: to be explained where it was not understood, looked at, and accepted.
import { button, element, link, number, row, scroll, select, table } from './parts.js';
import { named, say } from './words.js';

const shownFindings = 300;

function evidence(file) {
  const { format, crs, crs_evidence, encoding, encoding_evidence, operation, conversions, unmapped, notes } = file.understood;
  const lines = [['format', say('of_format')(format, number(file.features))], ['crs', say('because')(crs, crs_evidence)], ['encoding', encoding && say('because')(encoding, encoding_evidence)],
    ['operation', operation], ['converted', Object.entries(conversions).map(([field, how]) => `${field}: ${how}`).join('；')], ['unmapped', unmapped.join('、')], ...notes.map(note => ['noted', note])];
  return element('dl', '', {}, ...lines.filter(([, text]) => text).flatMap(([key, text]) => [element('dt', say(key)), element('dd', text)]));
}

/** A line for each field of the layer: the column that holds it, or a value for all features. */
function fieldTable(layer, columns, used, options) {
  const lines = layer.fields.map(field => {
    const source = used[field.id] ?? '', column = select([['', '–'], ...columns.map(name => [name, name])], source, { 'aria-label': named(field.names), 'data-field': field.id });
    const constant = element('input', '', { value: options.set?.[field.id] ?? '', 'aria-label': `${named(field.names)} ${say('same_value')}`, 'data-set': field.id });
    return { field, source, column, constant, cells: [named(field.names), column, constant] };
  });
  const part = element('details', '', {}, element('summary', say('fields')), scroll(table([say('field'), say('column'), say('same_value')], lines.map(line => row(line.cells)))));
  const said = () => ({
    map: Object.fromEntries(lines.filter(line => line.column.value && (line.column.value !== line.source || options.map?.[line.field.id])).map(line => [line.field.id, line.column.value])),
    set: Object.fromEntries(lines.filter(line => line.constant.value.trim()).map(line => [line.field.id, line.constant.value.trim()])),
  });
  return { part, said };
}

/** A line for each word that no code list knows. */
function wordTable(layer, faults, options) {
  const lines = faults.filter(fault => fault.coded && !fault.found.includes('=')).map(fault => {
    const field = layer.fields.find(one => one.id === fault.field), codes = Object.entries(field.codes);
    const nearest = codes.find(([code, names]) => code === fault.nearest || names.zh === fault.nearest || names.en === fault.nearest)?.[0] ?? '';
    const meaning = select([['', '–'], ...codes.map(([code, names]) => [code, named(names)])], nearest, { 'aria-label': fault.found, 'data-word': fault.found });
    return { fault, meaning, cells: [named(field.names), fault.found, number(fault.features), meaning] };
  });
  const others = faults.filter(fault => !fault.coded).map(fault => row([fault.field, fault.found, number(fault.features), fault.expected]));
  const heads = [say('field'), say('word'), say('feature'), say('meaning')];
  const part = element('div', '', { id: 'words' }, ...(lines.length || others.length ? [element('h4', say('words')), scroll(table(heads, [...lines.map(line => row(line.cells)), ...others]))] : []));
  const said = () => {
    const value = structuredClone(options.value ?? {});
    for (const { fault, meaning } of lines) if (meaning.value) (value[fault.field] ??= {})[fault.found] = meaning.value;
    return value;
  };
  return { part, said };
}

function findingTable(checked, fly) {
  if (!checked.rows.length) return element('p', say('no_findings'));
  const rows = checked.rows.slice(0, shownFindings).map(one => row([
    one.place ? link(String(one.feature), () => fly(one.place)) : String(one.feature), say(one.severity), one.rule, named(one.message)]));
  return element('div', '', {}, element('p', say('findings')(checked.findings, checked.errors, Math.min(shownFindings, checked.rows.length))),
    element('div', '', { class: 'scroll tall', id: 'findings' }, table([say('feature'), say('severity'), say('rule'), say('found')], rows)));
}

const downloads = delivery => element('p', say('take_back') + ' ', { id: 'downloads' }, ...['xlsx', 'html', 'gpkg', 'csv'].flatMap(format =>
  [element('a', format, { href: `/deliveries/${delivery.id}/findings/${format}`, download: `findings.${format}` }), ' ']));

/** Only choices that there are: what is to be replaced or added to, errors that may be taken along. */
function acceptance(checked, role, accept) {
  const any = key => checked.files.some(file => file[key]), choices = [];
  const choice = (key, text) => { const box = element('input', '', { type: 'checkbox', name: key }); choices.push(box); return element('label', text, {}, box); };
  const part = element('div', '', { id: 'acceptance' });
  if (checked.files.some(file => Object.keys(file.of_others).length)) part.append(element('p', say('of_others'), { class: 'problem' }));
  if (any('projects_refused')) part.append(element('p', say('projects_there')(checked.files.flatMap(file => file.projects_there).slice(0, 10).join('、'))), choice('replace', say('replace')), choice('append', say('append')));
  if (any('already_there')) part.append(element('p', say('already_there')), choice('again', say('again')));
  if (checked.errors && role !== 'banner') part.append(choice('in_spite', say('in_spite')));
  const go = () => accept(Object.fromEntries(choices.filter(box => box.checked).map(box => [box.name, true])));
  part.append(element('p', '', {}, button(say('accept'), go, { id: 'accept' })));
  return part;
}

export function checkResult(checked, delivery, layer, { role, fly, accept }) {
  const files = checked.files ?? [], used = Object.assign({}, ...files.map(file => file.understood.fields), delivery.options.map);
  const columns = [...new Set([...(checked.columns ?? []), ...files.flatMap(file => [...Object.values(file.understood.fields), ...file.understood.unmapped])])];
  const fields = fieldTable(layer, columns, used, delivery.options), words = wordTable(layer, files.flatMap(file => file.faults), delivery.options);
  const part = element('div', '', { id: 'checked' });
  if (checked.error) part.append(element('p', checked.error, { class: 'problem' }));
  if (checked.refusal) part.append(element('p', checked.refusal, { class: 'problem' }));
  for (const file of files) part.append(element('h4', file.file), evidence(file));
  part.append(fields.part, words.part);
  if (checked.error) fields.part.open = true;
  else part.append(findingTable(checked, fly), downloads(delivery), acceptance(checked, role, accept));
  const explained = () => Object.fromEntries(Object.entries({ ...fields.said(), value: words.said() }).filter(([, one]) => Object.keys(one).length));
  return { part, explained };
}
