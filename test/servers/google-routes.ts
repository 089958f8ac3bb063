import type { StandIn, StandInAnswer, StandInRequest } from './stand-in.ts';

/*
 * Google's Routes API, computeRoutes, as REST: the Maps JavaScript API asks it for ways.
 *
 * Its roads run along every thousandth of a degree of latitude and longitude. A point is led to the nearest crossing; from there the way
 * goes east or west first, then north or south.
 *
 * Cases, by key:
 *   NO-ROUTES     the API is not enabled for the key's project: 403 PERMISSION_DENIED
 *   QUOTA-0       429 RESOURCE_EXHAUSTED
 * By place: beyond 80° north or south there is no road: an answer without routes.
 * 400 INVALID_ARGUMENT without a field mask, and for more than 25 points between the ends.
 *
 * https://developers.google.com/maps/documentation/routes/reference/rest/v2/TopLevel/computeRoutes
 * https://developers.google.com/maps/documentation/routes/handle-errors
 */

interface Waypoint {
  readonly location: { readonly latLng: { readonly latitude: number; readonly longitude: number } };
}

type Position = readonly [lng: number, lat: number];

const CROSSINGS_PER_DEGREE = 1000;
const MOST_INTERMEDIATES = 25;
const LAST_ROAD = 80;

const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': 'content-type,x-goog-api-key,x-goog-fieldmask',
};

export function createGoogleRoutes(): StandIn {
  return {
    hosts: ['routes.googleapis.com'],
    path: '/directions/v2:computeRoutes',
    answer: (request) => (request.method === 'OPTIONS' ? { status: 204, headers: CORS } : compute(request)),
  };
}

function compute({ headers, body }: StandInRequest): StandInAnswer {
  const key = headers['x-goog-api-key'];
  if (key === 'NO-ROUTES')
    return refusal(403, 'PERMISSION_DENIED', 'Routes API has not been used in project 1 before.');
  if (key === 'QUOTA-0') return refusal(429, 'RESOURCE_EXHAUSTED', 'Quota exceeded.');
  if (!headers['x-goog-fieldmask']) return refusal(400, 'INVALID_ARGUMENT', 'FieldMask is a required parameter.');
  const {
    origin,
    destination,
    intermediates = [],
  } = JSON.parse(body) as {
    origin: Waypoint;
    destination: Waypoint;
    intermediates?: Waypoint[];
  };
  if (intermediates.length > MOST_INTERMEDIATES) {
    return refusal(400, 'INVALID_ARGUMENT', 'Too many waypoints in the request.');
  }
  const points = [origin, ...intermediates, destination].map(({ location: { latLng } }) => latLng);
  if (points.some(({ latitude }) => Math.abs(latitude) > LAST_ROAD)) return json(200, {});
  const crossings = points.map(({ latitude, longitude }): Position => [onRoad(longitude), onRoad(latitude)]);
  const coordinates = crossings.flatMap(([lng, lat], i): Position[] => {
    const next = crossings[i + 1];
    const turn: Position | null = next && next[0] !== lng && next[1] !== lat ? [next[0], lat] : null;
    const stays = next && next[0] === lng && next[1] === lat;
    return stays ? [] : turn ? [[lng, lat], turn] : [[lng, lat]];
  });
  return json(200, { routes: [{ polyline: { geoJsonLinestring: { type: 'LineString', coordinates } } }] });
}

const onRoad = (degrees: number) => Math.round(degrees * CROSSINGS_PER_DEGREE) / CROSSINGS_PER_DEGREE;

const refusal = (code: number, status: string, message: string) => json(code, { error: { code, message, status } });

function json(status: number, value: unknown): StandInAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=UTF-8', ...CORS },
    body: JSON.stringify(value),
  };
}
