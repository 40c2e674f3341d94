// A map of one layer's tiles on a canvas: moved and zoomed by mouse, touch and keys; says which feature was clicked.
import { features } from './mvt.js';

const extent = 4096, size = 256, least = 3, most = 18, kept = 400;

const colours = { ours: '#1d6fb8', theirs: '#8b2fc9' };

/** Lists of points of a GeoJSON geometry. */
const pathsOf = ({ type, coordinates }) => ({ Point: () => [[coordinates]], MultiPoint: () => coordinates.map(point => [point]), LineString: () => [coordinates], MultiLineString: () => coordinates,
  Polygon: () => coordinates, MultiPolygon: () => coordinates.flat() })[type]();

const world = (longitude, latitude) => {
  const phi = latitude * Math.PI / 180;
  return [longitude / 360 + 0.5, 0.5 - Math.asinh(Math.tan(phi)) / (2 * Math.PI)];
};

export class LayerMap {
  constructor(canvas, load, { chosen, moved }) {
    Object.assign(this, { canvas, load, chosen, moved, layer: '', selected: 0, marks: [], shapes: [], tiles: new Map(), x: 0.8, y: 0.38, z: 4 });
    this.listen();
    new ResizeObserver(() => this.draw()).observe(canvas);
  }

  show(layer) { if (layer !== this.layer) { this.layer = layer; this.tiles.clear(); } this.draw(); }
  /** Points above the layer: [{ place: [longitude, latitude], error }] */
  mark(points) { this.marks = points.map(({ place, error }) => ({ at: world(...place), error })); this.draw(); }
  /** Shapes above the layer: [{ geometry: of GeoJSON or null, side: ours or theirs }] */
  compare(shapes) {
    this.shapes = shapes.filter(one => one.geometry).map(({ geometry, side }) => ({ paths: pathsOf(geometry).map(path => path.map(point => world(...point))), closed: geometry.type.endsWith('Polygon'), side }));
    this.draw();
  }
  select(id) { this.selected = id; this.draw(); }
  /** West, south, east, north in degrees. */
  fit([west, south, east, north]) {
    const [x0, y1] = world(west, south), [x1, y0] = world(east, north);
    const fits = Math.min(this.canvas.clientWidth / size / Math.max(x1 - x0, 1e-7), this.canvas.clientHeight / size / Math.max(y1 - y0, 1e-7));
    this.go((x0 + x1) / 2, (y0 + y1) / 2, Math.floor(Math.log2(fits * 0.95)));
  }
  /** Shows all of these geometries. */
  around(geometries) {
    const points = geometries.flatMap(pathsOf).flat(), xs = points.map(([x]) => x), ys = points.map(([, y]) => y), more = 0.002;
    const least = list => list.reduce((a, b) => Math.min(a, b)), most = list => list.reduce((a, b) => Math.max(a, b));
    if (points.length) this.fit([least(xs) - more, least(ys) - more, most(xs) + more, most(ys) + more]);
  }
  go(x, y, z) {
    this.x = Math.min(1, Math.max(0, x));
    this.y = Math.min(1, Math.max(0, y));
    this.z = Math.min(most, Math.max(least, z));
    this.moved();
    this.draw();
  }
  zoom(by, px = this.canvas.clientWidth / 2, py = this.canvas.clientHeight / 2) {
    const [x, y] = this.place(px, py), z = Math.min(most, Math.max(least, this.z + by)), part = 2 ** (this.z - z);
    this.go(x + (this.x - x) * part, y + (this.y - y) * part, z);
  }

  /** Of a pixel: where it lies in the world, 0 to 1. */
  place(px, py) {
    const scale = size * 2 ** this.z;
    return [this.x + (px - this.canvas.clientWidth / 2) / scale, this.y + (py - this.canvas.clientHeight / 2) / scale];
  }
  /** Tiles in view, with where they are drawn. */
  inView() {
    const tiles = 2 ** this.z, [x0, y0] = this.place(0, 0), [x1, y1] = this.place(this.canvas.clientWidth, this.canvas.clientHeight);
    const view = [];
    for (let x = Math.max(0, Math.floor(x0 * tiles)); x <= Math.min(tiles - 1, Math.floor(x1 * tiles)); ++x)
      for (let y = Math.max(0, Math.floor(y0 * tiles)); y <= Math.min(tiles - 1, Math.floor(y1 * tiles)); ++y)
        view.push({ x, y, left: (x - x0 * tiles) * size, top: (y - y0 * tiles) * size });
    return view;
  }
  tile(x, y) {
    const key = `${this.layer}/${this.z}/${x}/${y}`;
    if (!this.tiles.has(key)) {
      if (this.tiles.size > kept) this.tiles.delete(this.tiles.keys().next().value);
      this.tiles.set(key, []);
      this.loading(1);
      this.load(`/tiles/${key}.mvt`).then(bytes => { this.tiles.set(key, bytes ? features(bytes) : []); this.draw(); }, () => this.tiles.delete(key))
        .finally(() => this.loading(-1));
    }
    return this.tiles.get(key);
  }

  loading(more) { this.canvas.dataset.loading = Number(this.canvas.dataset.loading ?? 0) + more; }

  draw() {
    if (!this.layer || this.waiting) return;
    this.waiting = requestAnimationFrame(() => { this.waiting = 0; this.drawNow(); });
  }
  drawNow() {
    const { canvas } = this, ratio = window.devicePixelRatio || 1, context = canvas.getContext('2d');
    canvas.width = canvas.clientWidth * ratio;
    canvas.height = canvas.clientHeight * ratio;
    for (const { x, y, left, top } of this.inView()) {
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.save();
      context.beginPath();
      context.rect(left, top, size, size);
      context.clip();
      context.translate(left, top);
      context.scale(size / extent, size / extent);
      for (const one of this.tile(x, y)) this.drawFeature(context, one);
      context.restore();
    }
    this.drawShapes(context, ratio);
    this.drawMarks(context, ratio);
  }
  drawShapes(context, ratio) {
    const scale = size * 2 ** this.z;
    context.setTransform(ratio, 0, 0, ratio, this.canvas.width / 2, this.canvas.height / 2);
    for (const { paths, closed, side } of this.shapes) {
      const path = new Path2D(), at = ([x, y]) => [(x - this.x) * scale, (y - this.y) * scale];
      for (const points of paths) {
        if (points.length === 1) { const [x, y] = at(points[0]); path.moveTo(x + 7, y); path.arc(x, y, 7, 0, 7); continue; }
        points.forEach((point, i) => i ? path.lineTo(...at(point)) : path.moveTo(...at(point)));
      }
      context.strokeStyle = colours[side];
      context.fillStyle = colours[side] + '30';
      context.lineWidth = 3;
      context.setLineDash(side === 'theirs' ? [9, 5] : []);
      if (closed) context.fill(path, 'evenodd');
      context.stroke(path);
    }
    context.setLineDash([]);
  }
  drawMarks(context, ratio) {
    const scale = size * 2 ** this.z;
    context.setTransform(ratio, 0, 0, ratio, this.canvas.width / 2, this.canvas.height / 2);
    context.lineWidth = 1.5;
    context.strokeStyle = '#fff';
    for (const { at: [x, y], error } of this.marks) {
      context.fillStyle = error ? '#b3261e' : '#c77700';
      context.beginPath();
      context.arc((x - this.x) * scale, (y - this.y) * scale, 5, 0, 7);
      context.fill();
      context.stroke();
    }
  }
  drawFeature(context, one) {
    const path = this.pathOf(one), chosen = one.id === this.selected;
    context.lineWidth = (chosen || this.z < 9 ? 3 : 1.2) * extent / size; // from afar specks must be seen
    context.strokeStyle = chosen ? '#b3261e' : '#17694f';
    context.fillStyle = chosen ? '#f2b8b5cc' : '#8fc7a9aa';
    if (one.type !== 2) context.fill(path, 'evenodd');
    context.stroke(path);
  }
  pathOf(one) {
    if (one.path) return one.path;
    const path = new Path2D();
    for (const points of one.paths) {
      if (one.type === 1) { path.moveTo(points[0][0] + 64, points[0][1]); path.arc(points[0][0], points[0][1], 64, 0, 7); continue; }
      points.forEach(([x, y], i) => i ? path.lineTo(x, y) : path.moveTo(x, y));
    }
    return one.path = path;
  }

  /** The feature at a pixel; the last one drawn lies on top. */
  at(px, py) {
    const context = this.canvas.getContext('2d');
    for (const { x, y, left, top } of this.inView()) {
      if (px < left || py < top || px >= left + size || py >= top + size) continue;
      const ux = (px - left) * extent / size, uy = (py - top) * extent / size;
      context.save();
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.lineWidth = 8 * extent / size;
      const found = [...this.tile(x, y)].reverse().find(one =>
        (one.type !== 2 && context.isPointInPath(this.pathOf(one), ux, uy, 'evenodd')) || (one.type !== 3 && context.isPointInStroke(this.pathOf(one), ux, uy)));
      context.restore();
      return found?.id ?? 0;
    }
    return 0;
  }

  listen() {
    const { canvas } = this;
    let from = null;
    canvas.addEventListener('pointerdown', event => {
      from = { px: event.offsetX, py: event.offsetY, x: this.x, y: this.y, dragged: false };
      canvas.setPointerCapture(event.pointerId);
    });
    canvas.addEventListener('pointermove', event => {
      if (!from) return;
      const scale = size * 2 ** this.z, dx = event.offsetX - from.px, dy = event.offsetY - from.py;
      from.dragged ||= Math.hypot(dx, dy) > 4;
      if (from.dragged) this.go(from.x - dx / scale, from.y - dy / scale, this.z);
    });
    canvas.addEventListener('pointerup', event => {
      if (from && !from.dragged) this.chosen(this.at(event.offsetX, event.offsetY));
      from = null;
    });
    canvas.addEventListener('wheel', event => {
      event.preventDefault();
      this.zoom(event.deltaY < 0 ? 1 : -1, event.offsetX, event.offsetY);
    }, { passive: false });
    canvas.addEventListener('keydown', event => {
      const step = 80 / (size * 2 ** this.z);
      const moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
      if (moves[event.key]) this.go(this.x + moves[event.key][0], this.y + moves[event.key][1], this.z);
      else if (event.key === '+' || event.key === '=') this.zoom(1);
      else if (event.key === '-') this.zoom(-1);
      else if (event.key === 'Enter') this.chosen(this.at(canvas.clientWidth / 2, canvas.clientHeight / 2));
      else return;
      event.preventDefault();
    });
  }
}
