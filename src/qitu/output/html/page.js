// What the page does. It is whole without it, but for the maps of banners: they wait in templates until they are near.
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
// What a link or the search leads to is drawn at once, however long the tables above its map are.
const drawTarget = () => {
  const target = document.getElementById(location.hash.slice(1));
  if (target) all('.drawn', target).forEach(draw);
};
addEventListener('hashchange', drawTarget);
drawTarget();
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
