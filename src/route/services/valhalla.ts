import { z } from 'zod';
import { PleinAirError } from '../../core/errors.ts';
import type { HttpClient } from '../../platform/http-client.ts';
import type { LatLng } from '../lat-lng.ts';
import type { RoadSnapper } from '../services.ts';
import { goodAnswer, pointName, root } from './answers.ts';
import { decodePolyline } from './polyline.ts';
import { append, type RoutePart, snapInParts } from './snap-in-parts.ts';

/** A server takes 20 locations for cars unless it is set up otherwise (`service_limits.auto.max_locations`). Ten requests at most. */
const LIMITS = { most: 191, partSize: 20 };

const COSTINGS = { driving: 'auto', bicycling: 'bicycle', walking: 'pedestrian' } as const;

const goodSchema = z.object({ trip: z.object({ legs: z.array(z.object({ shape: z.string() })).min(1) }) });

/** https://valhalla.github.io/valhalla/api/turn-by-turn/api-reference/#http-status-codes-and-conditions */
const errorSchema = z.object({ error_code: z.number() });

/**
 * Roads by Valhalla (https://valhalla.github.io/valhalla/api/turn-by-turn/api-reference/). Asked by GET, which browsers send to another
 * host without asking it first.
 * @param baseUrl for example `https://valhalla1.openstreetmap.de`
 */
export function createValhallaSnapper(http: HttpClient, baseUrl: string): RoadSnapper {
  return {
    credit: 'Roads by Valhalla, © OpenStreetMap contributors',
    snap: (points, mode, signal) =>
      snapInParts(points, LIMITS, async (part) => {
        const locations = part.points.map(({ lat, lng }) => ({
          lat: Number(lat.toFixed(6)),
          lon: Number(lng.toFixed(6)),
        }));
        const question = { locations, costing: COSTINGS[mode], units: 'km', directions_type: 'none' };
        const url = `${root(baseUrl)}/route?${new URLSearchParams({ json: JSON.stringify(question) })}`;
        const answer = await http.send({ url, what: 'the way along roads', signal });
        if (answer.status === 400) throw refusal(errorSchema.safeParse(answer.json()).data?.error_code, part, points);
        const { trip } = goodAnswer(answer, goodSchema, 'The routing service', url);
        const way: LatLng[] = [];
        for (const { shape } of trip.legs) append(way, decodePolyline(shape, 6));
        return way;
      }),
  };
}

/** Codes: https://github.com/valhalla/valhalla/blob/master/valhalla/exceptions.h */
function refusal(code: number | undefined, { indices }: RoutePart, points: readonly LatLng[]): PleinAirError {
  const span = `${pointName(points, indices[0] ?? 0)} and ${pointName(points, indices.at(-1) ?? 0)}`;
  switch (code) {
    case 171:
      return new PleinAirError(
        'input',
        `There is no road near one of the points from ${span}.`,
        'Move points that lie far from any road, or delete them.',
      );
    case 170:
    case 442:
      return new PleinAirError(
        'input',
        `There is no way along roads between ${span}.`,
        'Move points that lie across water or on closed roads, or choose another travel mode.',
      );
    case 150:
    case 154:
      return new PleinAirError(
        'input',
        `The routing service does not take so long a way as between ${span}.`,
        'Snap a shorter route, or set another routing service in the settings.',
      );
    default:
      return new PleinAirError(
        'input',
        `The routing service cannot lead a way between ${span}${code === undefined ? '' : ` (code ${code})`}.`,
        'Check the points there. If its address was set by hand, check it in the settings.',
      );
  }
}
