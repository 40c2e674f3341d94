// Small parts of pages.
import { inUse, named } from './words.js';

export const $ = id => document.getElementById(id);

export function element(name, text = '', attributes = {}, ...inside) {
  const made = document.createElement(name);
  made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...inside);
  return made;
}
export function link(text, act) {
  const made = element('button', text, { type: 'button', class: 'link' });
  made.addEventListener('click', act);
  return made;
}
export const button = (text, act, attributes = {}) => {
  const made = element('button', text, { type: 'button', ...attributes });
  made.addEventListener('click', act);
  return made;
};
/** [value, text] of each choice. */
export const select = (choices, chosen, attributes = {}) => {
  const made = element('select', '', attributes, ...choices.map(([value, text]) => element('option', text, { value })));
  made.value = chosen;
  return made;
};
export const number = value => value === null || value === undefined ? '' : new Intl.NumberFormat(inUse(), { maximumFractionDigits: 2 }).format(value);
export const numberCell = value => element('td', number(value), { class: 'number' });
/** Texts or nodes. */
export const row = cells => element('tr', '', {}, ...cells.map(cell => cell instanceof Node ? (cell.tagName === 'TD' ? cell : element('td', '', {}, cell)) : element('td', cell)));
export const table = (heads, rows, attributes = {}) => element('table', '', attributes,
  element('thead', '', {}, element('tr', '', {}, ...heads.map(text => element('th', text, { scope: 'col' })))), element('tbody', '', {}, ...rows));
export const scroll = inside => element('div', '', { class: 'scroll' }, inside);
/** A value of a field as people read it. */
export function valueOf(field, value) {
  if (value === null || value === undefined) return '';
  const code = field.codes[value];
  return code ? named(code) : field.unit ? `${value} ${field.unit}` : String(value);
}
export const timeText = time => new Date(time).toLocaleString(inUse());
