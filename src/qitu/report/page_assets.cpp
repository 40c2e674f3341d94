#include "page_assets.h"

namespace qitu::report {

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
th:first-child, td.text { text-align: left; }
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
  .choose { display: none; } figure, tr { break-inside: avoid; } thead { display: table-header-group; }
  table { font-size: 9.5px; } th, td { padding: 3px 6px; } .scroll { overflow: visible; border: 0; }
  td.bars { width: 80px; min-width: 60px; } .stack { min-width: 80px; }
  * { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
}
)css";

// The page shows the first indicator; this lets people choose another.
const std::string_view page_script = R"js(
const data = JSON.parse(document.getElementById('data').textContent);
const banners = document.querySelectorAll('.b');
const choice = document.getElementById('indicator');
choice.parentElement.hidden = false;
choice.addEventListener('change', () => {
  const shown = data[choice.selectedIndex];
  banners.forEach((banner, i) => {
    banner.setAttribute('class', 'b ' + shown.classes[i]);
    banner.setAttribute('aria-label', shown.tips[i]);
    banner.firstElementChild.textContent = shown.tips[i];
  });
  document.getElementById('shown').textContent = shown.name;
  for (const kind of ['legend', 'units'])
    data.forEach((_, i) => { document.getElementById(kind + i).hidden = i !== choice.selectedIndex; });
});
)js";

} // namespace qitu::report
