import { notifications } from '@mantine/notifications';
import { PleinAirError } from '../../core/errors.ts';
import type { StreetServices } from '../services.ts';
import { useDocument } from '../state/document-store.ts';
import { routePoints, setRoute } from './route-actions.ts';
import { mapOf, routeConflict } from './source-rules.ts';

/** Leads the open project's route along roads, in one step of undo. @throws PleinAirError as `RoadSnapper.snap` */
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
  setRoute(points, map);
  if (snapper.credit !== null) notifications.show({ message: `The way follows roads now. ${snapper.credit}` });
}
