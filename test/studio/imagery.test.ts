import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { PleinAirError } from '../../src/core/errors.ts';
import type { Sighting } from '../../src/frames/imagery.ts';
import { createMapillary } from '../../src/frames/sources/mapillary/mapillary-provider.ts';
import { createPanoramax } from '../../src/frames/sources/panoramax/panoramax-provider.ts';
import { createStreetView } from '../../src/frames/sources/street-view/street-view.ts';
import { createStreetViewTiles } from '../../src/frames/sources/street-view-tiles/street-view-tiles.ts';
import { createPatientHttp } from '../../src/platform/patient-http.ts';
import { createImagery } from '../../src/studio/imagery.ts';
import { placesAlong } from '../servers/covered-streets.ts';
import { placeAlong } from '../servers/google-panoramas.ts';
import { createPanoramaxServer } from '../servers/panoramax.ts';
import { PANORAMAX_STREETS } from '../servers/panoramax-pictures.ts';
import { startStandIns } from '../servers/stand-in.ts';
import { createStreetViewServer } from '../servers/street-view.ts';

const VIEW = { width: 64, height: 36, heading: 90, pitch: 0, fov: 90 };
const ORIGIN = 'https://painter.example';

let server: Awaited<ReturnType<typeof startStandIns>>;
let key: string | null;
let imagery: ReturnType<typeof createImagery>;

beforeAll(async () => {
  server = await startStandIns([createPanoramaxServer({ width: 256 }), createStreetViewServer()]);
});
afterAll(() => server.close());
beforeEach(() => {
  key = 'AIza-a-key';
  const http = createPatientHttp(server.fetcher);
  const google = () => {
    if (key === null) throw new PleinAirError('input', 'There is no key.', 'Enter it.');
    return key;
  };
  imagery = createImagery({
    panoramax: {
      setup: () => 'https://api.panoramax.xyz/api',
      make: (root) => createPanoramax({ http, root }),
    },
    mapillary: { setup: () => 'MLY', make: (token) => createMapillary({ http, token }) },
    streetview: { setup: google, make: (own) => createStreetView({ http, key: own, origin: ORIGIN }) },
    streetview_tiles: {
      setup: google,
      make: (own) => createStreetViewTiles({ http, key: own, origin: ORIGIN, now: Date.now }),
    },
  });
});

test.each([
  ['panoramax', placesAlong(PANORAMAX_STREETS.whole.start, 3, 10)],
  ['streetview', [placeAlong(0, 20), placeAlong(40, 20)]],
] as const)('%s asks one question for a frame that was seen while scouting', async (id, places) => {
  const found: Sighting[] = [];
  for await (const { candidates } of imagery(id).scout(places, { radius: 20 })) found.push(...candidates.slice(0, 1));
  const before = server.requests.length;
  await imagery(id).fetch(found[0] ?? expect.unreachable(), VIEW);
  expect(server.requests.length - before).toBe(1);
});

test('another key is another service, and none is an error each time', () => {
  const first = imagery('streetview');
  expect(imagery('streetview')).toBe(first);
  key = 'AIza-another';
  expect(imagery('streetview')).not.toBe(first);
  key = null;
  expect(() => imagery('streetview')).toThrow('There is no key.');
  expect(() => imagery('streetview')).toThrow('There is no key.');
});
