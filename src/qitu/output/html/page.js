// What the page does. It is whole without it, but for the maps of banners: they wait in templates until they are near.
const data = JSON.parse(document.getElementById('data').textContent);
const all = (what, where = document) => [...where.querySelectorAll(what)];
const words = document.querySelector('main').dataset;
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

// Tiles below a map, each laid into its projection; small ones fit better. Nothing is fetched where the page has no address.
const tileAddresses = JSON.parse(words.tiles || '[]');
const radians = Math.PI / 180;
const projection = svg => {
  const [middle, n, c, x, y, size] = svg.dataset.conic.split(' ').map(Number);
  return {
    place: (lon, lat) => {
      const s = size * Math.sqrt(c - 2 * n * Math.sin(lat * radians)), theta = n * (lon - middle) * radians;
      return { x: x + s * Math.sin(theta), y: y + s * Math.cos(theta) };
    },
    degrees: at => {
      const s = Math.hypot(at.x - x, at.y - y) / size;
      return { lon: middle + Math.atan2(at.x - x, at.y - y) / n / radians, lat: Math.asin((c - s * s) / 2 / n) / radians };
    },
  };
};
const column = (lon, z) => (lon + 180) / 360 * 2 ** z;
const row = (lat, z) => (1 - Math.asinh(Math.tan(lat * radians)) / Math.PI) / 2 * 2 ** z;
const west = (x, z) => x / 2 ** z * 360 - 180;
const north = (y, z) => Math.atan(Math.sinh(Math.PI * (1 - 2 * y / 2 ** z))) / radians;
const tileSize = 256, finestTiles = 18, equatorPixel = 156543.034; // metres of a pixel at level 0
const tilesBelow = svg => {
  if (!tileAddresses.length || !svg.dataset.conic) return () => {};
  const { place, degrees } = projection(svg);
  const layers = tileAddresses.map(() => document.createElementNS(svg.namespaceURI, 'g'));
  svg.prepend(...layers);
  svg.classList.add('tiled');
  const tile = (address, x, y, z) => {
    const image = document.createElementNS(svg.namespaceURI, 'image');
    const [a, b, c, d] = [[x, y], [x + 1, y], [x, y + 1], [x + 1, y + 1]].map(([i, k]) => place(west(i, z), north(k, z)));
    // The parallelogram that is nearest to the four corners.
    const across = { x: (b.x - a.x + d.x - c.x) / 2, y: (b.y - a.y + d.y - c.y) / 2 };
    const down = { x: (c.x - a.x + d.x - b.x) / 2, y: (c.y - a.y + d.y - b.y) / 2 };
    const from = (p, q, r, s, u, v) => (p + q + r + s) / 4 - (u + v) / 2;
    image.setAttribute('x', -1); // a little larger than it is: no seams
    image.setAttribute('y', -1);
    image.setAttribute('width', tileSize + 2);
    image.setAttribute('height', tileSize + 2);
    image.setAttribute('preserveAspectRatio', 'none');
    image.setAttribute('transform', `matrix(${[across.x, across.y, down.x, down.y].map(value => value / tileSize).join(' ')} ` +
      `${from(a.x, b.x, c.x, d.x, across.x, down.x)} ${from(a.y, b.y, c.y, d.y, across.y, down.y)})`);
    image.setAttribute('href', address.replace('{z}', z).replace('{x}', x).replace('{y}', y));
    image.dataset.tile = `${z}/${x}/${y}`;
    return image;
  };
  const wanted = view => {
    const rim = [0, 0.25, 0.5, 0.75, 1].flatMap(k => [[k, 0], [k, 1], [0, k], [1, k]])
      .map(([i, k]) => degrees({ x: view.x + i * view.w, y: view.y + k * view.h }));
    const lons = rim.map(p => p.lon), lats = rim.map(p => p.lat);
    const [left, right, top, bottom] = [Math.min(...lons), Math.max(...lons), Math.max(...lats), Math.min(...lats)];
    const pixel = view.w * svg.dataset.metres / Math.max(1, svg.getBoundingClientRect().width);
    const level = Math.log2(equatorPixel * Math.cos((top + bottom) / 2 * radians) / pixel);
    const z = Math.max(1, Math.min(finestTiles, Math.round(level + 0.75)));
    const tiles = [];
    for (let x = Math.floor(column(left, z)); x <= column(right, z); ++x)
      for (let y = Math.floor(row(top, z)); y <= row(bottom, z); ++y) tiles.push([x, y, z]);
    return tiles;
  };
  let waiting = 0;
  return view => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const tiles = wanted(view), names = new Set(tiles.map(([x, y, z]) => `${z}/${x}/${y}`));
      layers.forEach((layer, i) => {
        const there = new Set([...layer.children].map(image => image.dataset.tile));
        layer.append(...tiles.filter(([x, y, z]) => !there.has(`${z}/${x}/${y}`)).map(([x, y, z]) => tile(tileAddresses[i], x, y, z)));
        [...layer.children].filter(image => !names.has(image.dataset.tile)).forEach(image => image.remove());
      });
    }, 120);
  };
};

// A map is looked at through its viewBox: buttons, Ctrl with the wheel, two fingers, dragging.
const zoomable = svg => {
  const whole = svg.viewBox.baseVal;
  const full = { x: whole.x, y: whole.y, w: whole.width, h: whole.height };
  let view = { ...full };
  const lay = tilesBelow(svg);
  const texts = all('text', svg).map(text => [text, parseFloat(getComputedStyle(text).fontSize)]);
  const show = () => {
    view.w = Math.min(full.w, Math.max(full.w / 200, view.w));
    view.h = view.w * full.h / full.w;
    view.x = Math.min(full.x + full.w - view.w, Math.max(full.x, view.x));
    view.y = Math.min(full.y + full.h - view.h, Math.max(full.y, view.y));
    svg.setAttribute('viewBox', `${view.x} ${view.y} ${view.w} ${view.h}`);
    svg.classList.toggle('near', view.w < full.w);
    texts.forEach(([text, size]) => { text.style.fontSize = size * view.w / full.w + 'px'; });
    lay(view);
    scale.hidden = view.w === full.w;
    if (scale.hidden) return;
    const metres = view.w * svg.dataset.metres, power = 10 ** Math.floor(Math.log10(metres / 5));
    const round = [5, 2, 1].map(step => step * power).find(length => length <= metres / 5);
    scale.style.width = 100 * round / metres + '%';
    scale.textContent = round < 1000 ? `${round} ${words.metres}` : `${round / 1000} ${words.kilometres}`;
  };
  const scale = document.createElement('p');
  scale.className = 'scale-now';
  scale.hidden = true;
  const at = (x, y) => {
    const box = svg.getBoundingClientRect();
    return { x: view.x + (x - box.left) / box.width * view.w, y: view.y + (y - box.top) / box.height * view.h };
  };
  const zoom = (factor, place = { x: view.x + view.w / 2, y: view.y + view.h / 2 }) => {
    const w = Math.min(full.w, Math.max(full.w / 200, view.w / factor)), k = w / view.w;
    view = { x: place.x - (place.x - view.x) * k, y: place.y - (place.y - view.y) * k, w, h: view.h * k };
    show();
  };
  svg.addEventListener('wheel', event => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    zoom(event.deltaY < 0 ? 1.25 : 0.8, at(event.clientX, event.clientY));
  }, { passive: false });
  const fingers = new Map();
  let moved = 0;
  svg.addEventListener('pointerdown', event => {
    moved = 0;
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  });
  svg.addEventListener('pointermove', event => {
    const before = fingers.get(event.pointerId);
    if (!before || (fingers.size < 2 && view.w === full.w)) return;
    const now = { x: event.clientX, y: event.clientY };
    const apart = () => { const [a, b] = [...fingers.values()]; return Math.hypot(a.x - b.x, a.y - b.y); };
    if (fingers.size === 2) {
      const old = apart();
      fingers.set(event.pointerId, now);
      zoom(apart() / Math.max(1, old), at(now.x, now.y));
    } else {
      const [from, to] = [at(before.x, before.y), at(now.x, now.y)];
      fingers.set(event.pointerId, now);
      view.x -= to.x - from.x;
      view.y -= to.y - from.y;
      show();
    }
    moved += Math.abs(now.x - before.x) + Math.abs(now.y - before.y);
  });
  for (const end of ['pointerup', 'pointercancel', 'pointerleave'])
    svg.addEventListener(end, event => fingers.delete(event.pointerId));
  svg.addEventListener('click', event => { if (moved > 6) event.preventDefault(); moved = 0; }, true);
  svg.addEventListener('dragstart', event => event.preventDefault());
  const bar = document.createElement('p');
  bar.className = 'zoom';
  for (const [sign, word, act] of [['+', words.nearer, () => zoom(1.6)], ['−', words.farther, () => zoom(1 / 1.6)],
                                   ['⤢', words.whole, () => { view = { ...full }; show(); }]]) {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = sign;
    button.setAttribute('aria-label', word);
    button.title = word;
    button.addEventListener('click', act);
    bar.append(button);
  }
  svg.before(bar);
  svg.after(scale);
  lay(view);
  addEventListener('beforeprint', () => { view = { ...full }; show(); });
  /// Looks at a box, with room around it.
  svg.lookAt = box => {
    const w = Math.max(box.width, box.height * full.w / full.h, full.w / 60) * 3;
    view = { x: box.x + box.width / 2 - w / 2, y: box.y + box.height / 2 - w * full.h / full.w / 2, w, h: w * full.h / full.w };
    show();
  };
};
all('main > section > figure > svg:not(.north)').forEach(zoomable);

// Parcels of a banner: what each is, by a click; found by their names.
const parcels = document.getElementById('parcels-data') && JSON.parse(document.getElementById('parcels-data').textContent);
const pick = path => {
  all('.chosen').forEach(other => other.classList.remove('chosen'));
  const shown = document.getElementById('picked');
  shown.hidden = !path;
  if (!path) return;
  all(`[data-i="${path.dataset.i}"]`, path.ownerSVGElement).forEach(part => part.classList.add('chosen'));
  const row = parcels.rows[path.dataset.i];
  shown.replaceChildren(...parcels.heads.flatMap((head, k) => {
    if (!row[k] || row[k] === '–') return [];
    const [term, meaning] = [document.createElement('dt'), document.createElement('dd')];
    term.textContent = head;
    meaning.textContent = row[k];
    return [term, meaning];
  }));
};
const explore = svg => {
  svg.addEventListener('click', event => {
    if (!event.defaultPrevented) pick(event.target.closest('[data-i]'));
  });
};
const parcel = document.getElementById('parcel');
if (parcel) {
  parcel.parentElement.hidden = false;
  const found = () => {
    const wanted = parcel.value.trim().toLowerCase();
    const hits = wanted ? [...parcels.rows.keys()].filter(i => parcels.rows[i].join(' ').toLowerCase().includes(wanted)) : [];
    document.getElementById('parcels-found').textContent = wanted ? String(hits.length) : '';
    document.getElementById('hits').replaceChildren(...hits.slice(0, 12).map(i => {
      const [item, button] = [document.createElement('li'), document.createElement('button')];
      button.type = 'button';
      button.textContent = parcels.rows[i].slice(0, 5).filter(word => word && word !== '–').join(' · ');
      button.addEventListener('click', () => go(i));
      item.append(button);
      return item;
    }));
    return hits;
  };
  const go = i => {
    places.forEach(draw);
    const path = document.querySelector(`.fine [data-i="${i}"]`);
    if (!path) return;
    document.getElementById('hits').replaceChildren();
    path.ownerSVGElement.lookAt(path.getBBox());
    pick(path);
    path.ownerSVGElement.scrollIntoView({ block: 'nearest' });
  };
  parcel.addEventListener('input', found);
  parcel.addEventListener('keydown', event => {
    if (event.key !== 'Enter') return;
    const [first] = found();
    if (first !== undefined) go(first);
  });
}

const draw = place => {
  const template = place.querySelector('template');
  if (!template) return;
  place.replaceChildren(template.content);
  all('svg', place).forEach(svg => { zoomable(svg); if (parcels) explore(svg); });
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
addEventListener('beforeprint', () => { places.forEach(draw); all('details').forEach(part => { part.open = true; }); });

const number = cell => {
  const text = cell.textContent.replace(/[,%<≥\s]/g, '');
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
