import type { Params } from '../../project/schema.ts';
import type { LatLng } from '../../route/lat-lng.ts';
import { useDocument } from '../state/document-store.ts';
import { changeParams } from '../tune/change-params.ts';

type DrawnOn = Params['route_drawn_on'];

/** Vertices of the open project's route. */
export function routePoints(params: Pick<Params, 'route_points'>): LatLng[] {
  return params.route_points.map(([lat, lng]) => ({ lat, lng }));
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
  return setRoute(edit(routePoints(document.params)), document.params.route_drawn_on);
}

export function clearRoute(): void {
  setRoute([], 'typed');
}

/** A hundred-millionth of a degree is a millimetre; more digits only make files longer. */
function rounded(degrees: number): number {
  return Math.round(degrees * 1e8) / 1e8;
}
