import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PleinAirError } from '../../../../src/core/errors.ts';
import type { RgbaImage } from '../../../../src/core/image.ts';
import {
  type FetchedPicture,
  ImageryRefusal,
  type PictureRef,
  type ScoutAnswer,
  type View,
} from '../../../../src/frames/imagery.ts';
import { createCpuProjector } from '../../../../src/frames/projection/cpu-projector.ts';
import { createStreetViewTiles } from '../../../../src/frames/sources/street-view-tiles/street-view-tiles.ts';
import type { HttpClient } from '../../../../src/platform/http-client.ts';
import { createPatientHttp } from '../../../../src/platform/patient-http.ts';
import type { LatLng } from '../../../../src/route/lat-lng.ts';
import { NORTHERN_LIMIT, panoramaNear, placeAlong } from '../../../servers/google-panoramas.ts';
import { createMapTilesServer } from '../../../servers/map-tiles-api.ts';
import { type StandInServer, startStandIns } from '../../../servers/stand-in.ts';
import { viewJpeg } from '../../../servers/street-pictures.ts';
import { createFastClock } from '../../../support/fast-clock.ts';
import { pageFetcher } from '../../../support/page-fetcher.ts';

const ORIGIN = 'https://painter.example';
const view: View = { heading: 30, pitch: 0, fov: 90, width: 320, height: 180 };

let server: StandInServer;
let now = Date.UTC(2026, 0, 1);

beforeAll(async () => {
  server = await startStandIns([createMapTilesServer(() => now)]);
});
afterAll(() => server.close());

function patientHttp(): HttpClient {
  // What answers slowly here is the drawing of pictures.
  return createPatientHttp(pageFetcher(server.fetcher), { clock: createFastClock(50), stall: 1e9 });
}

function streetViewTiles(key: string, http = patientHttp()) {
  return createStreetViewTiles({ http, key, origin: ORIGIN, now: () => now });
}

async function scouted(key: string, places: readonly LatLng[], radius = 50): Promise<ScoutAnswer[]> {
  const answers: ScoutAnswer[] = [];
  for await (const answer of streetViewTiles(key).scout(places, { radius })) answers.push(answer);
  return answers;
}

/** What was asked while `work` ran: methods and paths, without `/v1/`. */
async function asked(work: () => Promise<unknown>): Promise<string[]> {
  const before = server.requests.length;
  await work();
  return server.requests.slice(before).map(({ url }) => url.pathname.replace(/^\/v1\/(streetview\/)?/, ''));
}

async function failure(work: Promise<unknown>): Promise<PleinAirError> {
  const error = await work.then(
    () => new Error('it worked'),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof PleinAirError)) throw error;
  return error;
}

function pictureAt(metres: number, bearing: number): PictureRef {
  const found = panoramaNear(placeAlong(metres, bearing), 5, { indoors: true });
  if (!found) throw new Error('the stand-in has no picture there');
  return found;
}

/** The frame of a fetched panorama: tiles laid in order, what lies beyond the size cut off, then cut out. */
async function frameOf({ tiles, size, layout }: FetchedPicture, wanted: View): Promise<RgbaImage> {
  if (!size || layout.kind !== 'panorama') throw new Error('not a panorama in tiles');
  const data = new Uint8ClampedArray(size.width * size.height * 4);
  for (const { bytes, x, y } of tiles) {
    const { data: own, info } = await sharp(bytes).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
    for (let row = 0; row < Math.min(info.height, size.height - y); row++) {
      const width = Math.min(info.width, size.width - x);
      data.set(own.subarray(row * info.width * 4, (row * info.width + width) * 4), ((y + row) * size.width + x) * 4);
    }
  }
  return await createCpuProjector().project({ ...size, data }, layout, wanted);
}

type Picture = ReturnType<typeof sharp>;

/** Mean difference of grey levels, both blurred to 32 × 18: what is compared is what is where. */
async function apart(a: Picture, b: Picture): Promise<number> {
  const blurred = (image: Picture) => image.removeAlpha().greyscale().resize(32, 18, { fit: 'fill' }).raw().toBuffer();
  const [p, q] = await Promise.all([blurred(a.clone()), blurred(b.clone())]);
  return p.reduce((sum, value, k) => sum + Math.abs(value - (q[k] ?? 0)), 0) / p.length;
}

describe('scouting Google’s panoramas', () => {
  it('asks for ids by the hundred and for each panorama once, without cost', async () => {
    const places = Array.from({ length: 120 }, (_, k) => placeAlong(10 + 5 * k, 40));
    const paths = await asked(() => scouted('GOOD-KEY', places));
    expect(paths.filter((path) => path === 'createSession')).toHaveLength(1);
    expect(paths.filter((path) => path === 'panoIds')).toHaveLength(2);
    // From 10 to 605 m, a panorama every 12 m.
    expect(paths.filter((path) => path === 'metadata')).toHaveLength(50);
    expect(paths).toHaveLength(53);
    const bodies = server.requests
      .filter(({ url }) => url.pathname.endsWith('panoIds'))
      .map(({ body }) => JSON.parse(body));
    expect(bodies.map(({ locations }) => locations.length)).toEqual([100, 20]);
    expect(bodies[0].radius).toBe(50);
  });

  it('answers for every place with what is within the radius, nearest first', async () => {
    for (const key of ['GOOD-KEY', 'COMPACT-KEY']) {
      const places = [placeAlong(122, 40), { lat: NORTHERN_LIMIT + 0.01, lng: 13.19 }, placeAlong(131, 40)];
      const answers = await scouted(key, places, 8);
      expect(answers.map(({ index }) => index)).toEqual([0, 1, 2]);
      const ids = answers.map(({ candidates }) => candidates.map(({ id }) => id));
      expect(ids).toEqual([['Lund_00120_0400_202306'], [], ['Lund_00132_0400_202306']]);
    }
    const [wide] = await scouted('GOOD-KEY', [placeAlong(122, 40), placeAlong(131, 40)], 30);
    expect(wide?.candidates.map(({ id }) => id)).toEqual(['Lund_00120_0400_202306', 'Lund_00132_0400_202306']);
  });

  it('tells heading, month, kind and credit', async () => {
    const [indoor] = await scouted('GOOD-KEY', [placeAlong(24, 255)], 5);
    expect(indoor?.candidates[0]).toMatchObject({
      projection: 'panorama',
      heading: 255,
      date: '2023-06',
      kind: 'indoor',
      credit: { text: 'Google Maps · © Google', link: null },
    });
    const [contributed] = await scouted('GOOD-KEY', [placeAlong(36, 235)], 5);
    expect(contributed?.candidates[0]).toMatchObject({
      kind: 'contributed',
      credit: { text: 'Google Maps · © Jo Doe' },
    });
  });

  it('stops when aborted', async () => {
    const abort = new AbortController();
    const places = Array.from({ length: 300 }, (_, k) => placeAlong(5 * k, 45));
    const paths = await asked(async () => {
      const consume = async () => {
        for await (const _ of streetViewTiles('GOOD-KEY').scout(places, { radius: 20 }, abort.signal)) abort.abort();
      };
      await expect(consume()).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
    });
    expect(paths.filter((path) => path === 'panoIds')).toHaveLength(1);
  });
});

describe('fetching Google’s panoramas', () => {
  it('fetches only the tiles that the view shows, as many pixels as it has', async () => {
    const picture = pictureAt(48, 30);
    const paths = await asked(() =>
      streetViewTiles('GOOD-KEY').fetch(picture, { ...view, fov: 80, width: 1024, height: 400 }),
    );
    const tiles = paths.filter((path) => path.startsWith('tiles/'));
    expect(paths.slice(0, 2)).toEqual(['createSession', 'metadata']);
    // The centre of 4096 × 2048 pixels, 910 of them across.
    expect(tiles.sort()).toEqual(['tiles/3/3/1', 'tiles/3/3/2', 'tiles/3/4/1', 'tiles/3/4/2']);
    expect(paths).toHaveLength(2 + 4);
  });

  it.each([
    // Modern cameras (even numbers of 12 m) and older ones, along the street, across, over the seam, up.
    [48, 30, 0],
    [60, 30, 0],
    [48, 120, 20],
    [60, 205, 0],
    [60, 212, -30],
    [60, 300, 75],
  ])('shows at %d m, heading %d° and pitch %d° what a camera there sees', async (metres, heading, pitch) => {
    const wanted = { ...view, heading, pitch };
    const picture = pictureAt(metres, 30);
    const fetched = await streetViewTiles('GOOD-KEY').fetch(picture, wanted);
    const { width, height, data } = await frameOf(fetched, wanted);
    const frame = sharp(data, { raw: { width, height, channels: 4 } });
    const seen = async (turned: number, raised: number) => {
      const direction = { ...wanted, heading: heading + turned, pitch: pitch + raised };
      return await apart(frame, sharp(await viewJpeg({ metres, bearing: 30 }, direction, view)));
    };
    // The stand-in's panoramas are coarse, so there is some difference; a camera turned by eight degrees sees more of another picture.
    const right = await seen(0, 0);
    expect(right).toBeLessThan(14);
    for (const [turned, raised] of [
      [-8, 0],
      [8, 0],
      [0, -8],
      [0, 8],
    ] as const) {
      expect(await seen(turned, raised)).toBeGreaterThan(right);
    }
  });

  it('asks again only for what has not come: after a tile has failed, and for another view of the panorama', async () => {
    const picture = pictureAt(48, 30);
    const wanted = { ...view, fov: 80, width: 1024, height: 400 };
    const http = patientHttp();
    let fails = true;
    const provider = streetViewTiles('GOOD-KEY', {
      send: async (request) => {
        if (!fails || !request.url.includes('/tiles/3/4/1')) return http.send(request);
        fails = false;
        throw new PleinAirError('network', 'The connection broke.', 'Try again.');
      },
    });
    const tilesOf = async (work: () => Promise<unknown>) =>
      (await asked(work)).filter((path) => path.startsWith('tiles/')).sort();
    expect(await tilesOf(() => failure(provider.fetch(picture, wanted)))).toEqual([
      'tiles/3/3/1',
      'tiles/3/3/2',
      'tiles/3/4/2',
    ]);
    expect(await tilesOf(() => provider.fetch(picture, wanted))).toEqual(['tiles/3/4/1']);
    // Half a tile to the right.
    expect(await tilesOf(() => provider.fetch(picture, { ...wanted, heading: 52 }))).toEqual([
      'tiles/3/5/1',
      'tiles/3/5/2',
    ]);
  });

  it('finds a panorama again whose id has changed, and tells the new one', async () => {
    const known = pictureAt(48, 30);
    const provider = streetViewTiles('GOOD-KEY');
    const { sighting } = await provider.fetch({ ...known, id: known.id.replace('Lund', 'Gone') }, view);
    expect(sighting.id).toBe(known.id);
    const nowhere = { id: known.id.replace('Lund', 'Gone'), position: { lat: NORTHERN_LIMIT + 0.01, lng: 13.19 } };
    for (const lost of [
      failure(provider.fetch(nowhere, view)),
      failure(streetViewTiles('NO-TILES-KEY').fetch(known, view)),
    ]) {
      expect(await lost).not.toBeInstanceOf(ImageryRefusal);
      expect((await lost).message).toMatch(/no longer has the picture/);
    }
  });

  it.each([
    ['a user’s', pictureAt(36, 235)],
    ['one from indoors', pictureAt(24, 255)],
  ])('puts %s in the place of no other that is gone', async (_, other) => {
    const error = await failure(streetViewTiles('GOOD-KEY').fetch({ ...other, id: 'gone' }, view));
    expect(error.message).toContain('no longer has the picture gone');
  });

  it('keeps its session until it ends, and renews it in time or when told', async () => {
    const provider = streetViewTiles('SHORT-KEY');
    const fetchAt = (metres: number) => provider.fetch(pictureAt(metres, 30), view);
    const sessions = async (work: () => Promise<unknown>) =>
      (await asked(work)).filter((path) => path === 'createSession').length;
    expect(await sessions(() => fetchAt(48))).toBe(1);
    expect(await sessions(() => fetchAt(60))).toBe(0);
    // It has 90 seconds, of which the last minute is not used.
    now += 31_000;
    expect(await sessions(() => fetchAt(72))).toBe(1);
    const places = Array.from({ length: 30 }, (_, k) => placeAlong(12 * k, 40));
    // 31 questions, ten to a session; some were under way when one ended.
    const renewals = await sessions(async () => {
      expect(await scouted('EXPIRING-KEY', places, 5)).toHaveLength(30);
    });
    expect(renewals).toBeGreaterThanOrEqual(4);
    expect(renewals).toBeLessThan(10);
  });

  it('waits when it asks too fast, and stops at the quota', async () => {
    const picture = pictureAt(48, 30);
    const paths = await asked(() => streetViewTiles('BUSY-KEY').fetch(picture, view));
    const tiles = paths.filter((path) => path.startsWith('tiles/'));
    expect(tiles.length).toBe(new Set(tiles).size + 1);
    const error = await failure(streetViewTiles('QUOTA-1').fetch(picture, view));
    expect(error).toMatchObject({ reason: 'quota' });
    expect(error.text).not.toContain('QUOTA-1');
  });

  it('says whether it is the key or the page that is refused, and what to do', async () => {
    const places = [placeAlong(24, 30)];
    const referrer = await failure(scouted('WRONG-REFERRER', places));
    expect(referrer).toMatchObject({ reason: 'referrer' });
    expect(referrer.remedy).toContain(`${ORIGIN}/*`);
    const key = await failure(scouted('REFUSED-KEY', places));
    expect(key).toMatchObject({ reason: 'key' });
    expect(key.message).toContain('API key not valid');
    const none = await failure(scouted('', places));
    expect(none).toMatchObject({ reason: 'key' });
    for (const error of [referrer, key]) expect(error.text).not.toMatch(/WRONG-REFERRER|REFUSED-KEY/);
  });

  it('says what is known where a page gets no tile and no reason', async () => {
    const error = await failure(streetViewTiles('NO-PICTURES-KEY').fetch(pictureAt(48, 30), view));
    expect(error).not.toBeInstanceOf(ImageryRefusal);
    expect(error.message).toContain('so the key works there');
    expect(error.text).not.toContain('NO-PICTURES-KEY');
  });

  it('names different views differently, and sends the key to Google’s host alone', () => {
    const provider = streetViewTiles('GOOD-KEY');
    const picture = pictureAt(48, 30);
    expect(provider.asks(picture, view)).toBe(`streetview_tiles/${picture.id}/heading=30,pitch=0,fov=90,size=320x180`);
    expect(server.requests.filter(({ url }) => url.host !== 'tile.googleapis.com')).toEqual([]);
  });
});
