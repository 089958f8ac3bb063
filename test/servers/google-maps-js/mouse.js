import { Point } from './coordinates.js';
import { event } from './events.js';
import { featureAt } from './painter.js';

/** Pixels that a press may move and still be a click. */
const STILL = 3;

/** Panning, zooming and the map's mouse events; all of it comes in through one element, as at Google. */
export function handleMouse(map, surface) {
  const pixelOf = ({ clientX, clientY }) => {
    const { left, top } = map.getDiv().getBoundingClientRect();
    return new Point(clientX - left, clientY - top);
  };

  /** To the clickable feature in front, which keeps it from the map; else to the map. */
  const tell = (name, domEvent) => {
    const pixel = pixelOf(domEvent);
    const told = { latLng: map.camera.toLatLng(pixel), domEvent, stop() {} };
    const hit = featureAt(map.layers, map.camera, pixel);
    if (hit) event.trigger(hit.layer, name, { ...told, feature: hit.feature });
    else event.trigger(map, name, told);
  };

  let press = null;
  surface.addEventListener('pointerdown', (down) => {
    if (down.button !== 0) return;
    press = { last: down, panned: false };
    surface.parentElement.focus({ preventScroll: true });
  });
  window.addEventListener('pointermove', (move) => {
    if (!press) return;
    const [x, y] = [press.last.clientX - move.clientX, press.last.clientY - move.clientY];
    if (!press.panned && Math.hypot(x, y) <= STILL) return;
    press.panned = true;
    press.last = move;
    if (map.get('draggable') !== false && map.get('gestureHandling') !== 'none') map.panBy(x, y);
  });
  let panned = false;
  window.addEventListener('pointerup', () => {
    panned = press?.panned ?? false;
    press = null;
  });
  surface.addEventListener('click', (click) => {
    if (!panned) tell('click', click);
  });
  surface.addEventListener('mousemove', (move) => tell('mousemove', move));
  surface.addEventListener('mouseleave', (leave) => event.trigger(map, 'mouseout', { domEvent: leave }));
  surface.addEventListener('contextmenu', (menu) => tell('rightclick', menu));
  surface.addEventListener('dblclick', (double) => {
    tell('dblclick', double);
    if (!map.get('disableDoubleClickZoom')) map.zoomAt(pixelOf(double), map.getZoom() + 1);
  });
  surface.addEventListener(
    'wheel',
    (wheel) => {
      if (map.get('gestureHandling') !== 'greedy' && !wheel.ctrlKey) return;
      wheel.preventDefault();
      map.zoomAt(pixelOf(wheel), map.getZoom() - Math.sign(wheel.deltaY));
    },
    { passive: false },
  );
}
