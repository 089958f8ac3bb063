import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type ImageryProvider, ImageryRefusal, type Sighting, type View } from '../../../../src/frames/imagery.ts';
import { createMapillary } from '../../../../src/frames/sources/mapillary/mapillary-provider.ts';
import type { HttpClient } from '../../../../src/platform/http-client.ts';
import { readImageHeader } from '../../../../src/platform/image-header.ts';
import { createPatientHttp } from '../../../../src/platform/patient-http.ts';
import { placesAlong } from '../../../servers/covered-streets.ts';
import { createMapillaryServer, MAPILLARY_STREETS, MAPILLARY_TOKEN } from '../../../servers/mapillary.ts';
import { type StandInServer, startStandIns } from '../../../servers/stand-in.ts';
import { createFastClock } from '../../../support/fast-clock.ts';
import { pageFetcher } from '../../../support/page-fetcher.ts';
import { candidatesAt } from '../scouted.ts';

const VIEW: View = { width: 640, height: 360, heading: 90, pitch: 0, fov: 90 };
const FINE: View = { ...VIEW, width: 1280, height: 720 };

let server: StandInServer;
beforeAll(async () => {
  server = await startStandIns([createMapillaryServer({ width: 128 })]);
});
afterAll(() => server.close());

let asked: () => URL[];
beforeEach(() => {
  const before = server.requests.length;
  asked = () => server.requests.slice(before).map(({ url }) => url);
});

const patient = (): HttpClient =>
  createPatientHttp(pageFetcher(server.fetcher), { clock: createFastClock(50), stall: 1e9 });
const mapillary = (token = MAPILLARY_TOKEN): ImageryProvider => createMapillary({ http: patient(), token });

type StreetName = keyof typeof MAPILLARY_STREETS;

async function scout(name: StreetName, count = 10, spacing = 10, radius = 20, token?: string): Promise<Sighting[][]> {
  return candidatesAt(mapillary(token), placesAlong(MAPILLARY_STREETS[name].start, count, spacing), radius);
}

async function first(name: StreetName): Promise<Sighting> {
  const [[nearest] = []] = await scout(name, 1);
  if (!nearest) throw new Error(`nothing in ${name}`);
  return nearest;
}

const sizeOf = (bytes: Uint8Array | undefined) => readImageHeader(bytes ?? new Uint8Array())?.size;

describe('scouting Mapillary', () => {
  test('asks for small boxes and the fields that are needed', async () => {
    const places = placesAlong(MAPILLARY_STREETS.whole.start, 200, 5);
    const found = await candidatesAt(mapillary(), places, 50);
    expect(found.map(([nearest]) => nearest?.position.lng.toFixed(6))).toEqual(places.map(({ lng }) => lng.toFixed(6)));
    expect(asked()).toHaveLength(5);
    const { searchParams } = asked()[0] as URL;
    const [west = 0, south = 0, east = 0, north = 0] = (searchParams.get('bbox') ?? '').split(',').map(Number);
    expect((east - west) * (north - south)).toBeLessThan(0.01);
    expect(searchParams.get('limit')).toBe('2000');
    expect(searchParams.get('fields')).not.toContain('url');
  });

  test('finds pictures where they are said to be by what was computed', async () => {
    const [[nearest] = []] = await scout('whole', 1, 10, 2);
    expect(nearest?.heading).toBe(90);
    expect(await scout('raw', 1, 10, 2)).toEqual([[]]);
    const [[raw] = []] = await scout('raw', 1, 10, 10);
    expect(raw).toMatchObject({ heading: 84, projection: 'flat', fov: expect.closeTo(70, 0) });
  });

  test('where a box is refused as too much it is cut, and not asked for again', async () => {
    const found = await scout('dense', 61, 10, 50);
    expect(found.map((candidates) => candidates.length).slice(5, 50)).toEqual(Array.from({ length: 45 }, () => 201));
    // 650 m with 2 pictures a metre, boxes with at most 300: cut once or twice each.
    expect(asked().length).toBeLessThan(40);
    expect(new Set(asked().map(({ href }) => href)).size).toBe(asked().length);
  });

  test('where there is more than one answer holds the box is cut', async () => {
    const found = await scout('crowded', 21, 10, 10.04);
    expect(found.slice(2).map((candidates) => candidates.length)).toEqual(Array.from({ length: 19 }, () => 201));
    expect(asked().length).toBeGreaterThan(1);
  });

  test('fisheyes are left out', async () => {
    const found = await scout('fisheye', 6, 5, 1);
    expect(found.map((candidates) => candidates.length)).toEqual([0, 1, 0, 1, 0, 1]);
  });

  test('half a street, and none', async () => {
    const there = (found: Sighting[][]) => found.map(([nearest]) => (nearest ? 1 : 0)).join('');
    expect(there(await scout('half', 20, 20, 10))).toBe('11111100001111110000');
    expect(there(await scout('none'))).toBe('0000000000');
  });

  test('a route at a pole asks for boxes that are small enough', async () => {
    expect(await candidatesAt(mapillary(), [{ lat: 89.9999, lng: 0 }], 100)).toEqual([[]]);
    for (const { searchParams } of asked()) {
      const [west = 0, south = 0, east = 0, north = 0] = (searchParams.get('bbox') ?? '').split(',').map(Number);
      expect((east - west) * (north - south)).toBeLessThan(0.01);
    }
  });
});

describe('fetching from Mapillary', () => {
  test('asks for an address and uses it at once', async () => {
    const sighting = await first('whole');
    const before = asked().length;
    const picture = await mapillary().fetch(sighting, VIEW);
    const [graph, file, ...more] = asked().slice(before);
    expect(more).toEqual([]);
    expect(graph?.pathname).toBe(`/${sighting.id}`);
    expect(graph?.searchParams.get('fields')).toContain('thumb_2048_url');
    expect(graph?.searchParams.get('fields')).not.toContain('thumb_original_url');
    expect(file?.host).toMatch(/\.fbcdn\.net$/);
    // The token goes to the graph alone.
    expect(file?.href).not.toContain('MLY');
    expect(picture.sighting).toEqual(sighting);
    expect(picture.layout).toMatchObject({ kind: 'panorama', heading: 90 });
    expect(sizeOf(picture.tiles[0]?.bytes)).toEqual({ width: 128, height: 64 });
    expect(JSON.stringify({ ...picture, tiles: [] })).not.toMatch(/fbcdn|oh=|MLY/);
  });

  test('the original is taken where a view shows more than 2048 pixels around have, of panoramas alone', async () => {
    const sighting = await first('whole');
    const provider = mapillary();
    expect([VIEW, FINE].map((view) => provider.asks(sighting, view))).toEqual([
      `mapillary/${sighting.id}/2048`,
      `mapillary/${sighting.id}/original`,
    ]);
    expect(sizeOf((await provider.fetch(sighting, FINE)).tiles[0]?.bytes)?.width).toBe(256);
    const flat = await provider.fetch(await first('raw'), FINE);
    expect(flat.layout).toEqual({ kind: 'picture' });
    expect(sizeOf(flat.tiles[0]?.bytes)?.width).toBe(128);
  });

  test('an address that has expired is asked for anew', async () => {
    const picture = await mapillary().fetch(await first('expired'), VIEW);
    expect(sizeOf(picture.tiles[0]?.bytes)?.width).toBe(128);
    expect(
      asked()
        .slice(-4)
        .map(({ host }) => host.split('.')[0]),
    ).toEqual(['graph', 'scontent-fra5-2', 'graph', 'scontent-fra5-2']);
  });

  test('a tilted camera is heeded where its rotation makes sense', async () => {
    const [[one] = [], , [wrong] = []] = await scout('tilted', 3, 5, 2);
    const layout = async (sighting: Sighting | undefined) =>
      (await mapillary().fetch(sighting as Sighting, VIEW)).layout;
    expect(await layout(one)).toMatchObject({
      heading: expect.closeTo(91, 6),
      pitch: expect.closeTo(-4, 6),
      roll: expect.closeTo(3, 6),
    });
    expect(await layout(wrong)).toMatchObject({ heading: 90, pitch: 0, roll: 0 });
  });

  test('a picture that is gone, and a fisheye that a file names, fail alone', async () => {
    const sighting = await first('removed');
    const position = sighting.position;
    await expect(mapillary().fetch(sighting, VIEW)).rejects.toMatchObject({
      kind: 'input',
      message: `Mapillary does not have the picture ${sighting.id} any more.`,
    });
    await expect(mapillary().fetch({ id: 'no/such?id', position }, VIEW)).rejects.toThrow('any more');
    await expect(mapillary().fetch({ id: '400040000000002', position }, VIEW)).rejects.toMatchObject({
      kind: 'input',
      message: expect.stringContaining('fisheye'),
    });
  });
});

describe('what Mapillary refuses', () => {
  async function refusal(work: Promise<unknown>): Promise<ImageryRefusal> {
    const error = await work.catch((thrown: unknown) => thrown);
    if (!(error instanceof ImageryRefusal)) throw new Error(`no refusal: ${error}`);
    expect(JSON.stringify([error.message, error.remedy, error.stack, String(error.cause)])).not.toMatch(
      /MLY\||access_token/,
    );
    return error;
  }

  test.each([['MLY|wrong|token'], ['MLY|old|token'], ['with space & more'], [' ']])('the token %j', async (token) => {
    expect(await refusal(scout('whole', 1, 10, 20, token))).toMatchObject({ reason: 'key', kind: 'input' });
    const { id, position } = await first('whole');
    expect(await refusal(mapillary(token).fetch({ id, position }, VIEW))).toMatchObject({ reason: 'key' });
  });

  test('no token is not even tried', async () => {
    await refusal(scout('whole', 1, 10, 20, ''));
    expect(asked()).toEqual([]);
  });

  test('more than the token allows', async () => {
    const provider = mapillary('MLY|quota-3|token');
    const sighting = await first('whole');
    for (let i = 0; i < 3; i++) await provider.fetch(sighting, VIEW);
    expect(await refusal(provider.fetch(sighting, VIEW))).toMatchObject({ reason: 'quota', kind: 'network' });
  });

  test.each([
    [429, '', 'quota'],
    [400, '{"error":{"code":613}}', 'quota'],
    [403, '<html>', 'key'],
  ])('HTTP %i with %j: %s', async (status, body, reason) => {
    const fetcher = { fetch: async () => new Response(body, { status }) };
    const http = createPatientHttp(fetcher, { attempts: 1 });
    const provider = createMapillary({ http, token: MAPILLARY_TOKEN });
    expect(await refusal(candidatesAt(provider, [{ lat: 1, lng: 1 }], 20))).toMatchObject({ reason });
  });

  test('trouble and broken files are no refusal', async () => {
    const sighting = await first('whole');
    const instead = (part: string, status: number, body: string): HttpClient => {
      const other = createPatientHttp({ fetch: async () => new Response(body, { status }) }, { attempts: 1 });
      const usual = patient();
      return { send: (request) => (request.url.includes(part) ? other : usual).send(request) };
    };
    const fetchWith = (http: HttpClient) => createMapillary({ http, token: MAPILLARY_TOKEN }).fetch(sighting, VIEW);
    const cases: [HttpClient, string][] = [
      [instead('graph', 500, '{"error":{"code":2,"message":"Service temporarily unavailable"}}'), 'HTTP 500'],
      [instead('fbcdn', 200, '<html>'), 'no picture'],
      [instead('fbcdn', 403, 'URL signature expired'), 'HTTP 403'],
      [instead('fbcdn', 404, ''), 'any more'],
    ];
    for (const [http, words] of cases) {
      const error: unknown = await fetchWith(http).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ name: 'PleinAirError', message: expect.stringContaining(words) });
      expect(error).not.toBeInstanceOf(ImageryRefusal);
      expect(String(error)).not.toMatch(/fbcdn|oh=|MLY/);
    }
  });
});
