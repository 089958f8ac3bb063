import type { LatLng } from '../../lat-lng.ts';
import { MARK_COLOURS, ROUTE_COLOURS } from '../colours.ts';
import type { MapMark } from '../map-view.ts';
import { FeatureSet } from './feature-set.ts';

type Style = google.maps.Data.StyleOptions;

/** Our own shapes on a map: they take no clicks. */
export interface OverlayLayer {
  showRoute(points: readonly LatLng[]): void;
  showMarks(marks: readonly MapMark[]): void;
  showFrustums(rings: readonly (readonly LatLng[])[]): void;
  showPin(position: LatLng | null): void;
  dispose(): void;
}

/** A pin whose point is at 0, 0. */
const PIN = 'M0 0C-2 -8 -9 -12 -9 -19a9 9 0 1 1 18 0c0 7 -7 11 -9 19z';

/** An outline, filled where it is a ring. */
interface Outline {
  readonly look: string;
  readonly points: readonly LatLng[];
}

/** A layer of Google's, apart from the map's own and from what is drawn by hand. */
export function createOverlayLayer(map: google.maps.Map): OverlayLayer {
  const { Data } = google.maps;
  const layer = new Data();
  const restyle = () => {
    const styles = stylesAt(map.getZoom() ?? 0);
    layer.setStyle((feature) => ({ clickable: false, ...styles[String(feature.getProperty('look'))] }));
  };
  restyle();
  const zoomed = map.addListener('zoom_changed', restyle);
  layer.setMap(map);

  const route = new FeatureSet<Outline>(
    layer,
    ({ look, points }) => ({ look, geometry: point(points) ?? new Data.LineString([...points]) }),
    (a, b) => isSameWay(a.points, b.points),
  );
  const frustums = new FeatureSet<readonly LatLng[]>(
    layer,
    (ring) => ({ look: 'frustum', geometry: new Data.Polygon([[...ring]]) }),
    isSameWay,
  );
  const marks = new FeatureSet<MapMark>(
    layer,
    ({ state, position }) => ({ look: state, geometry: position }),
    (a, b) => a.state === b.state && isSamePlace(a.position, b.position),
  );
  const pin = new FeatureSet<LatLng>(layer, (position) => ({ look: 'pin', geometry: position }), isSamePlace);

  return {
    showRoute: (points) => route.show(routeOutlines(points)),
    showMarks: (wanted) => marks.show(new Map(wanted.map((mark) => [mark.id, mark]))),
    showFrustums: (rings) =>
      frustums.show(new Map(rings.filter(({ length }) => length > 2).map((ring, i) => [String(i), ring]))),
    showPin: (position) => pin.show(new Map(position ? [['pin', position]] : [])),
    dispose() {
      zoomed.remove();
      layer.setMap(null);
    },
  };
}

/** Its line, cased, and its ends; a point stands for one vertex. */
function routeOutlines(points: readonly LatLng[]): Map<string, Outline> {
  const outlines = new Map<string, Outline>();
  if (points.length > 1) {
    for (const look of ['casing', 'line']) outlines.set(look, { look, points });
    outlines.set('end', { look: 'end', points: points.slice(-1) });
  }
  if (points.length > 0) outlines.set('start', { look: 'start', points: points.slice(0, 1) });
  return outlines;
}

const point = (points: readonly LatLng[]) => (points.length === 1 ? points[0] : undefined);

const isSamePlace = (a: LatLng, b: LatLng) => a.lat === b.lat && a.lng === b.lng;

function isSameWay(a: readonly LatLng[], b: readonly LatLng[]): boolean {
  return a.length === b.length && a.every(({ lat, lng }, i) => lat === b[i]?.lat && lng === b[i]?.lng);
}

/** By look; a mark's look is its state. Marks are smaller from afar, where they stand close. */
function stylesAt(zoom: number): Record<string, Style> {
  const radius = Math.min(5.5, Math.max(2.5, 2.5 + (zoom - 12) * 0.6));
  const disc = (fillColor: string, scale: number, strokeWeight: number): google.maps.Symbol => ({
    path: google.maps.SymbolPath.CIRCLE,
    scale,
    fillColor,
    fillOpacity: 1,
    strokeColor: ROUTE_COLOURS.casing,
    strokeWeight,
  });
  const marks = Object.entries(MARK_COLOURS).map(([state, colour]) => [
    state,
    // Planned ones only show the spacing, and would pass for handles.
    { icon: disc(colour, state === 'planned' ? radius * 0.55 : radius, 1.5), zIndex: 5 },
  ]);
  return {
    frustum: {
      fillColor: ROUTE_COLOURS.frustum,
      fillOpacity: 0.16,
      strokeColor: ROUTE_COLOURS.frustum,
      strokeOpacity: 0.6,
      strokeWeight: 1,
      zIndex: 1,
    },
    casing: { strokeColor: ROUTE_COLOURS.casing, strokeWeight: 7, zIndex: 2 },
    line: { strokeColor: ROUTE_COLOURS.line, strokeWeight: 4, zIndex: 3 },
    start: { icon: disc(ROUTE_COLOURS.handle, 6, 2.5), zIndex: 4 },
    end: { icon: disc(ROUTE_COLOURS.line, 6, 2.5), zIndex: 4 },
    ...Object.fromEntries(marks),
    pin: {
      icon: {
        path: PIN,
        fillColor: ROUTE_COLOURS.pin,
        fillOpacity: 1,
        strokeColor: '#ffffff',
        strokeWeight: 1.5,
        scale: 1,
      },
      zIndex: 6,
    },
  };
}
