import 'maplibre-gl/dist/maplibre-gl.css';
import './maplibre.css';
import {
  getWorkerUrl,
  LngLatBounds,
  Map as MapLibre,
  Marker,
  NavigationControl,
  ScaleControl,
  setWorkerUrl,
} from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';
import { TerraDrawMapLibreGLAdapter } from 'terra-draw-maplibre-gl-adapter';
import { PleinAirError } from '../../../core/errors.ts';
import type { LatLng } from '../../lat-lng.ts';
import { ROUTE_COLOURS } from '../colours.ts';
import { createRouteDrawing } from '../drawing.ts';
import type { MapEvents, MapMode, MapView } from '../map-view.ts';
import { underPagePolicy } from '../page-policy-worker.ts';
import { toLine, toPlace } from '../positions.ts';
import { addMarkLabels } from './mark-labels.ts';
import { addOverlayLayers } from './overlay-layers.ts';
import { whenStyled, whoAnswered } from './style-loading.ts';

export interface MapLibreOptions {
  /** address of a MapLibre style document: https://maplibre.org/maplibre-style-spec/ */
  readonly style: string;
  /** what is to be seen at first; nothing: the world */
  readonly shows?: readonly LatLng[];
}

const STREET_ZOOM = 17;
/** Pixels left free round what is fitted. */
const MARGIN = 56;
const FIT = { padding: MARGIN, maxZoom: STREET_ZOOM + 1 };
/** Zoom levels over which a map glides; a way through more of them shows nothing and fetches tiles of them all. */
const GLIDE = 5;

const TEXTS = {
  'Map.Title': 'Map of the route',
  'Marker.Title': 'What the camera looks at',
};

/**
 * A map by MapLibre GL in `element`, north up, from above. Where its style does not come, a plain background stands in and `onProblem`
 * tells so.
 * @throws PleinAirError kind `unsupported` without WebGL 2
 */
export async function openMapLibre(
  element: HTMLElement,
  { style, shows = [] }: MapLibreOptions,
  events: MapEvents,
): Promise<MapView> {
  if (!getWorkerUrl().startsWith('blob:')) setWorkerUrl(underPagePolicy(workerUrl));
  const map = createMap(element, style, shows);
  map.addControl(new NavigationControl({ showCompass: false }), 'top-right');
  map.addControl(new ScaleControl(), 'bottom-left');
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();

  await whenStyled(map, (what) => {
    events.onProblem(
      `The map’s style ${what}.`,
      'The route can be drawn on a plain background meanwhile. See whether this machine is online, or choose another style in the settings.',
    );
  });
  let toldOfTiles = false;
  map.on('error', ({ error }) => {
    if (toldOfTiles) return;
    toldOfTiles = true;
    events.onProblem(
      `Parts of the map do not come${whoAnswered(error)}.`,
      'The route can be drawn all the same. See whether this machine is online, or choose another style in the settings.',
    );
  });

  const layers = addOverlayLayers(map);
  const labels = addMarkLabels(map, events.onMark);
  const drawing = createRouteDrawing(new TerraDrawMapLibreGLAdapter({ map }), {
    ...events,
    onRoute(points) {
      layers.showRoute(points);
      events.onRoute(points);
    },
  });
  const pin = new Marker({ color: ROUTE_COLOURS.pin, draggable: true });
  pin.on('dragend', () => {
    const { lng, lat } = pin.getLngLat();
    events.onPin(toPlace(lng, lat));
  });
  let mode: MapMode = 'look';
  map.on('click', ({ lngLat }) => {
    if (mode === 'pin') events.onPin(toPlace(lngLat.lng, lngLat.lat));
  });

  return {
    kind: 'maplibre',
    setRoute(points) {
      layers.showRoute(points);
      drawing.setRoute(points);
    },
    setMode(next) {
      if (next === mode) return;
      mode = next;
      labels.setLive(mode === 'look');
      map.getCanvas().style.cursor = mode === 'pin' ? 'crosshair' : '';
      drawing.setMode(mode);
    },
    setOverlay(overlay) {
      layers.showMarks(overlay.marks);
      layers.showFrustums(overlay.frustums);
      if (overlay.pin) pin.setLngLat(overlay.pin).addTo(map);
      else pin.remove();
    },
    fit: (points) => showAll(map, points),
    centre() {
      const { lng, lat } = map.getCenter();
      return toPlace(lng, lat);
    },
    dispose() {
      drawing.dispose();
      map.remove();
    },
  };
}

function createMap(element: HTMLElement, style: string, shows: readonly LatLng[]): MapLibre {
  try {
    return new MapLibre({
      container: element,
      style,
      center: [10, 30],
      zoom: 1.5,
      // Not the world first: its tiles would be fetched and drawn for a moment.
      ...(shows.length > 1 && { bounds: boundsOf(toLine(shows)), fitBoundsOptions: FIT }),
      locale: TEXTS,
      maxPitch: 0,
      dragRotate: false,
      attributionControl: {
        compact: false,
        // Asked for by OpenStreetMap's routing servers: https://routing.openstreetmap.de/about.html
        customAttribution: '<a href="https://www.openstreetmap.org/fixthemap">Fix the map</a>',
      },
    });
  } catch (cause) {
    throw new PleinAirError(
      'unsupported',
      'The map needs WebGL 2, which this browser does not give.',
      'Turn on hardware acceleration in the browser’s settings, or type the route or drop a GPX or GeoJSON file.',
      { cause },
    );
  }
}

/** MapLibre itself jumps instead where a person prefers reduced motion; so does this where the way is far, in metres or in zoom levels. */
function showAll(map: MapLibre, points: readonly LatLng[]): void {
  const [first, ...others] = toLine(points);
  if (!first) return;
  const bounds = boundsOf([first, ...others]);
  const zoom = others.length === 0 ? STREET_ZOOM : (map.cameraForBounds(bounds, FIT)?.zoom ?? STREET_ZOOM);
  const animate = map.getBounds().contains(bounds.getCenter()) && Math.abs(zoom - map.getZoom()) <= GLIDE;
  if (others.length === 0) map.easeTo({ center: first, zoom, animate });
  else map.fitBounds(bounds, { ...FIT, linear: true, animate });
}

function boundsOf(line: readonly [lng: number, lat: number][]): LngLatBounds {
  return line.reduce((all, position) => all.extend(position), new LngLatBounds());
}
