import { PleinAirError } from '../../../core/errors.ts';
import type { LatLng } from '../../lat-lng.ts';
import type { RoadSnapper, TravelMode } from '../../services.ts';
import { googleLibrary } from './google-loader.ts';
import { refusalCode, refusalOf } from './google-refusal.ts';

/** Points in one request: origin, destination and the 25 between them that Google takes. */
const POINTS_PER_REQUEST = 27;

/** Above it, the line was not drawn by hand; each request costs. */
const MAX_REQUESTS = 10;
const MAX_POINTS = MAX_REQUESTS * (POINTS_PER_REQUEST - 1) + 1;

const NO_WAY = ['ZERO_RESULTS', 'NOT_FOUND'];

/**
 * Leads a route along roads with Google's Routes API; the way may be shown on Google's map alone. One request for each 26 pieces of the
 * route: up to 12 points at $5 for 1000 after 10 000 free ones a month, more points at $10 after 5000.
 * https://developers.google.com/maps/documentation/javascript/routes/routes-js-overview
 */
export function createGoogleRoads(key: string): RoadSnapper {
  return {
    credit: null,
    async snap(points, mode, signal) {
      signal?.throwIfAborted();
      checkCount(points.length);
      const { Route } = await googleLibrary({ key }, 'routes');
      const way: LatLng[] = [];
      for (let first = 0; first < points.length - 1; first += POINTS_PER_REQUEST - 1) {
        signal?.throwIfAborted();
        const part = await partOfWay(Route, points.slice(first, first + POINTS_PER_REQUEST), mode, first + 1);
        // Each part begins where the one before it ends.
        way.push(...(way.length > 0 ? part.slice(1) : part));
      }
      signal?.throwIfAborted();
      return way;
    },
  };
}

function checkCount(count: number): void {
  if (count < 2) {
    throw new PleinAirError('input', `A route of ${count} points has no way along roads.`, 'Draw two points or more.');
  }
  if (count > MAX_POINTS) {
    throw new PleinAirError(
      'input',
      `The route has ${count} points; at most ${MAX_POINTS} are led along roads, as each ${POINTS_PER_REQUEST - 1} cost a request.`,
      'Draw a point at each turn only, or keep the route as it is: a recorded track follows the road already.',
    );
  }
}

async function partOfWay(
  Route: typeof google.maps.routes.Route,
  points: readonly LatLng[],
  mode: TravelMode,
  number: number,
): Promise<LatLng[]> {
  const [origin, ...rest] = points;
  const destination = rest.pop();
  if (!origin || !destination) return [];
  const answer = await Route.computeRoutes({
    origin,
    destination,
    intermediates: rest.map((location) => ({ location, via: true })),
    travelMode: mode.toUpperCase() as google.maps.TravelModeString,
    polylineQuality: 'HIGH_QUALITY',
    fields: ['path'],
  }).catch((error: unknown) => {
    if (NO_WAY.includes(refusalCode(error) ?? '')) return { routes: [] };
    throw refusalOf(error, 'Routes API');
  });
  // No way between the points is an answer without routes.
  const path = answer.routes?.[0]?.path ?? [];
  if (path.length < 2) {
    throw new PleinAirError(
      'input',
      `Google knows no way for ${mode} through points ${number} to ${number + points.length - 1} of the route.`,
      'Move the points onto roads, or choose another travel mode.',
    );
  }
  return path.map(({ lat, lng }) => ({ lat, lng }));
}
