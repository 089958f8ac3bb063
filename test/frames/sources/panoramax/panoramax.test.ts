import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type ImageryProvider, ImageryRefusal, type Sighting, type View } from '../../../../src/frames/imagery.ts';
import { createPanoramax } from '../../../../src/frames/sources/panoramax/panoramax-provider.ts';
import type { HttpClient } from '../../../../src/platform/http-client.ts';
import { readImageHeader } from '../../../../src/platform/image-header.ts';
import { createPatientHttp } from '../../../../src/platform/patient-http.ts';
import type { LatLng } from '../../../../src/route/lat-lng.ts';
import { alongStreet, placesAlong } from '../../../servers/covered-streets.ts';
import { createPanoramaxServer } from '../../../servers/panoramax.ts';
import { PANORAMAX_STREETS } from '../../../servers/panoramax-pictures.ts';
import { type StandInServer, startStandIns } from '../../../servers/stand-in.ts';
import { createFastClock } from '../../../support/fast-clock.ts';
import { pageFetcher } from '../../../support/page-fetcher.ts';
import { candidatesAt } from '../scouted.ts';

const ROOT = 'https://api.panoramax.xyz/api';
const VIEW: View = { width: 640, height: 360, heading: 90, pitch: 0, fov: 90 };
/** A view of more detail than 2048 pixels around. */
const FINE: View = { ...VIEW, width: 1280, height: 720 };

let server: StandInServer;
beforeAll(async () => {
  server = await startStandIns([createPanoramaxServer({ width: 128 })]);
});
afterAll(() => server.close());

let provider: ImageryProvider;
let asked: () => string[];
beforeEach(() => {
  // What answers slowly here is the drawing of pictures.
  const http = createPatientHttp(pageFetcher(server.fetcher), { clock: createFastClock(50), stall: 1e9 });
  provider = createPanoramax({ http, root: ROOT });
  const before = server.requests.length;
  asked = () => server.requests.slice(before).map(({ url }) => url.href);
});

type StreetName = keyof typeof PANORAMAX_STREETS;

async function scout(name: StreetName, count = 10, spacing = 10, radius = 20): Promise<Sighting[][]> {
  return candidatesAt(provider, placesAlong(PANORAMAX_STREETS[name].start, count, spacing), radius);
}

async function first(name: StreetName, metres = 0): Promise<Sighting> {
  const place: LatLng = alongStreet(PANORAMAX_STREETS[name].start, metres);
  const [[nearest] = []] = await candidatesAt(provider, [place], 20);
  if (!nearest) throw new Error(`nothing in ${name} at ${metres} m`);
  return nearest;
}

const sizeOf = (bytes: Uint8Array | undefined) => readImageHeader(bytes ?? new Uint8Array())?.size;

describe('scouting Panoramax', () => {
  test('1,000 places 5 m apart take 13 questions', async () => {
    const found = await scout('whole', 1000, 5, 50);
    expect(found.every((candidates) => candidates.length > 10)).toBe(true);
    expect(asked()).toHaveLength(13);
    expect(asked()[0]).toMatch(/^https:\/\/api\.panoramax\.xyz\/api\/search\?bbox=[-\d.,]+&limit=1000$/);
  });

  test('where an answer is full the box is cut, until everything is told', async () => {
    const found = await scout('dense', 41, 10, 5.1);
    // 5.1 m to either side at 25 cm: 41, at the beginning of the street 21.
    expect(found.map((candidates) => candidates.length)).toEqual([21, ...Array.from({ length: 40 }, () => 41)]);
    expect(asked().length).toBeGreaterThan(2);
    expect(asked().length).toBeLessThan(8);
  });

  test('half a street, a sparse one, none', async () => {
    const there = (found: Sighting[][]) => found.map(([nearest]) => (nearest ? 1 : 0)).join('');
    expect(there(await scout('half', 20, 20, 10))).toBe('11111100001111110000');
    expect(there(await scout('none'))).toBe('0000000000');
    const sparse = await scout('sparse', 9, 10, 20);
    expect(new Set(sparse.map(([nearest]) => nearest?.id)).size).toBe(3);
  });

  test('several years, and flat pictures among panoramas', async () => {
    const years = await scout('years', 1, 10, 4);
    expect(years[0]?.map(({ date }) => date)).toEqual(['2016-10-02', '2020-05-20', '2024-08-31']);
    expect(new Set(years[0]?.map(({ sequence }) => sequence)).size).toBe(3);
    const mixed = await scout('mixed', 1, 10, 6);
    expect(mixed[0]?.map(({ projection, fov }) => [projection, fov])).toEqual([
      ['panorama', null],
      ['flat', 70],
    ]);
  });

  test('a route across the date line', async () => {
    const found = await scout('dateLine', 100, 10, 8);
    expect(found.every(([nearest]) => nearest)).toBe(true);
    expect(found.at(0)?.[0]?.position.lng).toBeGreaterThan(179);
    expect(found.at(-1)?.[0]?.position.lng).toBeLessThan(-179);
  });

  test('429 and 503 are waited out by the client', async () => {
    expect((await scout('busy'))[0]).not.toEqual([]);
    expect((await scout('trouble'))[0]).not.toEqual([]);
  });
});

describe('fetching from Panoramax', () => {
  test('what was scouted is fetched at once, from the server that has it', async () => {
    const sighting = await first('whole');
    const picture = await provider.fetch(sighting, VIEW);
    expect(asked().slice(1)).toEqual([`https://panoramax.openstreetmap.fr/derivates/${sighting.id}/sd.jpg`]);
    expect(picture.sighting).toEqual(sighting);
    expect(picture.layout).toMatchObject({ kind: 'panorama', heading: 90, pitch: 0, roll: 0 });
    expect(picture.tiles).toHaveLength(1);
    expect(sizeOf(picture.tiles[0]?.bytes)).toEqual({ width: 128, height: 64 });
  });

  test('what a file names is looked up first', async () => {
    const { id, position } = await first('whole', 5);
    const fresh = createPanoramax({ http: createPatientHttp(server.fetcher), root: `${ROOT}/` });
    const before = asked().length;
    const picture = await fresh.fetch({ id, position }, VIEW);
    expect(asked().slice(before)).toEqual([
      `https://api.panoramax.xyz/api/search?ids=${id}&limit=1`,
      `https://panoramax.ign.fr/derivates/${id}/sd.jpg`,
    ]);
    expect(picture.sighting.credit).toEqual({
      text: 'Jo Doe · Licence Ouverte 2.0 · Panoramax',
      link: `https://api.panoramax.xyz/#focus=pic&pic=${id}`,
      shareAlike: false,
    });
  });

  test('the largest file is taken where a view shows more than the usual one has, of panoramas alone', async () => {
    const sighting = await first('mixed');
    expect([VIEW, FINE].map((view) => provider.asks(sighting, view))).toEqual([
      `panoramax/${sighting.id}/sd`,
      `panoramax/${sighting.id}/hd`,
    ]);
    expect(sizeOf((await provider.fetch(sighting, FINE)).tiles[0]?.bytes)?.width).toBe(256);
    const flat = await first('mixed', 5);
    expect(flat.projection).toBe('flat');
    expect(sizeOf((await provider.fetch(flat, FINE)).tiles[0]?.bytes)).toEqual({ width: 128, height: 96 });
  });

  test('a cropped panorama of a tilted camera says so', async () => {
    const picture = await provider.fetch(await first('tilted'), VIEW);
    expect(picture.layout).toEqual({
      kind: 'panorama',
      heading: 90,
      pitch: -3.5,
      roll: 2,
      covers: { left: 0, top: 1 / 6, right: 1, bottom: 0.875 },
    });
    expect(sizeOf(picture.tiles[0]?.bytes)?.height).toBe(Math.round((128 / 5760) * 2040));
  });

  test('a transfer that breaks off is made again', async () => {
    const picture = await provider.fetch(await first('broken'), VIEW);
    expect(asked()).toHaveLength(3);
    expect(readImageHeader(picture.tiles[0]?.bytes ?? new Uint8Array())?.whole).toBe(true);
  });

  test('a server that does not let pages read its files is named, and fails for its picture alone', async () => {
    const sighting = await first('noCors');
    const error: unknown = await provider.fetch(sighting, VIEW).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      kind: 'network',
      message: expect.stringMatching(/^panoramax\.openstreetmap\.fr .*CORS/),
    });
    expect(error).not.toBeInstanceOf(ImageryRefusal);
  });

  test('a picture that was taken down fails alone, and says what to do', async () => {
    const sighting = await first('removed');
    await expect(provider.fetch(sighting, VIEW)).rejects.toMatchObject({
      name: 'PleinAirError',
      kind: 'input',
      message: `Panoramax does not have the picture ${sighting.id} any more: it was taken down or hidden.`,
    });
    expect(asked().at(-1)).toContain('/search?ids=');
    for (const id of ['00000000-0000-4000-8000-ffffffffffff', 'no uuid & more']) {
      await expect(provider.fetch({ id, position: sighting.position }, VIEW)).rejects.toThrow(
        'does not have the picture',
      );
    }
  });

  test('a picture without direction is told from one that is gone', async () => {
    const [id] = ['0000000e-0000-4000-8000-000000000005'];
    await expect(provider.fetch({ id: id ?? '', position: { lat: 0, lng: 0 } }, VIEW)).rejects.toMatchObject({
      kind: 'input',
      message: expect.stringContaining('does not say which way it looks'),
    });
  });
});

describe('what stands in the way', () => {
  /** A service that gives this answer to everything but the ids' search, if there is an item for it. */
  function answering(status: number, body = '', type = 'text/html'): HttpClient {
    const fetcher = { fetch: async () => new Response(body, { status, headers: { 'content-type': type } }) };
    return createPatientHttp(fetcher, { attempts: 1 });
  }
  const scoutWith = (http: HttpClient) =>
    candidatesAt(createPanoramax({ http, root: ROOT }), [{ lat: 48, lng: 7 }], 20);

  test.each([
    [429, 'quota'],
    [403, 'service'],
    [400, 'service'],
  ])('HTTP %i to a search refuses: %s', async (status, reason) => {
    await expect(scoutWith(answering(status))).rejects.toMatchObject({ reason });
  });

  test('HTTP 500, no JSON, and JSON that is no list', async () => {
    await expect(scoutWith(answering(500))).rejects.toMatchObject({
      kind: 'network',
      message: expect.stringContaining('HTTP 500'),
    });
    await expect(scoutWith(answering(200, '<html>'))).rejects.toMatchObject({ kind: 'network' });
    await expect(scoutWith(answering(200, '{"features":3}'))).rejects.toMatchObject({ reason: 'service' });
  });

  test.each([
    [200, 'sent something that is no picture (text/html)', undefined],
    [429, 'asks for fewer requests', 'quota'],
    [503, 'could not answer when asked for the picture', undefined],
  ])('HTTP %i instead of a picture: %s', async (status, message, reason) => {
    const sighting = await first('whole');
    const http: HttpClient = {
      send: (request) =>
        request.url.includes('/search') ? patient.send(request) : answering(status, '<html>').send(request),
    };
    const patient = createPatientHttp(server.fetcher);
    const error: unknown = await createPanoramax({ http, root: ROOT })
      .fetch(sighting, VIEW)
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ message: expect.stringContaining(message) });
    expect((error as { reason?: string }).reason).toBe(reason);
  });
});
