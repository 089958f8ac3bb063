import { afterAll, beforeAll, expect, test } from 'vitest';
import { googleLibrary, onKeyRefused } from '../../../../src/route/maps/google/google-loader.ts';
import { type FakePage, openFakePage } from './fake-page.ts';

const KEY = 'A-KEY-OF-MINE';
let page: FakePage;
beforeAll(async () => {
  page = await openFakePage();
});
afterAll(() => page.close());

// One page from its beginning to its end: a program that was loaded cannot be loaded again.
test('a program that does not come is told without the key, and comes when it is asked for again', async () => {
  page.offline = true;
  const error = await googleLibrary({ key: KEY, language: 'sv' }, 'geocoding').catch((error: unknown) => error);
  expect(error).toMatchObject({ name: 'PleinAirError', kind: 'network' });
  expect((error as Error).cause).toBeUndefined();
  expect((error as Error).message).toContain('maps.googleapis.com');
  expect(JSON.stringify([error, `${(error as Error).stack}`])).not.toContain(KEY);
  expect(page.elements.size).toBe(0);

  page.offline = false;
  expect(await googleLibrary({ key: KEY }, 'geocoding')).toHaveProperty('Geocoder');
  expect(page.scripts.map(({ searchParams }) => searchParams.get('language'))).toEqual(['sv', 'sv']);
  // Its address has the key, which is to stand nowhere in the page.
  expect(page.elements.size).toBe(0);
});

test('a refused key is told to all who listen, with the origin to allow, and for good', async () => {
  const told: string[] = [];
  const end = onKeyRefused(({ text }) => told.push(`ended: ${text}`));
  onKeyRefused(({ text }) => told.push(text));
  end();
  page.refuseKey();
  expect(told).toHaveLength(1);
  expect(told[0]).toContain('website restrictions allow https://paints.example/*');
  expect(told[0]).not.toContain(KEY);

  onKeyRefused(({ kind }) => told.push(kind));
  expect(told[1]).toBe('input');
  await expect(googleLibrary({ key: KEY }, 'maps')).rejects.toMatchObject({ kind: 'input' });
});
