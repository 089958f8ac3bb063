import { createMapillary } from '../../src/frames/sources/mapillary/mapillary-provider.ts';
import { createPanoramax } from '../../src/frames/sources/panoramax/panoramax-provider.ts';
import { createStreetView } from '../../src/frames/sources/street-view/street-view.ts';
import { createStreetViewTiles } from '../../src/frames/sources/street-view-tiles/street-view-tiles.ts';
import type { Fetcher } from '../../src/platform/fetcher.ts';
import type { HttpClient } from '../../src/platform/http-client.ts';
import { createPatientHttp } from '../../src/platform/patient-http.ts';
import { placesAlong } from '../servers/covered-streets.ts';
import { placeAlong } from '../servers/google-panoramas.ts';
import { createMapTilesServer } from '../servers/map-tiles-api.ts';
import { createMapillaryServer, MAPILLARY_STREETS, MAPILLARY_TOKEN } from '../servers/mapillary.ts';
import { createPanoramaxServer } from '../servers/panoramax.ts';
import { PANORAMAX_STREETS } from '../servers/panoramax-pictures.ts';
import { startStandIns } from '../servers/stand-in.ts';
import { createStreetViewServer } from '../servers/street-view.ts';
import { createFastClock } from '../support/fast-clock.ts';
import { pageFetcher } from '../support/page-fetcher.ts';
import { describeImageryProvider } from './imagery-provider.ts';

const KEY = 'AIza-key-of-the-contract';
const ORIGIN = 'https://painter.example';
const PLACES = 260;

/** As a page has it: without CORS headers there is no answer. What answers slowly here is the drawing of pictures. */
function httpOf(fetcher: Fetcher): HttpClient {
  return createPatientHttp(pageFetcher(fetcher), { clock: createFastClock(50), stall: 1e9 });
}

describeImageryProvider('Panoramax', async () => {
  const server = await startStandIns([createPanoramaxServer({ width: 256 })]);
  const root = 'https://api.panoramax.xyz/api';
  // It has no keys; what it can refuse is too many requests.
  const busy: Fetcher = {
    fetch: async () => new Response('', { status: 429, headers: { 'access-control-allow-origin': '*' } }),
  };
  return {
    server,
    create: () => createPanoramax({ http: httpOf(server.fetcher), root }),
    createRefused: () => createPanoramax({ http: httpOf(busy), root }),
    covered: placesAlong(PANORAMAX_STREETS.whole.start, PLACES, 10),
    empty: placesAlong(PANORAMAX_STREETS.none.start, 5, 10),
    radius: 20,
    secrets: [],
    keyHosts: [],
  };
});

describeImageryProvider('Mapillary', async () => {
  const server = await startStandIns([createMapillaryServer({ width: 256 })]);
  const withToken = (token: string) => createMapillary({ http: httpOf(server.fetcher), token });
  return {
    server,
    create: () => withToken(MAPILLARY_TOKEN),
    createRefused: () => withToken('MLY|wrong|token'),
    covered: placesAlong(MAPILLARY_STREETS.whole.start, PLACES, 10),
    empty: placesAlong(MAPILLARY_STREETS.none.start, 5, 10),
    radius: 20,
    secrets: [MAPILLARY_TOKEN, 'MLY|wrong|token'],
    keyHosts: ['graph.mapillary.com'],
  };
});

const GOOGLES = {
  // North-north-east of the origin there is everything; three kilometres to the north nothing.
  covered: Array.from({ length: PLACES }, (_, i) => placeAlong(i * 4, 20)),
  empty: Array.from({ length: 5 }, (_, i) => placeAlong(3000 + i * 10, 0)),
  radius: 20,
  secrets: [KEY, 'REFUSED-KEY'],
};

describeImageryProvider('Google Street View', async () => {
  const server = await startStandIns([createStreetViewServer()]);
  const withKey = (key: string) => createStreetView({ http: httpOf(server.fetcher), key, origin: ORIGIN });
  return {
    ...GOOGLES,
    server,
    create: () => withKey(KEY),
    createRefused: () => withKey('REFUSED-KEY'),
    keyHosts: ['maps.googleapis.com'],
  };
});

describeImageryProvider('Google Street View panoramas', async () => {
  const server = await startStandIns([createMapTilesServer()]);
  const withKey = (key: string) =>
    createStreetViewTiles({ http: httpOf(server.fetcher), key, origin: ORIGIN, now: Date.now });
  return {
    ...GOOGLES,
    server,
    create: () => withKey(KEY),
    createRefused: () => withKey('REFUSED-KEY'),
    keyHosts: ['tile.googleapis.com'],
  };
});
