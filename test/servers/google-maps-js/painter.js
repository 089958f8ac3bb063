const SVG = 'http://www.w3.org/2000/svg';
const TILE = 256;

/** https://developers.google.com/maps/documentation/javascript/reference/data#Data.StyleOptions */
const DEFAULTS = {
  clickable: true,
  visible: true,
  strokeColor: 'black',
  strokeOpacity: 1,
  strokeWeight: 3,
  fillColor: 'black',
  fillOpacity: 0.5,
  zIndex: 0,
};

const element = (name, attributes) => {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
};

/** Everything that is to be painted, lowest first; markers stand in front of lines and areas. */
function painted(layers) {
  const all = [];
  for (const layer of layers) {
    layer.forEach((feature) => {
      const geometry = feature.getGeometry();
      const style = { ...DEFAULTS, ...layer.styleOf(feature) };
      if (geometry && style.visible) all.push({ layer, feature, geometry, style });
    });
  }
  const rank = ({ geometry, style }) => (geometry.getType() === 'Point' ? 1e6 : 0) + (style.zIndex ?? 0);
  return all.sort((a, b) => rank(a) - rank(b));
}

function marker({ icon }, { x, y }) {
  if (!icon) return element('circle', { cx: x, cy: y, r: 7, fill: '#ea4335', stroke: 'white' });
  if (icon.url) {
    const { width = 24, height = 24 } = icon.scaledSize ?? {};
    return element('image', { href: icon.url, x: x - width / 2, y: y - height, width, height });
  }
  const paint = {
    fill: icon.fillColor ?? 'black',
    'fill-opacity': icon.fillOpacity ?? 0,
    stroke: icon.strokeColor ?? 'black',
    'stroke-opacity': icon.strokeOpacity ?? 1,
    'stroke-width': icon.strokeWeight ?? icon.scale ?? 1,
  };
  // A symbol's own numbers stand for shapes: 0 is a circle.
  if (icon.path === 0) return element('circle', { cx: x, cy: y, r: icon.scale ?? 1, ...paint });
  const turn = `translate(${x} ${y}) rotate(${icon.rotation ?? 0}) scale(${icon.scale ?? 1})`;
  return element('path', { d: icon.path, transform: turn, 'vector-effect': 'non-scaling-stroke', ...paint });
}

/** Pixels of each position; lines go the short way round the world. */
function pixelsOf(geometry, camera) {
  return geometry.rings().map((ring) => {
    let before = null;
    return ring.map((position) => {
      const { x, y } = camera.toPixel(position);
      const turns = before === null ? 0 : Math.round((before - x) / camera.worldWidth);
      before = x + turns * camera.worldWidth;
      return { x: before, y };
    });
  });
}

/** Dashes are given as a symbol that is repeated along an invisible line: `M 0,0 0,6` every `12px`. */
function dashesOf({ icons, strokeColor }) {
  const [first] = icons ?? [];
  if (!first) return {};
  const dash = Number(first.icon.path.split(',').at(-1)) * first.icon.scale;
  return {
    stroke: first.icon.strokeColor ?? strokeColor,
    'stroke-opacity': first.icon.strokeOpacity ?? 1,
    'stroke-width': first.icon.strokeWeight,
    'stroke-dasharray': `${dash} ${Math.max(0, Number.parseFloat(first.repeat) - dash)}`,
  };
}

function outline({ style, geometry }, rings) {
  const close = geometry.getType() === 'Polygon' ? 'Z' : '';
  return element('path', {
    d: rings.map((ring) => `M${ring.map(({ x, y }) => `${x} ${y}`).join('L')}${close}`).join(''),
    fill: close ? style.fillColor : 'none',
    'fill-opacity': style.fillOpacity,
    'fill-rule': 'evenodd',
    stroke: style.strokeColor,
    'stroke-opacity': style.strokeOpacity,
    'stroke-width': style.strokeWeight,
    'stroke-linejoin': 'round',
    ...dashesOf(style),
  });
}

/** Paints the features of all layers into the SVG. */
export function paintFeatures(svg, layers, camera) {
  svg.replaceChildren(
    ...painted(layers).map((item) => {
      const rings = pixelsOf(item.geometry, camera);
      const made = item.geometry.getType() === 'Point' ? marker(item.style, rings[0][0]) : outline(item, rings);
      made.dataset.kind = item.geometry.getType();
      return made;
    }),
  );
}

/** Paints what stands for the map: its tiles' edges and their numbers. */
export function paintGround(canvas, camera) {
  const { width, height } = camera.size;
  Object.assign(canvas, { width, height });
  const context = canvas.getContext('2d');
  context.fillStyle = '#e8eaed';
  context.fillRect(0, 0, width, height);
  context.strokeStyle = '#c4c9cf';
  context.fillStyle = '#80868b';
  context.font = '11px sans-serif';
  const count = 2 ** camera.zoom;
  const left = camera.centre.x * camera.scale - width / 2;
  const top = camera.centre.y * camera.scale - height / 2;
  for (let row = Math.floor(top / TILE); row * TILE < top + height; row++) {
    for (let column = Math.floor(left / TILE); column * TILE < left + width; column++) {
      const [x, y] = [column * TILE - left, row * TILE - top];
      context.strokeRect(x, y, TILE, TILE);
      context.fillText(`${camera.zoom}/${((column % count) + count) % count}/${row}`, x + 6, y + 16);
    }
  }
}

/** The clickable feature in front at a pixel; lines are as wide as they are painted, at least 8 pixels. */
export function featureAt(layers, camera, { x, y }) {
  return painted(layers).findLast(({ geometry, style }) => {
    if (!style.clickable) return false;
    const rings = pixelsOf(geometry, camera);
    if (geometry.getType() === 'Point') {
      const reach = Math.max(8, style.icon?.path === 0 ? (style.icon.scale ?? 1) : 8);
      return Math.hypot(rings[0][0].x - x, rings[0][0].y - y) <= reach;
    }
    const path = new Path2D(outline({ style, geometry }, rings).getAttribute('d'));
    const context = document.createElement('canvas').getContext('2d');
    context.lineWidth = Math.max(8, style.strokeWeight);
    const inside = geometry.getType() === 'Polygon' && context.isPointInPath(path, x, y, 'evenodd');
    return inside || context.isPointInStroke(path, x, y);
  });
}
