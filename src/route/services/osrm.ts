import { z } from 'zod';
import { PleinAirError } from '../../core/errors.ts';
import type { HttpClient } from '../../platform/http-client.ts';
import type { LatLng } from '../lat-lng.ts';
import type { RoadSnapper, TravelMode } from '../services.ts';
import { goodAnswer, pointName, root } from './answers.ts';
import { type RoutePart, snapInParts } from './snap-in-parts.ts';

/** Four requests at most. */
const LIMITS = { most: 397, partSize: 100 };

/** The project's own server knows roads for cars alone; FOSSGIS runs one for each way of travelling under one host. */
const CARS_ONLY = 'router.project-osrm.org';
const FOSSGIS = 'routing.openstreetmap.de';
const FOSSGIS_PATHS = { driving: 'routed-car', bicycling: 'routed-bike', walking: 'routed-foot' } as const;
/** Names by which servers of several profiles are usually set up; others take any. */
const PROFILES = { driving: 'driving', bicycling: 'bike', walking: 'foot' } as const;

const goodSchema = z.object({
  routes: z.tuple(
    [z.object({ geometry: z.object({ coordinates: z.array(z.tuple([z.number(), z.number()])) }) })],
    z.unknown(),
  ),
});

/** https://github.com/Project-OSRM/osrm-backend/blob/master/docs/http.md#responses */
const codeSchema = z.object({ code: z.string(), message: z.string().default('') });

/**
 * Roads by OSRM (https://github.com/Project-OSRM/osrm-backend/blob/master/docs/http.md).
 * @param baseUrl for example `https://router.project-osrm.org`; there, bicycles and walkers are led by FOSSGIS' server instead
 */
export function createOsrmSnapper(http: HttpClient, baseUrl: string): RoadSnapper {
  return {
    credit: 'Roads by OSRM, © OpenStreetMap contributors',
    snap: (points, mode, signal) =>
      snapInParts(points, LIMITS, async (part) => {
        const list = part.points.map(({ lat, lng }) => `${lng.toFixed(6)},${lat.toFixed(6)}`).join(';');
        const url = `${profileRoot(baseUrl, mode)}/${list}?overview=full&geometries=geojson`;
        const answer = await http.send({ url, what: 'the way along roads', signal });
        const said =
          answer.status === 400 || answer.status === 200 ? codeSchema.safeParse(answer.json()).data : undefined;
        if (answer.status === 400 || (said && said.code !== 'Ok')) throw refusal(said, part, points);
        const { routes } = goodAnswer(answer, goodSchema, 'The routing service', url);
        return routes[0].geometry.coordinates.map(([lng, lat]) => ({ lat, lng }));
      }),
  };
}

function profileRoot(baseUrl: string, mode: TravelMode): string {
  const { host } = new URL(baseUrl);
  const isFossgis = host === FOSSGIS || (host === CARS_ONLY && mode !== 'driving');
  if (isFossgis) return `https://${FOSSGIS}/${FOSSGIS_PATHS[mode]}/route/v1/driving`;
  return `${root(baseUrl)}/route/v1/${PROFILES[mode]}`;
}

function refusal(
  error: z.infer<typeof codeSchema> | undefined,
  { indices }: RoutePart,
  points: readonly LatLng[],
): PleinAirError {
  const span = `${pointName(points, indices[0] ?? 0)} and ${pointName(points, indices.at(-1) ?? 0)}`;
  switch (error?.code) {
    case 'NoSegment': {
      // `Could not find a matching segment for coordinate 3`
      const index = indices[Number(/\d+$/.exec(error.message)?.[0])];
      const where = index === undefined ? `a point between ${span}` : pointName(points, index);
      return new PleinAirError('input', `There is no road near ${where}.`, 'Move it to a road or delete it.');
    }
    case 'NoRoute':
      return new PleinAirError(
        'input',
        `There is no way along roads between ${span}.`,
        'Move points that lie across water or on closed roads, or choose another travel mode.',
      );
    case 'TooBig':
      return new PleinAirError(
        'input',
        `The routing service does not take ${indices.length} points at once.`,
        'Snap a route with fewer points, or set another routing service in the settings.',
      );
    default:
      return new PleinAirError(
        'input',
        `The routing service cannot lead a way between ${span}${error ? ` (${error.code})` : ''}.`,
        'Check the points there. If its address was set by hand, check it in the settings.',
      );
  }
}
