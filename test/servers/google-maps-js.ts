import { readFile } from 'node:fs/promises';
import type { StandIn, StandInAnswer } from './stand-in.ts';

/*
 * Google's Maps JavaScript API: its program (the files of google-maps-js/, written for these tests) and what it asks of its own host.
 *
 * Cases, by key:
 *   REFUSED-KEY      Google does not know the key: gm_authFailure, InvalidKeyMapError in the console
 *   WRONG-REFERRER   the key is not for this site: gm_authFailure, RefererNotAllowedMapError in the console
 *   NO-SCRIPT        the program does not come: 503
 *   NO-GEOCODING     the Geocoding API is not enabled: REQUEST_DENIED
 *   QUOTA-0          OVER_QUERY_LIMIT for each search
 * By what is searched: `Lund` is found twice, the one within the bounds first; `Fiji` lies on both sides of the date line; anything
 * else is found nowhere.
 *
 * https://developers.google.com/maps/documentation/javascript/error-messages
 * https://developers.google.com/maps/documentation/javascript/geocoding#GeocodingStatusCodes
 */

interface Place {
  readonly name: string;
  readonly lat: number;
  readonly lng: number;
  readonly southwest: readonly [lat: number, lng: number];
  readonly northeast: readonly [lat: number, lng: number];
}

const PLACES: readonly Place[] = [
  { name: 'Lund, BC, Canada', lat: 49.98, lng: -124.76, southwest: [49.97, -124.78], northeast: [49.99, -124.74] },
  { name: 'Lund, Sweden', lat: 55.7047, lng: 13.191, southwest: [55.68, 13.14], northeast: [55.74, 13.26] },
  { name: 'Fiji', lat: -17.71, lng: 178.07, southwest: [-21.94, 174.59], northeast: [-12.26, -178.22] },
];

const REFUSALS: Readonly<Record<string, string>> = {
  'REFUSED-KEY': 'InvalidKeyMapError',
  'WRONG-REFERRER': 'RefererNotAllowedMapError',
};

const PARTS = new URL('./google-maps-js/', import.meta.url);

/** To be served with `createGoogleRoutes` where ways along roads are asked for. */
export function createGoogleMapsJs(): StandIn {
  return {
    hosts: ['maps.googleapis.com'],
    path: '/maps/api/js',
    answer({ url: { pathname, searchParams } }) {
      const key = searchParams.get('key') ?? '';
      const part = pathname.slice('/maps/api/js'.length);
      if (part === '') return key === 'NO-SCRIPT' ? { status: 503 } : script('bootstrap.js');
      if (part === '/AuthenticationService.Authenticate') return json({ refusal: REFUSALS[key] ?? null });
      if (part === '/GeocodeService.Search') return json(geocode(searchParams, key));
      return /^\/[a-z-]+\.js$/.test(part) ? script(part.slice(1)) : { status: 404 };
    },
  };
}

async function script(name: string): Promise<StandInAnswer> {
  const body = await readFile(new URL(name, PARTS), 'utf8');
  return { headers: { 'content-type': 'text/javascript; charset=utf-8', 'access-control-allow-origin': '*' }, body };
}

function json(value: unknown): StandInAnswer {
  return {
    headers: { 'content-type': 'application/json; charset=utf-8', 'access-control-allow-origin': '*' },
    body: JSON.stringify(value),
  };
}

/** https://developers.google.com/maps/documentation/javascript/reference/geocoder#GeocoderResponse */
function geocode(params: URLSearchParams, key: string) {
  if (key === 'NO-GEOCODING') return { status: 'REQUEST_DENIED', results: [] };
  if (key === 'QUOTA-0') return { status: 'OVER_QUERY_LIMIT', results: [] };
  const address = params.get('address') ?? '';
  if (address === '') return { status: 'INVALID_REQUEST', results: [] };
  const found = PLACES.filter(({ name }) => name.toLowerCase().startsWith(address.toLowerCase()));
  const bounds = JSON.parse(params.get('bounds') ?? 'null');
  const within = ({ lat, lng }: Place) =>
    bounds && bounds.south <= lat && lat <= bounds.north && bounds.west <= lng && lng <= bounds.east ? 0 : 1;
  const results = found
    .toSorted((a, b) => within(a) - within(b))
    .map(({ name, lat, lng, southwest, northeast }) => ({
      formatted_address: name,
      place_id: `place-${name}`,
      types: ['locality', 'political'],
      geometry: {
        location: { lat, lng },
        location_type: 'APPROXIMATE',
        viewport: {
          southwest: { lat: southwest[0], lng: southwest[1] },
          northeast: { lat: northeast[0], lng: northeast[1] },
        },
      },
    }));
  return { status: results.length > 0 ? 'OK' : 'ZERO_RESULTS', results };
}
