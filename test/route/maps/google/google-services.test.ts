import { afterAll, beforeAll, expect, test } from 'vitest';
import { createGoogleRoads } from '../../../../src/route/maps/google/google-roads.ts';
import { createGoogleSearch } from '../../../../src/route/maps/google/google-search.ts';
import { type FakePage, openFakePage } from './fake-page.ts';

const KEY = 'A-KEY-OF-MINE';
let page: FakePage;
beforeAll(async () => {
  page = await openFakePage();
});
afterAll(() => page.close());

const search = createGoogleSearch(KEY);
const roads = createGoogleRoads(KEY);

const asked = (host: string) =>
  page.server.requests.filter(({ url, method }) => url.host === host && method !== 'OPTIONS');

/** A way north, a crossing a point. */
const north = (count: number) => Array.from({ length: count }, (_, i) => ({ lat: (55_000 + i) / 1000, lng: 13 }));

test('what lies near comes first', async () => {
  const names = async (near: { lat: number; lng: number } | null) =>
    (await search.search('Lund', near)).map(({ name }) => name);
  expect(await names(null)).toEqual(['Lund, BC, Canada', 'Lund, Sweden']);
  expect(await names({ lat: 55.6, lng: 13.3 })).toEqual(['Lund, Sweden', 'Lund, BC, Canada']);
});

test('a place on both sides of the date line keeps its corners', async () => {
  expect(await search.search('Fiji', { lat: -17, lng: 179.9 })).toEqual([
    {
      name: 'Fiji',
      position: { lat: -17.71, lng: 178.07 },
      bounds: [
        { lat: -21.94, lng: 174.59 },
        { lat: -12.26, lng: -178.22 },
      ],
    },
  ]);
  const bounds = JSON.parse(page.server.requests.at(-1)?.url.searchParams.get('bounds') ?? '');
  expect(bounds.west).toBeCloseTo(179.6, 9);
  expect(bounds.east).toBeCloseTo(-179.8, 9);
});

test('what is nowhere is an empty list, and nothing is asked for nothing', async () => {
  expect(await search.search('Atlantis', null)).toEqual([]);
  const before = page.server.requests.length;
  expect(await search.search('  ', null)).toEqual([]);
  await expect(search.search('Lund', null, AbortSignal.abort())).rejects.toThrow(/abort/i);
  expect(page.server.requests.length).toBe(before);
});

test('a way turns at crossings and goes through all points', async () => {
  const way = await roads.snap(
    [
      { lat: 55.0001, lng: 13.0004 },
      { lat: 55.0029, lng: 13.0011 },
      { lat: 55.003, lng: 13.004 },
    ],
    'walking',
  );
  expect(way).toEqual([
    { lat: 55, lng: 13 },
    { lat: 55, lng: 13.001 },
    { lat: 55.003, lng: 13.001 },
    { lat: 55.003, lng: 13.004 },
  ]);
  const request = asked('routes.googleapis.com').at(-1);
  expect(request?.headers['x-goog-fieldmask']).toBe('routes.polyline');
  const { travelMode, polylineQuality, intermediates } = JSON.parse(request?.body ?? '');
  expect({ travelMode, polylineQuality, via: intermediates[0].via }).toEqual({
    travelMode: 'WALK',
    polylineQuality: 'HIGH_QUALITY',
    via: true,
  });
});

test.each([
  [2, 1],
  [27, 1],
  [28, 2],
  [53, 2],
  [54, 3],
  [261, 10],
])('%i points take %i requests, and no point comes twice', async (count, requests) => {
  const before = asked('routes.googleapis.com').length;
  expect(await roads.snap(north(count), 'driving')).toEqual(north(count));
  expect(asked('routes.googleapis.com').length - before).toBe(requests);
});

test('too few and too many points are told before anything is asked', async () => {
  const before = page.server.requests.length;
  await expect(roads.snap(north(1), 'driving')).rejects.toMatchObject({ kind: 'input' });
  await expect(roads.snap(north(262), 'driving')).rejects.toMatchObject({
    kind: 'input',
    message: expect.stringContaining('262 points; at most 261'),
  });
  expect(page.server.requests.length).toBe(before);
});

test('where there is no way, the points are named', async () => {
  const points = [...north(40), { lat: 85, lng: 13 }];
  await expect(roads.snap(points, 'bicycling')).rejects.toMatchObject({
    kind: 'input',
    message: 'Google knows no way for bicycling through points 27 to 41 of the route.',
  });
});

test('a stop ends between two requests', async () => {
  const controller = new AbortController();
  const before = asked('routes.googleapis.com').length;
  const snapped = roads.snap(north(100), 'driving', controller.signal);
  while (asked('routes.googleapis.com').length === before) await new Promise((resolve) => setTimeout(resolve, 1));
  controller.abort();
  await expect(snapped).rejects.toThrow(/abort/i);
  expect(asked('routes.googleapis.com').length - before).toBeLessThan(4);
});

test('the program is loaded once, with the key, and Google hears of the origin alone', async () => {
  await Promise.all([search.search('Lund', null), roads.snap(north(2), 'driving')]);
  expect(page.scripts).toHaveLength(1);
  expect(Object.fromEntries(page.scripts[0]?.searchParams ?? [])).toMatchObject({
    key: KEY,
    v: 'weekly',
    auth_referrer_policy: 'origin',
  });
});

test('another key needs the page anew, and neither key is named', async () => {
  const refused = createGoogleSearch('ANOTHER-KEY').search('Lund', null);
  await expect(refused).rejects.toMatchObject({ kind: 'input', remedy: expect.stringContaining('Reload') });
  const text: string = await refused.catch(({ text }) => text);
  expect(text).not.toContain('KEY');
});
