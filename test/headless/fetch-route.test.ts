import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ImageryId, Sighting } from '../../src/frames/imagery.ts';
import { createStoredSource } from '../../src/frames/sources/stored/stored-source.ts';
import { type FetchRoutePorts, fetchRoute } from '../../src/headless/fetch-route.ts';
import { type Environment, openImagery } from '../../src/headless/imagery.ts';
import { createNodeImageCodec } from '../../src/platform/node/image-codec.ts';
import type { RouteFrame } from '../../src/project/document.ts';
import { createParams } from '../../src/project/resolve.ts';
import { routeFrameParams } from '../../src/project/route-frames.ts';
import type { Params } from '../../src/project/schema.ts';
import { routePhotographs } from '../../src/render/route-photographs.ts';
import type { LatLng } from '../../src/route/lat-lng.ts';
import { placesAlong } from '../servers/covered-streets.ts';
import { placeAlong } from '../servers/google-panoramas.ts';
import { createMapillaryServer, MAPILLARY_STREETS, MAPILLARY_TOKEN } from '../servers/mapillary.ts';
import { createPanoramaxServer } from '../servers/panoramax.ts';
import { PANORAMAX_STREETS } from '../servers/panoramax-pictures.ts';
import { startStandIns } from '../servers/stand-in.ts';
import { createStreetViewServer } from '../servers/street-view.ts';
import { createMemoryStore, type MemoryStore } from '../support/memory-store.ts';

const view = { width: 96, height: 64, fov: 90, pitch: 0 };
const signal = new AbortController().signal;

let server: Awaited<ReturnType<typeof startStandIns>>;
let store: MemoryStore;
let said: string[];

beforeAll(async () => {
  server = await startStandIns([
    createPanoramaxServer({ width: 256 }),
    createMapillaryServer({ width: 256 }),
    createStreetViewServer(),
  ]);
});
afterAll(() => server.close());
beforeEach(() => {
  store = createMemoryStore();
  said = [];
});

const KEYS: Environment = { PLEIN_AIR_GOOGLE_KEY: 'AIza-of-the-terminal', PLEIN_AIR_MAPILLARY_TOKEN: MAPILLARY_TOKEN };

function ports(environment: Environment = KEYS): FetchRoutePorts {
  return {
    store,
    codec: createNodeImageCodec(),
    open: openImagery(server.fetcher, environment),
    say: (line) => said.push(line),
    now: () => 0,
  };
}

/** What a shared project says of the nearest picture at each place. */
async function shared(source: ImageryId, places: readonly LatLng[], part: Partial<Params> = {}): Promise<Params> {
  const found: Sighting[] = [];
  for await (const { candidates } of openImagery(server.fetcher, KEYS)(source).scout(places, { radius: 15 })) {
    found.push(...candidates.slice(0, 1));
  }
  const items = found.map(
    ({ id, position, date }, n): RouteFrame => ({
      id: `${n}`,
      sourceId: id,
      position,
      heading: 80 + n,
      date,
      credit: null,
      sha256: null,
      sourceSha256: null,
    }),
  );
  return createParams({ ...routeFrameParams({ kind: 'route', source, view, items }), ...part });
}

const panoramax = (street: keyof typeof PANORAMAX_STREETS, count = 4) =>
  placesAlong(PANORAMAX_STREETS[street].start, count, 10);

const requestsOf = async (work: () => Promise<unknown>): Promise<number> => {
  const before = server.requests.length;
  await work();
  return server.requests.length - before;
};

describe('frames of a route, fetched from the terminal', () => {
  test.each([
    ['panoramax', panoramax('whole')],
    ['mapillary', placesAlong(MAPILLARY_STREETS.whole.start, 4, 10)],
    ['streetview', [placeAlong(0, 20), placeAlong(40, 20)]],
  ] as const)(
    '%s: all are there to be painted, with their credits, and are not asked for again',
    async (id, places) => {
      const params = await shared(id, places);
      const choice = await fetchRoute(params, ports(), signal);
      expect(choice.items).toHaveLength(places.length);
      const codec = createNodeImageCodec();
      const source = createStoredSource({ photographs: routePhotographs(choice), store, codec });
      for (const ref of await source.list()) {
        const { image, provenance, attribution } = await source.load(ref);
        expect([image.width, image.height]).toEqual([96, 64]);
        expect(provenance).toMatchObject({ source: id, name: ref.name });
        expect(attribution).not.toBe('');
      }
      const { length } = places;
      expect(said).toEqual([
        expect.stringMatching(new RegExp(`^Frames: ${length} from `)),
        expect.stringMatching(new RegExp(`^${length} frames are here: 0 were kept before`)),
      ]);
      expect(await requestsOf(() => fetchRoute(params, ports(), signal))).toBe(0);
      expect(said.at(-1)).toContain(`${length} were kept before, 0.0 MB fetched`);
    },
  );

  test('only those that are to be painted are asked for', async () => {
    const params = await shared('panoramax', panoramax('whole'), { video_start_frame: 2, video_end_frame: 3 });
    const { items } = await fetchRoute(params, ports(), signal);
    expect(items.map(({ sha256 }) => sha256 !== null)).toEqual([false, true, true, false]);
  });

  test('says where the source sends others than the params say', async () => {
    const first = await fetchRoute(await shared('panoramax', panoramax('whole')), ports(), signal);
    const same = createParams(routeFrameParams(first));
    await fetchRoute(same, ports(), signal);
    expect(said.join('\n')).not.toContain('other pictures');
    const [hash, ...others] = same.route_sha256;
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    await fetchRoute({ ...same, route_sha256: ['f'.repeat(64), ...others] }, ports(), signal);
    expect(said.at(-1)).toContain('other pictures today than the params say, for 1 frames: 1.');
  });

  test('names the frames that did not come, and keeps those that did', async () => {
    const params = await shared('panoramax', [...panoramax('whole', 2), ...panoramax('removed', 8)]);
    const error: unknown = await fetchRoute(params, ports(), signal).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ kind: 'input' });
    const { message } = error as Error;
    expect(message).toMatch(/^8 of 10 frames did not come\.\nframe 3: Panoramax does not have the picture/);
    expect(message).toContain('and 3 more');
    expect((await store.list('asked/')).length).toBe(2);
  });
});

describe('what stands in the way is said before anything is asked', () => {
  test.each([
    ['streetview', {}, /Google’s pictures need a key of your own.*missing/, 'PLEIN_AIR_GOOGLE_KEY'],
    ['streetview_tiles', { PLEIN_AIR_GOOGLE_KEY: ' ' }, /Google’s pictures/, 'PLEIN_AIR_GOOGLE_KEY'],
    ['mapillary', {}, /Mapillary needs a token/, 'PLEIN_AIR_MAPILLARY_TOKEN'],
  ] as const)('%s without its key', async (source, environment, message, variable) => {
    const params = { ...(await shared('panoramax', panoramax('whole', 2))), route_source: source };
    const asked = await requestsOf(async () => {
      await expect(fetchRoute(params, ports(environment), signal)).rejects.toMatchObject({
        kind: 'input',
        message: expect.stringMatching(message),
        remedy: expect.stringContaining(variable),
      });
    });
    expect(asked).toBe(0);
  });

  test('a route that was drawn on a map that these pictures may not go with', async () => {
    const params = await shared('panoramax', panoramax('whole', 2), { route_drawn_on: 'google' });
    await expect(fetchRoute(params, ports(), signal)).rejects.toThrow('drawn on Google’s map');
    expect(await store.list('')).toEqual([]);
  });

  test.each([
    [{}, 'name no frames along a route'],
    [
      {
        route_points: [
          [1, 2],
          [1, 3],
        ] as [number, number][],
      },
      'a route of 2 points, and not yet which frames',
    ],
    [{ route_source: 'files' as const }, 'own photographs'],
  ])('params without frames: %o', async (part, message) => {
    await expect(fetchRoute(createParams(part), ports(), signal)).rejects.toThrow(message);
  });

  test('a key that is for pages alone', async () => {
    const params = await shared('streetview', [placeAlong(0, 20)]);
    const pages = ports({ PLEIN_AIR_GOOGLE_KEY: 'WRONG-REFERRER' });
    await expect(fetchRoute(params, pages, signal)).rejects.toMatchObject({
      message: expect.stringContaining('not take this key from a terminal'),
      remedy: expect.stringContaining('PLEIN_AIR_GOOGLE_KEY'),
    });
  });
});
