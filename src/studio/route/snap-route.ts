import { notifications } from '@mantine/notifications';
import { PleinAirError } from '../../core/errors.ts';
import type { LatLng } from '../../route/lat-lng.ts';
import { MAX_ROUTE_POINTS } from '../../route/params.ts';
import type { StreetServices } from '../services.ts';
import { useDocument } from '../state/document-store.ts';
import { routePoints, setRoute } from './route-actions.ts';
import { mapOf, routeConflict } from './source-rules.ts';

/**
 * Leads the open project's route along roads, in one step of undo.
 * @throws PleinAirError as `RoadSnapper.snap`; kind `input` where its way cannot be a route, and then nothing was changed
 */
export async function snapRoute(street: StreetServices): Promise<void> {
  const { document } = useDocument.getState();
  if (!document) return;
  const { params, id } = document;
  // What follows the roads of another map would be of both.
  const conflict = routeConflict(params);
  if (conflict !== null) throw new PleinAirError('input', conflict, 'Or choose a source that goes with this route.');
  const map = mapOf(params);
  const snapper = street.roads(map);
  const points = await snapper.snap(routePoints(params), params.route_travel_mode);
  // Drawn on meanwhile: an answer to an older route would undo that.
  const now = useDocument.getState().document;
  if (now?.id !== id || now.params.route_points !== params.route_points) return;
  checkWay(points);
  const problem = setRoute(points, map);
  if (problem !== null) {
    throw new PleinAirError('input', `The way along roads cannot be a route: ${problem}`, 'Snap another route.');
  }
  if (snapper.credit !== null) notifications.show({ message: `The way follows roads now. ${snapper.credit}` });
}

/** Of a way without length no route would be left. */
function checkWay(way: readonly LatLng[]): void {
  const [first] = way;
  if (way.every(({ lat, lng }) => lat === first?.lat && lng === first.lng)) {
    const message = 'All points of the route are led to the same place on a road: there is no way between them.';
    throw new PleinAirError('input', message, 'Move the points further apart, then snap to roads.');
  }
  if (way.length > MAX_ROUTE_POINTS) {
    const message = `The way along roads has ${way.length} vertices; a route may have ${MAX_ROUTE_POINTS}.`;
    throw new PleinAirError('input', message, 'Snap a shorter route.');
  }
}
