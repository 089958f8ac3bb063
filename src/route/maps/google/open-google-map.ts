import { TerraDrawGoogleMapsAdapter } from 'terra-draw-google-maps-adapter';
import type { LatLng } from '../../lat-lng.ts';
import { createRouteDrawing } from '../drawing.ts';
import type { MapEvents, MapMode, MapView } from '../map-view.ts';
import { toPlace } from '../positions.ts';
import { type GoogleOptions, googleLibrary, onKeyRefused } from './google-loader.ts';
import { giveMapBack, takeMap } from './map-pool.ts';
import { createMarkLabels } from './mark-labels.ts';
import { createOverlayLayer } from './overlay-layer.ts';

const STREET_ZOOM = 17;
/** Pixels left free round what is fitted. */
const MARGIN = 56;
/** Degrees that are seen at least: a street, where all points lie close together. */
const LEAST_SPAN = 0.002;

/**
 * Google's map in `element`, north up, from above. A key that Google refuses once the map stands is told through `onProblem`.
 * @throws PleinAirError kind `input` where the key is refused before, or another key is in use on this page; `network` where Google's program
 * does not come
 */
export async function openGoogleMap(element: HTMLElement, options: GoogleOptions, events: MapEvents): Promise<MapView> {
  await Promise.all([googleLibrary(options, 'core'), googleLibrary(options, 'maps')]);
  const map = await takeMap(element);
  await whenProjected(map);

  let isRefused = false;
  const endRefusals = onKeyRefused(({ message, remedy }) => {
    isRefused = true;
    events.onProblem(message, remedy);
  });
  const overlay = createOverlayLayer(map);
  const labels = createMarkLabels(map, events.onMark);
  const adapter = new TerraDrawGoogleMapsAdapter({ lib: google.maps, map, isolatedData: true, coordinatePrecision: 9 });
  const drawing = createRouteDrawing(adapter, {
    ...events,
    onRoute(points) {
      overlay.showRoute(points);
      events.onRoute(points);
    },
  });
  let mode: MapMode = 'look';
  const clicks = map.addListener('click', ({ latLng }: google.maps.MapMouseEvent) => {
    if (mode === 'pin' && latLng) events.onPin(toPlace(latLng.lng(), latLng.lat()));
  });

  return {
    kind: 'google',
    setRoute(points) {
      overlay.showRoute(points);
      drawing.setRoute(points);
    },
    setMode(next) {
      mode = next;
      labels.setLive(mode === 'look');
      drawing.setMode(mode);
      map.setOptions({ draggableCursor: mode === 'pin' ? 'crosshair' : null });
    },
    setOverlay({ marks, frustums, pin }) {
      overlay.showMarks(marks);
      labels.setMarks(marks);
      overlay.showFrustums(frustums);
      overlay.showPin(pin);
    },
    fit: (points) => showAll(map, points),
    centre() {
      const centre = map.getCenter();
      return toPlace(centre?.lng() ?? 0, centre?.lat() ?? 0);
    },
    dispose() {
      endRefusals();
      clicks.remove();
      // Stopped in the midst of a mode, drawing would leave its mouse pointer and its hold on double clicks behind.
      drawing.setMode('look');
      drawing.dispose();
      labels.dispose();
      overlay.dispose();
      map.setOptions({ draggableCursor: null });
      if (isRefused) map.getDiv().remove();
      else giveMapBack(map);
    },
  };
}

/** Until then a map can tell neither places from pixels nor where it takes the mouse's events. */
function whenProjected(map: google.maps.Map): Promise<void> {
  if (map.getProjection()) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const endRefusals = onKeyRefused((refusal) => {
      map.getDiv().remove();
      reject(refusal);
    });
    google.maps.event.addListenerOnce(map, 'projection_changed', () => {
      endRefusals();
      resolve();
    });
  });
}

function showAll(map: google.maps.Map, points: readonly LatLng[]): void {
  const [first] = points;
  if (!first) return;
  if (points.length === 1) {
    map.setCenter(first);
    map.setZoom(STREET_ZOOM);
    return;
  }
  // Each point widens the bounds to the side where less is added: over the date line too.
  const bounds = points.reduce((all, point) => all.extend(point), new google.maps.LatLngBounds(first, first));
  const { lat, lng } = bounds.getCenter().toJSON();
  for (const half of [-LEAST_SPAN / 2, LEAST_SPAN / 2]) bounds.extend({ lat: lat + half, lng: lng + half });
  map.fitBounds(bounds, MARGIN);
}
