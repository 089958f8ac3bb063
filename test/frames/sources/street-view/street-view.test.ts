import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PleinAirError } from '../../../../src/core/errors.ts';
import { ImageryRefusal, type PictureRef, type ScoutAnswer, type View } from '../../../../src/frames/imagery.ts';
import { createStreetView } from '../../../../src/frames/sources/street-view/street-view.ts';
import { createPatientHttp } from '../../../../src/platform/patient-http.ts';
import type { LatLng } from '../../../../src/route/lat-lng.ts';
import { NORTHERN_LIMIT, panoramaNear, placeAlong } from '../../../servers/google-panoramas.ts';
import { type StandInServer, startStandIns } from '../../../servers/stand-in.ts';
import { createStreetViewServer } from '../../../servers/street-view.ts';
import { createFastClock, type FastClock } from '../../../support/fast-clock.ts';
import { pageFetcher } from '../../../support/page-fetcher.ts';

const ORIGIN = 'https://painter.example';
const view: View = { heading: 20, pitch: 5, fov: 90, width: 96, height: 54 };

let server: StandInServer;
let clock: FastClock;

beforeAll(async () => {
  server = await startStandIns([createStreetViewServer()]);
});
afterAll(() => server.close());

function streetView(key: string) {
  clock = createFastClock(50);
  // What answers slowly here is the drawing of pictures.
  const http = createPatientHttp(pageFetcher(server.fetcher), { clock: createFastClock(50), stall: 1e9 });
  return createStreetView({ http, key, origin: ORIGIN, clock });
}

async function scouted(
  key: string,
  places: readonly LatLng[],
  radius = 50,
  outdoorOnly = true,
): Promise<ScoutAnswer[]> {
  const answers: ScoutAnswer[] = [];
  for await (const answer of streetView(key).scout(places, { radius, outdoorOnly })) answers.push(answer);
  return answers.sort((a, b) => a.index - b.index);
}

/** What was asked while `work` ran, without keys. */
async function asked(work: () => Promise<unknown>): Promise<URL[]> {
  const before = server.requests.length;
  await work().catch(() => undefined);
  return server.requests.slice(before).map(({ url }) => url);
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

describe('scouting Google Street View', () => {
  it('asks the free metadata once for each place, outdoors, and nothing else', async () => {
    const places = [3, 30, 57].map((metres) => placeAlong(metres, 40));
    const urls = await asked(() => scouted('GOOD-KEY', places, 25));
    expect(urls.map(({ pathname }) => pathname)).toEqual(Array(3).fill('/maps/api/streetview/metadata'));
    for (const { searchParams } of urls) {
      expect(searchParams.get('source')).toBe('outdoor');
      expect(searchParams.get('radius')).toBe('25');
      expect(searchParams.get('key')).toBe('GOOD-KEY');
    }
    const [first] = urls.map(({ searchParams }) => searchParams.get('location')?.split(',').map(Number));
    expect(first?.[0]).toBeCloseTo(places[0]?.lat ?? 0, 6);
    expect(first?.[1]).toBeCloseTo(places[0]?.lng ?? 0, 6);
  });

  it('looks indoors too where that is wanted', async () => {
    const room = [placeAlong(24, 255)];
    expect((await scouted('GOOD-KEY', room, 5))[0]?.candidates).toEqual([]);
    expect((await scouted('GOOD-KEY', room, 5, false))[0]?.candidates).toHaveLength(1);
  });

  it('tells id, position, month, kind and credit of the nearest picture', async () => {
    const [answer] = await scouted('GOOD-KEY', [placeAlong(121, 40)]);
    const [sighting, ...more] = answer?.candidates ?? [];
    expect(more).toEqual([]);
    expect(sighting).toMatchObject({
      id: 'Lund_00120_0400_202306',
      date: '2023-06',
      projection: 'view',
      heading: null,
      kind: 'outdoor',
      credit: { text: '© Google', link: null, shareAlike: false },
    });
    expect(sighting?.position.lat).toBeCloseTo(placeAlong(120, 40).lat, 6);
  });

  it('answers for every place, without candidates where there is nothing', async () => {
    const places = Array.from({ length: 40 }, (_, k) => placeAlong(10 * k, 200));
    const answers = await scouted('GOOD-KEY', places, 6);
    expect(answers.map(({ index }) => index)).toEqual(places.map((_, k) => k));
    // 60 m with pictures, 60 m without; 6 m around the stretches’ ends belong to either.
    for (const { index, candidates } of answers) {
      const metres = (10 * index) % 120;
      if (metres > 6 && metres < 48) expect(candidates).toHaveLength(1);
      if (metres > 60 && metres < 110) expect(candidates).toEqual([]);
    }
    const beyond = { lat: NORTHERN_LIMIT + 0.01, lng: 13.191 };
    expect((await scouted('GOOD-KEY', [beyond]))[0]?.candidates).toEqual([]);
  });

  it('tells users’ pictures by their copyright, and years apart', async () => {
    const kinds = await scouted(
      'GOOD-KEY',
      [1, 2, 3, 4].map((k) => placeAlong(12 * k, 235)),
      3,
    );
    expect(kinds.map(({ candidates }) => candidates[0]?.kind)).toEqual([
      'contributed',
      'outdoor',
      'contributed',
      'outdoor',
    ]);
    const years = await scouted(
      'GOOD-KEY',
      [0, 1, 2].map((k) => placeAlong(24 + 60 * k, 120)),
    );
    expect(years.map(({ candidates }) => candidates[0]?.date)).toEqual(['2014-09', '2019-05', '2023-06']);
  });

  it('gives answers as they come and stops when the caller leaves or aborts', async () => {
    const places = Array.from({ length: 200 }, (_, k) => placeAlong(5 * k, 30));
    const left = await asked(async () => {
      for await (const { index } of streetView('GOOD-KEY').scout(places, { radius: 50 })) if (index >= 3) break;
    });
    expect(left.length).toBeLessThan(20);
    const abort = new AbortController();
    const aborted = await asked(async () => {
      const answers = streetView('GOOD-KEY').scout(places, { radius: 50 }, abort.signal);
      const consume = async () => {
        for await (const _ of answers) abort.abort();
      };
      await expect(consume()).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
    });
    expect(aborted.length).toBeLessThan(20);
  });

  it('waits when Google has trouble, and gives up after a few tries', async () => {
    expect((await scouted('TROUBLE-3', [placeAlong(24, 30)]))[0]?.candidates).toHaveLength(1);
    expect(clock.waits).toEqual([500, 1000, 2000]);
    const error = await failure(scouted('TROUBLE-9', [placeAlong(24, 30)]));
    expect(error).toMatchObject({ reason: 'service' });
    expect(error.message).toContain('UNKNOWN_ERROR');
  });

  it('says whether it is the key, the page or the quota that is refused, and what to do', async () => {
    const places = [placeAlong(24, 30)];
    const key = await failure(scouted('REFUSED-KEY', places));
    expect(key).toBeInstanceOf(ImageryRefusal);
    expect(key).toMatchObject({ reason: 'key', kind: 'input' });
    expect(key.message).toContain('The provided API key is invalid');
    const referrer = await failure(scouted('WRONG-REFERRER', places));
    expect(referrer).toMatchObject({ reason: 'referrer' });
    expect(referrer.message).toContain(ORIGIN);
    expect(referrer.remedy).toContain(`${ORIGIN}/*`);
    const quota = await failure(scouted('QUOTA-0', places));
    expect(quota).toMatchObject({ reason: 'quota', kind: 'network' });
    for (const error of [key, referrer, quota]) expect(error.text).not.toMatch(/REFUSED-KEY|WRONG-REFERRER|QUOTA-0/);
  });
});

describe('fetching from Google Street View', () => {
  it('gets the picture of the view as Google sent it, with its sighting of today', async () => {
    const picture = pictureAt(60, 30);
    const { sighting, tiles, layout, size } = await streetView('GOOD-KEY').fetch(picture, view);
    expect(sighting).toMatchObject({ id: picture.id, date: '2023-06', credit: { text: '© Google' } });
    expect({ layout, size, count: tiles.length }).toEqual({ layout: { kind: 'picture' }, size: null, count: 1 });
    expect(await sharp(tiles[0]?.bytes).metadata()).toMatchObject({ format: 'jpeg', width: 96, height: 54 });
  });

  it('asks for what it says that it asks for', async () => {
    const provider = streetView('GOOD-KEY');
    const picture = pictureAt(60, 30);
    const turned = { ...view, heading: -0.004, pitch: 1.23456, fov: 77.777 };
    expect(provider.asks(picture, turned)).toBe(`streetview/${picture.id}/heading=0,pitch=1.23,fov=77.78,size=96x54`);
    const url = (await asked(() => provider.fetch(picture, turned))).at(-1);
    expect(Object.fromEntries(url?.searchParams ?? [])).toEqual({
      size: '96x54',
      pano: picture.id,
      heading: '0',
      pitch: '1.23',
      fov: '77.78',
      return_error_code: 'true',
      key: 'GOOD-KEY',
    });
    expect(provider.asks(picture, { ...view, heading: 359.998 })).toBe(provider.asks(picture, { ...view, heading: 0 }));
    expect(provider.asks({ ...picture, id: 'AF1Q:a|b' }, view)).toMatch(/^[A-Za-z0-9=,./_-]+$/);
    expect(provider.asks({ ...picture, id: 'a:b' }, view)).not.toBe(provider.asks({ ...picture, id: 'a|b' }, view));
  });

  it('asks nothing again that scouting told', async () => {
    const provider = streetView('GOOD-KEY');
    const [place] = [placeAlong(60, 30)];
    for await (const { candidates } of provider.scout(place ? [place] : [], { radius: 10 })) {
      const [found] = candidates;
      if (!found) throw new Error('nothing found');
      const urls = await asked(() => provider.fetch(found, view));
      expect(urls.map(({ pathname }) => pathname)).toEqual(['/maps/api/streetview']);
    }
  });

  it('refuses sizes before asking, for they would be cut down and paid', async () => {
    const urls = await asked(async () => {
      const error = await failure(streetView('GOOD-KEY').fetch(pictureAt(60, 30), { ...view, width: 641 }));
      expect(error).toMatchObject({ kind: 'input' });
      expect(error.message).toMatch(/640.*641 × 54/);
    });
    expect(urls).toEqual([]);
  });

  it('finds a picture again whose id has changed, and tells the new one', async () => {
    const known = pictureAt(60, 30);
    const changed = { ...known, id: known.id.replace('Lund', 'Gone') };
    const { sighting, tiles } = await streetView('GOOD-KEY').fetch(changed, view);
    expect(sighting.id).toBe(known.id);
    const [direct] = (await streetView('GOOD-KEY').fetch(known, view)).tiles;
    expect(tiles[0]?.bytes).toEqual(direct?.bytes);
    const far = await failure(
      streetView('GOOD-KEY').fetch({ id: changed.id, position: { lat: NORTHERN_LIMIT + 0.01, lng: 13.191 } }, view),
    );
    expect(far).not.toBeInstanceOf(ImageryRefusal);
    expect(far.message).toContain(changed.id);
  });

  it('puts nobody’s own picture in the place of one that is gone', async () => {
    const user = pictureAt(36, 235);
    const error = await failure(streetView('GOOD-KEY').fetch({ ...user, id: 'gone' }, view));
    expect(error.message).toContain('no longer has the picture gone');
  });

  it('learns from the metadata why a page gets no picture where the refusal has no CORS headers', async () => {
    const refused = await failure(streetView('REFUSED-KEY').fetch(pictureAt(60, 30), view));
    expect(refused).toMatchObject({ reason: 'key' });
    const alone = await failure(streetView('NO-PICTURES-KEY').fetch(pictureAt(60, 30), view));
    expect(alone).not.toBeInstanceOf(ImageryRefusal);
    expect(alone.message).toContain('so the key works there');
    expect(alone.text).not.toContain('NO-PICTURES-KEY');
  });

  it('stops at the quota', async () => {
    const provider = streetView('QUOTA-2');
    for (const metres of [12, 24]) await provider.fetch(pictureAt(metres, 30), view);
    const error = await failure(provider.fetch(pictureAt(36, 30), view));
    expect(error).toMatchObject({ reason: 'quota' });
    expect(error.text).not.toContain('QUOTA-2');
  });

  it('comes through a busy server and a broken transfer', async () => {
    const urls = await asked(() => streetView('BUSY-KEY').fetch(pictureAt(12, 30), view));
    expect(urls.filter(({ pathname }) => pathname.endsWith('/streetview'))).toHaveLength(2);
    const whole = await streetView('BROKEN-KEY').fetch(pictureAt(12, 30), view);
    expect((await sharp(whole.tiles[0]?.bytes).stats()).channels).toHaveLength(3);
  });

  it('does nothing more once it is aborted', async () => {
    const gone = new AbortController();
    gone.abort();
    const urls = await asked(() => streetView('GOOD-KEY').fetch(pictureAt(12, 30), view, gone.signal));
    expect(urls).toEqual([]);
  });

  it('sends the key to Google’s host alone', () => {
    const others = server.requests.filter(({ url }) => url.host !== 'maps.googleapis.com');
    expect(server.requests.length).toBeGreaterThan(100);
    expect(others).toEqual([]);
  });
});
