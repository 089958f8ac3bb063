import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { unpackShare } from '../../src/project/share.ts';
import { readFilm } from './film.ts';
import { GooglePage } from './google-page.ts';
import { KeyWatch } from './key-watch.ts';
import { listOf } from './route-page.ts';
import { askedRequests, resetStandIns } from './stand-ins.ts';
import { QUICK } from './studio-page.ts';

const KEY = 'PLEIN-AIR-TEST-KEY-abcd1234';

test.use({ viewport: { width: 1440, height: 900 } });
test.beforeEach(() => resetStandIns());

/** Pictures that were asked for, each of which Google is paid for. */
const paid = async () =>
  (await askedRequests()).filter(({ url }) => new URL(url).pathname === '/maps/api/streetview').length;

test('with a Google key: a route drawn on Google’s map, fetched, painted, exported and shared; the key stays in its place', async ({
  page,
  context,
  browser,
}) => {
  test.setTimeout(180_000);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const watch = new KeyWatch(context, KEY);
  const studio = new GooglePage(page);
  await studio.openMap();
  await studio.loadParams(QUICK);
  await studio.step('Route');
  await studio.choose(/^Google Street View/);
  await page
    .getByRole('main')
    .getByRole('button', { name: /^Enter the/ })
    .click();
  await studio.enterKey(KEY);
  await studio.mapStands();
  await expect(page.locator('#route-map .gm-style')).toBeVisible();

  await studio.search('Lund', 'Lund, Sweden');
  // The beginning of the stand-ins' street; north-east of it there are pictures everywhere.
  await studio.zoomIn(-26, 27, 4);
  await studio.draw([0, 0], [150, -60], [300, -150]);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText(', 2 points')).toBeVisible();
  await page.getByRole('button', { name: 'Redo' }).click();
  await expect(page.getByText(', 3 points')).toBeVisible();
  await page.getByRole('button', { name: 'Snap to roads' }).click();
  await expect(page.getByText(', 4 points')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText(', 3 points')).toBeVisible();
  await page.getByRole('button', { name: 'Redo' }).click();
  await expect(page.getByText(', 4 points')).toBeVisible();
  await studio.setNumber('Most frames', 8);
  await studio.setNumber('Spacing', 15);

  await studio.scout();
  await expect(page.getByText('8 found')).toBeVisible();
  await expect(page.getByText('Pictures of 2023')).toBeVisible();
  await expect(
    page.getByText('nothing while this month’s 10,000 free are not used up, else $0.06, by the list of 2025-03'),
  ).toBeVisible();
  expect(await paid()).toBe(0);
  await studio.fetchAll(8);
  expect(await paid()).toBe(8);
  // Google's terms keep its pictures off every screen with a map.
  expect(await studio.picturesOnScreen()).toEqual([]);
  await expect(page.getByRole('region', { name: 'Film' })).toHaveCount(0);
  await expect(page.getByText('Google’s pictures are not shown beside a map')).toBeVisible();

  await studio.step('Frames');
  await expect(page.getByText('8 frames from Google Street View, taken 2023-06.')).toBeVisible();
  await expect(page.getByRole('main').getByText('© Google')).toBeVisible();
  await expect(page.getByRole('option').locator('img')).toHaveCount(8);
  // Google's logo and copyright are in the picture, along its lower edge: nothing stands over them, and nothing cuts them off.
  await expect(page.getByRole('img', { name: /^Photograph of frame 1,/ })).toHaveJSProperty('naturalHeight', 360);
  await expect.poll(() => studio.photographEdges()).toEqual({ covered: [], shares: [1, 1] });
  await studio.step('Styles');
  await page.getByRole('button', { name: 'swirls', exact: false }).first().click();
  await studio.paint();
  for (const step of ['Frames', 'Styles', 'Tune', 'Render', 'Export'] as const) {
    await studio.step(step);
    await expect(studio.maps, step).toHaveCount(0);
  }
  await studio.painted(8);
  await expect(page.getByRole('region', { name: 'Credits' }).getByText('© Google')).toBeVisible();
  const film = await studio.download('Export film');
  const { tag, frames } = await readFilm(film.path);
  expect(frames).toBe(8);
  const yaml = await studio.yaml();
  expect(listOf(yaml, 'route_drawn_on')).toContain('google');
  // The stand-in's roads run along every thousandth of a degree.
  expect(listOf(yaml, 'route_points')).not.toMatch(/\.\d{4}/);
  expect(listOf(yaml, 'route_source_ids').match(/Lund_/g)).toHaveLength(8);
  expect(listOf(yaml, 'route_sha256')).not.toContain('null');
  await page.getByRole('button', { name: 'Copy link' }).click();
  await expect(page.getByText('Link copied')).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());

  const written = {
    film: readFileSync(film.path, 'latin1'),
    tag,
    yaml,
    link,
    shared: unpackShare(link.split('=')[1] ?? ''),
  };
  for (const [name, text] of Object.entries(written)) expect(text, name).not.toContain(KEY);
  expect(await studio.placesOfKey(KEY)).toEqual(['sessionStorage plein-air.keys']);
  await studio.step('Route');
  await studio.mapStands();
  expect(await studio.placesOfKey(KEY)).toEqual(['sessionStorage plein-air.keys']);
  const dialog = await studio.openSettings();
  await expect(dialog.getByText('••••••••1234')).toBeVisible();
  const google = dialog.getByRole('region', { name: 'Google key' });
  await google.getByRole('radio', { name: /^in this browser/ }).check();
  expect(await studio.placesOfKey(KEY)).toEqual(['localStorage plein-air.keys']);
  await google.getByRole('button', { name: 'Remove the Google key' }).click();
  expect(await studio.placesOfKey(KEY)).toEqual([]);
  expect(await context.cookies()).toEqual([]);
  expect(watch.said).not.toContain(KEY);
  expect(await watch.hosts()).toEqual(['maps.googleapis.com', 'routes.googleapis.com']);
  expect(studio.complaints).toEqual([]);

  const elsewhere = await browser.newContext();
  try {
    const other = new GooglePage(await elsewhere.newPage());
    await other.reopen(link);
    const question = other.page.getByRole('dialog', { name: 'Open shared project?' });
    await expect(question).toContainText('Google Street View, with a Google key of your own');
    await question.getByRole('button', { name: 'Open as a new project' }).click();
    await other.enterKey('ANOTHER-KEY-abcd9876');
    await other.mapStands();
    await other.page.getByRole('button', { name: 'Fetch the 8 missing' }).click();
    await other.fetched(8);
    await expect(other.page.getByText(/pictures have changed/)).toHaveCount(0);
    const again = await other.yaml();
    for (const name of [
      'route_points',
      'route_source_ids',
      'route_positions',
      'route_headings',
      'route_dates',
      'route_sha256',
    ]) {
      expect(listOf(again, name), name).toBe(listOf(yaml, name));
    }
    expect(other.complaints).toEqual([]);
  } finally {
    await elsewhere.close();
  }
});
