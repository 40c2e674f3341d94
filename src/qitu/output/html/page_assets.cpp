#include "page_assets.h"

namespace qitu::html {

// Colours of progress (--p0 …) are set by the page from classes.h.
const std::string_view page_style = R"css(
:root { --ink: #1f2a30; --muted: #56646b; --line: #d9e1dd; --paper: #f6f8f7; --card: #fff; --accent: #17694f;
  --none: #eceff0; --q0: #e3eef6; --q1: #bfdaec; --q2: #8fbddb; --q3: #5b9ac6; --q4: #2f72a8;
  --s0: #cfd8dc; --s1: #f0b95b; --s2: #4f9d69; --s3: #17694f; --s4: #9aa5aa; }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); line-height: 1.5;
  font: 15px/1.5 "Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", system-ui, sans-serif; }
main, header.top { max-width: 1180px; margin: 0 auto; padding: 0 24px; }
header.top { padding-top: 36px; padding-bottom: 8px; }
h1 { font-size: 28px; line-height: 1.3; margin: 0 0 6px; letter-spacing: .01em; }
h2 { font-size: 20px; margin: 44px 0 14px; padding-bottom: 6px; border-bottom: 2px solid var(--accent); }
.meta { color: var(--muted); margin: 0; display: flex; flex-wrap: wrap; gap: 2px 22px; }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(255px, 1fr)); gap: 14px; padding: 0;
  margin: 24px 0 0; list-style: none; }
.cards li { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 14px 16px; }
.cards .name { color: var(--muted); font-size: 14px; min-height: 2.9em; display: block; line-height: 1.45; }
.cards .figure { font-size: 27px; font-weight: 650; line-height: 1.25; font-variant-numeric: tabular-nums; }
.cards .figure small { font-size: 14px; font-weight: 400; color: var(--muted); margin-left: 4px; }
.cards .rest { font-size: 13px; color: var(--muted); display: flex; justify-content: space-between; margin-top: 4px; }
.bar { display: block; height: 8px; border-radius: 4px; background: var(--none); overflow: hidden; min-width: 60px; }
.bar i { display: block; height: 100%; border-radius: 4px; background: var(--accent); }
.cards .bar { margin-top: 8px; }
.choose { display: flex; align-items: center; gap: 10px; margin: 0 0 10px; }
.choose[hidden] { display: none; }
select { font: inherit; color: inherit; padding: 6px 10px; border: 1px solid #8b989e; border-radius: 6px;
  background: var(--card); max-width: 100%; }
:focus-visible { outline: 3px solid #1d6fb8; outline-offset: 2px; }
figure { margin: 0; background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 10px; }
figure svg { width: 100%; height: auto; display: block; }
figcaption { padding: 4px 8px 6px; }
.b { stroke: #fff; stroke-width: 5; stroke-linejoin: round; }
.b:hover, .b:focus { stroke: var(--ink); stroke-width: 14; outline: none; }
.leagues { fill: none; stroke: #43525a; stroke-width: 12; stroke-linejoin: round; stroke-linecap: round;
  pointer-events: none; }
svg text { font-family: inherit; text-anchor: middle; pointer-events: none; fill: var(--ink); paint-order: stroke;
  stroke: #fff; stroke-linejoin: round; }
svg .small { stroke-width: 24; stroke-opacity: .92; }
svg .large { font-weight: 700; stroke-width: 34; stroke-opacity: .9; }
svg .scale { stroke-width: 0; fill: var(--muted); }
.none { fill: var(--none); background: var(--none); } .free { fill: url(#hatch); }
.key.free { background: repeating-linear-gradient(45deg, #eceff0 0 3px, #9aa5aa 3px 5px); }
.p0 { fill: var(--p0); background: var(--p0); } .p1 { fill: var(--p1); background: var(--p1); }
.p2 { fill: var(--p2); background: var(--p2); } .p3 { fill: var(--p3); background: var(--p3); }
.p4 { fill: var(--p4); background: var(--p4); }
.q0 { fill: var(--q0); background: var(--q0); } .q1 { fill: var(--q1); background: var(--q1); }
.q2 { fill: var(--q2); background: var(--q2); } .q3 { fill: var(--q3); background: var(--q3); }
.q4 { fill: var(--q4); background: var(--q4); }
.legend { display: flex; flex-wrap: wrap; gap: 4px 18px; list-style: none; margin: 6px 0 0; padding: 0;
  font-size: 13px; color: var(--muted); }
.legend[hidden] { display: none; }
.key { display: inline-block; width: 20px; height: 13px; border-radius: 3px; margin-right: 6px; vertical-align: -1px;
  border: 1px solid #0002; }
.scroll { overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: 10px; }
table { border-collapse: collapse; width: 100%; font-size: 14px; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-weight: 650; padding: 12px 14px 8px; }
th, td { padding: 6px 12px; text-align: right; border-top: 1px solid var(--line); white-space: nowrap; }
thead th, thead td { border-top: 0; color: var(--muted); font-weight: 600; font-size: 13px; background: #f0f4f2; }
th:first-child, td.text, th.text { text-align: left; }
td.wrap, th.wrap { white-space: normal; min-width: 12em; }
tbody th { font-weight: 400; }
tr.sum > * { font-weight: 650; background: #f7faf8; }
tr.group th { background: #f0f4f2; font-weight: 650; color: var(--accent); }
tr.part th { padding-left: 30px; }
td.bars { width: 150px; min-width: 120px; }
.mark { color: #8a4b00; font-size: 12px; margin-left: 4px; }
.quiet { color: var(--muted); }
.stack { display: flex; height: 12px; border-radius: 4px; overflow: hidden; background: var(--none); min-width: 140px; }
.stack i { display: block; height: 100%; }
.s0 { background: var(--s0); } .s1 { background: var(--s1); } .s2 { background: var(--s2); }
.s3 { background: var(--s3); } .s4 { background: var(--s4); }
.unit, .part { content-visibility: auto; contain-intrinsic-size: auto 900px; }
.unit:focus { outline: none; }
h3 { font-size: 17px; margin: 36px 0 2px; } h2 small, h3 small { font-weight: 400; color: var(--muted); font-size: 13px; }
a { color: #17594a; } .up { margin: 0 0 10px; font-size: 13px; }
.scroll + .scroll, .scroll + figure, figure + .scroll { margin-top: 12px; }
input[type=search] { font: inherit; padding: 6px 10px; border: 1px solid #8b989e; border-radius: 6px; width: 16em; max-width: 100%; }
.places { columns: 3 300px; list-style: none; padding: 0; margin: 0; font-size: 14px; }
.places > li { break-inside: avoid; margin-bottom: 8px; } .places > li > a { font-weight: 650; }
.places ul { list-style: none; padding: 0; margin: 0; display: flex; flex-wrap: wrap; gap: 0 10px; }
.places [hidden] { display: none; }
th button { font: inherit; color: inherit; background: none; border: 0; padding: 0; cursor: pointer; text-align: inherit; }
th button::after { content: " ↕"; color: #74828a; } th[aria-sort=ascending] button::after { content: " ↑"; color: inherit; }
th[aria-sort=descending] button::after { content: " ↓"; color: inherit; }
td.bars .bar { display: inline-block; width: 70px; vertical-align: 1px; margin-right: 8px; min-width: 40px; }
.unitmap .drawn { max-width: 760px; max-height: 760px; margin: 0 auto; }
.unitmap svg { max-height: 760px; }
.land { fill: #f3f5f1; } .outline { fill: none; stroke: #43525a; stroke-width: 2.5; stroke-linejoin: round; }
.polygon { stroke: #0005; stroke-width: .4; fill-rule: evenodd; fill-opacity: .85; }
.polygon.s0 { fill: #9fb4bf; } .polygon.s1 { fill: var(--s1); } .polygon.s2 { fill: var(--s2); } .polygon.s3 { fill: var(--s3); }
.polygon.s4 { fill: var(--s4); } .polygon.reference { fill: #e8dfc0; stroke: #b9a96f; fill-opacity: .6; }
.polygon.wide { fill-opacity: .3; } .key.reference { background: #e8dfc0; border-color: #b9a96f; }
.line { fill: none; stroke: #2f72a8; stroke-width: 3; } .line.s0 { stroke-dasharray: 3 4; } .line.s1 { stroke-dasharray: 9 4; }
.point { fill: #7a2d8b; stroke: #7a2d8b; stroke-width: 6; stroke-linejoin: round; } .point.s0 { fill: #fff; stroke: #7a2d8b; }
.scalebar path { fill: none; stroke: var(--ink); stroke-width: 2; } .scalebar text { font-size: 17px; stroke-width: 4; }
dl { display: grid; grid-template-columns: minmax(7em, max-content) 1fr; gap: 6px 20px; margin: 0; }
dt { font-weight: 650; } dd { margin: 0; }
footer { color: var(--muted); font-size: 13px; margin: 36px 0 48px; }
@media (max-width: 600px) { dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: 10px; } }
@media print {
  @page { size: A4; margin: 14mm 12mm; }
  body { background: #fff; font-size: 10.5px; }
  main, header.top { max-width: none; padding: 0; }
  h1 { font-size: 20px; } h2 { font-size: 14px; margin: 20px 0 8px; break-after: avoid; }
  .cards { grid-template-columns: repeat(4, 1fr); gap: 8px; } .cards li { padding: 8px 10px; break-inside: avoid; }
  .cards .figure { font-size: 17px; } .cards .name, .cards .rest { font-size: 10px; }
  .unit, .part { content-visibility: visible; } .unit { break-before: page; } th button::after { content: ""; }
  .unitmap .drawn { max-width: 150mm; } .unitmap svg { max-height: 120mm; } a { color: inherit; text-decoration: none; }
  .places { display: none; } #places { display: none; }
  .choose { display: none; } figure, tr { break-inside: avoid; } thead { display: table-header-group; }
  table { font-size: 9.5px; } th, td { padding: 3px 6px; } .scroll { overflow: visible; border: 0; }
  td.bars { width: 80px; min-width: 60px; } .stack { min-width: 80px; }
  * { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
}
)css";

// The page is whole without it, but for the maps of banners: they wait in templates until they are near.
const std::string_view page_script = R"js(
const data = JSON.parse(document.getElementById('data').textContent);
const all = (what, where = document) => [...where.querySelectorAll(what)];
const areas = all('.b');
const choice = document.getElementById('indicator');
if (choice) {
  choice.parentElement.hidden = false;
  choice.addEventListener('change', () => {
    const shown = data[choice.selectedIndex];
    areas.forEach((area, i) => {
      area.setAttribute('class', 'b ' + shown.classes[i]);
      area.parentElement.setAttribute('aria-label', shown.tips[i]);
      area.firstElementChild.textContent = shown.tips[i];
    });
    document.getElementById('shown').textContent = shown.name;
    for (const kind of ['legend', 'units'])
      data.forEach((_, i) => {
        const part = document.getElementById(kind + i);
        if (part) part.hidden = i !== choice.selectedIndex;
      });
  });
}

const draw = place => {
  const template = place.querySelector('template');
  if (template) place.replaceChildren(template.content);
};
const places = all('.drawn');
const watcher = new IntersectionObserver(seen => {
  for (const one of seen)
    if (one.isIntersecting) { draw(one.target); watcher.unobserve(one.target); }
}, { rootMargin: '600px' });
places.forEach(place => watcher.observe(place));
addEventListener('beforeprint', () => places.forEach(draw));

const number = cell => {
  const text = cell.textContent.replace(/[,%\s]/g, '');
  const value = parseFloat(text);
  return Number.isNaN(value) ? null : value;
};
const compare = (column, down) => (a, b) => {
  const [x, y] = [a.cells[column], b.cells[column]];
  const [p, q] = [number(x), number(y)];
  if (p !== null && q !== null) return down ? q - p : p - q;
  if (p !== null || q !== null) return p === null ? 1 : -1;
  return (down ? -1 : 1) * x.textContent.localeCompare(y.textContent, 'zh');
};
const sort = (table, head) => {
  const body = table.tBodies[0];
  table.rowsAsMade ??= [...body.rows];
  const before = head.getAttribute('aria-sort');
  all('th[aria-sort]', table).forEach(other => other.removeAttribute('aria-sort'));
  table.rowsAsMade.forEach(row => { row.hidden = false; });
  if (before === 'ascending') return body.append(...table.rowsAsMade);
  const down = before !== 'descending';
  head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
  const parts = table.rowsAsMade.filter(row => !/sum|group/.test(row.className));
  const rows = parts.length ? parts : table.rowsAsMade;
  table.rowsAsMade.forEach(row => { row.hidden = !rows.includes(row); });
  body.append(...rows.slice().sort(compare(head.cellIndex, down)));
};
all('table.sortable').forEach(table => {
  if (table.tBodies[0].rows.length < 2) return;
  all('thead th', table).forEach(head => {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener('click', () => sort(table, head));
  });
});

const find = document.getElementById('find');
if (find) {
  find.parentElement.hidden = false;
  const leagues = all('.places > li');
  const hits = () => {
    const wanted = find.value.trim().toLowerCase();
    const found = [];
    for (const league of leagues) {
      const own = league.dataset.k.toLowerCase().includes(wanted);
      let any = own;
      if (own) found.push(league.querySelector('a'));
      for (const banner of all('li', league)) {
        const hit = banner.dataset.k.toLowerCase().includes(wanted);
        banner.hidden = !hit && !own;
        any = any || hit;
        if (hit) found.push(banner.querySelector('a'));
      }
      league.hidden = !any;
    }
    document.getElementById('found').textContent = wanted ? String(found.length) : '';
    return found;
  };
  find.addEventListener('input', hits);
  find.addEventListener('keydown', event => {
    if (event.key !== 'Enter') return;
    const [first] = hits();
    if (first) first.click();
  });
}
)js";

} // namespace qitu::html
