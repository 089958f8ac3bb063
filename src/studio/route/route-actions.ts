import type { Params } from '../../project/schema.ts';
import type { LatLng } from '../../route/lat-lng.ts';
import type { MapKind } from '../../route/maps/map-view.ts';
import { useDocument } from '../state/document-store.ts';
import { changeParams } from '../tune/change-params.ts';
import { isKeptOffMap, wayDrawnOn } from './source-rules.ts';

type DrawnOn = Params['route_drawn_on'];

/** Vertices of the open project's route. */
export function routePoints(params: Pick<Params, 'route_points'>): LatLng[] {
  return params.route_points.map(([lat, lng]) => ({ lat, lng }));
}

/** Those of its vertices that the map of its source may show: all or none. */
export function shownRoute(params: Params | undefined): LatLng[] {
  return params && !isKeptOffMap(params) ? routePoints(params) : [];
}

/**
 * Puts a route into the open project, in one step of undo. A route that was drawn on a map stays that map's when it is edited by hand.
 * @returns what the schema says against it, and then nothing was changed; null where it is done
 */
export function setRoute(points: readonly LatLng[], drawnOn: DrawnOn): string | null {
  return changeParams({
    route_points: points.length < 2 ? [] : points.map(({ lat, lng }) => [rounded(lat), rounded(lng)]),
    route_drawn_on: points.length < 2 ? 'typed' : drawnOn,
  });
}

/** As `setRoute`, from what the route is now. */
export function editRoute(edit: (points: readonly LatLng[]) => readonly LatLng[]): string | null {
  const { document } = useDocument.getState();
  if (!document) return null;
  return setRoute(edit(routePoints(document.params)), wayDrawnOn(document.params));
}

/**
 * As `setRoute`, for what a map says that the route is now. What is left of a route that was drawn on another map stays that map's: moving
 * a point of it does not make it this one's.
 */
export function setRouteFromMap(points: readonly LatLng[], map: MapKind): string | null {
  const { document } = useDocument.getState();
  if (!document) return null;
  const { route_drawn_on: drawnOn } = document.params;
  const before = new Set(routePoints(document.params).map(nameOf));
  const isLeft = points.some((point) => before.has(nameOf(point)));
  return setRoute(points, isLeft && drawnOn !== 'typed' ? drawnOn : map);
}

/** Turns the camera to a place. @returns as `setRoute` */
export function lookAt({ lat, lng }: LatLng): string | null {
  return changeParams({ frame_heading_mode: 'lookat', frame_lookat: [rounded(lat), rounded(lng)] });
}

export function clearRoute(): void {
  setRoute([], 'typed');
}

/** Maps give a point back with its last digits changed. */
function nameOf({ lat, lng }: LatLng): string {
  return `${lat.toFixed(6)} ${lng.toFixed(6)}`;
}

/** A hundred-millionth of a degree is a millimetre; more digits only make files longer. */
function rounded(degrees: number): number {
  return Math.round(degrees * 1e8) / 1e8;
}
