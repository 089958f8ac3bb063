import { expect, test } from '@playwright/test';
import { MAPILLARY_TOKEN } from '../servers/mapillary.ts';
import { RoutePage } from './route-page.ts';
import { askedRequests, resetStandIns } from './stand-ins.ts';
import { askedPictures, typeStreet } from './street-lines.ts';

test.setTimeout(120_000);
test.beforeEach(() => resetStandIns());

test('what there is along a way is told: nothing, gaps, several years, repeats', async ({ page }) => {
  const studio = new RoutePage(page);
  await studio.openMap();
  const report = page.getByRole('region', { name: 'What is there' });
  const legend = page.getByRole('list', { name: 'Colours of the marks' }).getByRole('listitem');

  await typeStreet(studio, 1, 0, 52);
  await studio.scout();
  await expect(report.getByText('Panoramax has nothing along this way')).toBeVisible();
  await expect(report.getByText('Widen the search radius, move the way, or choose another source.')).toBeVisible();
  await expect(legend).toHaveText(['without a picture']);
  await expect(page.getByRole('button', { name: /^Fetch/ })).toHaveCount(0);

  // Pictures along the first 100 m and from 200 m on; the way begins at 60 m.
  await studio.setNumber('Spacing', 10);
  await studio.setNumber('Search radius', 8);
  await typeStreet(studio, 2, 60, 232);
  await expect(report.getByText('The way or the source is another one now: look again.')).toBeVisible();
  await studio.scout();
  await expect(report.getByText('9 found, 9 without a picture')).toBeVisible();
  await expect(report.getByText('A long gap: 40 m to 140 m of the way. The film leaps there.')).toBeVisible();
  await expect(legend).toHaveText(['found', 'without a picture']);
  await studio.fetchAll(9);

  // Each year's pictures stand elsewhere: within two metres of four of the five places, each time others.
  await studio.setNumber('Spacing', 7);
  await studio.setNumber('Search radius', 2);
  await typeStreet(studio, 4, 0.3, 31);
  await studio.scout();
  await expect(report.getByText('5 found')).toBeVisible();
  const years = report.getByRole('list', { name: 'Places by year' }).getByRole('listitem');
  await expect(years).toHaveCount(3);
  await expect(years.first()).toHaveAccessibleName('2016: 4 places');
  await expect(report.getByText(/one range keeps light and season from jumping/)).toBeVisible();
  // One click chooses the range that serves most places with few years.
  await report.getByRole('button', { name: 'Only 2020–2024' }).click();
  await expect(report.getByRole('combobox', { name: 'From' })).toHaveValue('2020');
  await expect(report.getByText('5 found')).toBeVisible();
  await report.getByRole('combobox', { name: 'From' }).selectOption('2024');
  await expect(report.getByText('4 found, 1 of other dates')).toBeVisible();
  await expect(report.getByText('4 frames, ')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Fetch 4 frames' })).toBeVisible();
  await expect(legend).toHaveText(['found', 'of other dates']);
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(report.getByText(/one range keeps light and season from jumping/)).toBeVisible();

  // One picture every 40 m.
  await studio.setNumber('Spacing', 10);
  await studio.setNumber('Search radius', 30);
  await typeStreet(studio, 3, 0, 85);
  await studio.scout();
  await expect(report.getByText('3 found, 6 repeated')).toBeVisible();
  await expect(report.getByText('Pictures of 2023.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Fetch 3 frames' })).toBeVisible();
  await report.getByRole('switch', { name: 'Drop repeats' }).uncheck({ force: true });
  await expect(page.getByRole('button', { name: 'Fetch 9 frames' })).toBeVisible();
  expect(studio.complaints).toEqual([]);
});

test('pictures that do not come are named, tried again alone or all, or left out', async ({ page }) => {
  const studio = new RoutePage(page);
  await studio.openMap();
  const failed = page.getByRole('region', { name: 'Frames that failed' });
  const begin = async (row: number, metres: number, frames: number) => {
    await typeStreet(studio, row, 0, metres);
    await studio.scout();
    await page.getByRole('button', { name: `Fetch ${frames} frames` }).click();
  };

  // Every second file is damaged, today and tomorrow.
  await begin(6, 37, 8);
  await expect(failed.getByText('4 frames failed')).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText('4 of 8 frames from Panoramax are here.')).toBeVisible();
  await expect(failed.getByRole('listitem').first()).toContainText(/^frame 2: The picture .* is damaged or incomplete/);
  expect(await askedPictures(6)).toHaveLength(8);
  const fourth = (await askedPictures(6)).find((url) => url.includes('000000000003/'));
  await failed.getByRole('button', { name: 'Try frame 4 again' }).click();
  await expect.poll(async () => (await askedPictures(6)).slice(8)).toEqual([fourth]);
  await expect(failed.getByText('4 frames failed')).toBeVisible();
  await failed.getByRole('button', { name: 'Try all again' }).click();
  await expect.poll(async () => (await askedPictures(6)).length).toBe(13);
  await failed.getByRole('button', { name: 'Leave out' }).click();
  await expect(page.getByText('4 frames from Panoramax are here.')).toBeVisible();
  await expect(failed).toHaveCount(0);

  // For a while two of the files are a page that wants a sign-in.
  const twoFiles = /derivates\/00000000-.*-00000000000[25]\/sd\.jpg/;
  await page.route(twoFiles, (route) =>
    route.fulfill({ contentType: 'text/html', headers: { 'access-control-allow-origin': '*' }, body: '<html>' }),
  );
  await begin(0, 37, 8);
  await expect(failed.getByText('2 frames failed')).toBeVisible({ timeout: 30_000 });
  await expect(failed.getByText(/frame 3: Panoramax sent something that is no picture \(text\/html\)/)).toBeVisible();
  await page.unroute(twoFiles);
  await failed.getByRole('button', { name: 'Try frame 3 again' }).click();
  await expect(failed.getByText('1 frame failed')).toBeVisible();
  await failed.getByRole('button', { name: 'Try all again' }).click();
  await studio.fetched(8);

  // Each file breaks off the first time; each host asks once for a pause; each address has trouble once.
  for (const [row, requests] of [
    [7, 16],
    [8, 10],
    [9, 16],
  ] as const) {
    await begin(row, 37, 8);
    await studio.fetched(8);
    await expect(failed).toHaveCount(0);
    expect(await askedPictures(row), `street ${row}`).toHaveLength(requests);
  }

  // Files without the header that lets pages read them.
  await begin(11, 72, 15);
  const alert = page.getByRole('complementary').getByRole('alert');
  await expect(
    alert.getByText(/^6 pictures in a row did not come\..*it may refuse pages of other origins \(CORS\)/),
  ).toBeVisible({
    timeout: 25_000,
  });
  await expect(alert.getByText(/What is here stays; fetching goes on from there\.$/)).toBeVisible();
  expect(new Set(await askedPictures(11)).size).toBeLessThan(12);
  await expect(failed.getByRole('listitem')).toHaveCount(0);
  await failed.getByRole('button', { name: 'Reason of each' }).click();
  await expect(failed.getByRole('listitem').first()).toContainText('frame 1: ');
});

test('offline, stopped, reloaded: a download goes on from where it was', async ({ page, context }) => {
  const studio = new RoutePage(page);
  await studio.openMap();
  const begin = async (from: number) => {
    await typeStreet(studio, 10, from, from + 57);
    await studio.scout();
    await page.getByRole('button', { name: 'Fetch 12 frames' }).click();
    await expect(page.getByText(/^[3-8] of 12, /)).toBeVisible({ timeout: 20_000 });
  };
  const missing = page.getByRole('button', { name: /^Fetch the \d+ missing$/ });

  await begin(0);
  await context.setOffline(true);
  const note = page.getByText('There is no network just now. It goes on by itself when it is back.');
  await expect(note).toBeVisible();
  await page.waitForTimeout(1500);
  await expect(note).toBeVisible();
  await context.setOffline(false);
  await expect(note).toHaveCount(0);
  await studio.fetched(12);
  const first = await askedPictures(10);
  expect(new Set(first).size).toBe(12);
  // What was under way is asked for once more, what had come is not.
  expect(first.length).toBeLessThanOrEqual(16);

  await begin(200);
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(page.getByText('Stopped. What is here stays; fetching goes on from there.')).toBeVisible();
  const left = Number(/\d+/.exec((await missing.textContent()) ?? '')?.[0]);
  expect(left).toBeLessThan(12);
  const stopped = (await askedPictures(10)).length;
  await missing.click();
  await studio.fetched(12);
  expect((await askedPictures(10)).length - stopped).toBe(left);

  await begin(400);
  const here = Number(/^\d+/.exec((await page.getByText(/^\d+ of 12, /).textContent()) ?? '')?.[0]);
  await page.reload();
  await studio.mapStands();
  await expect(page.getByText(/^\d+ of 12 frames from Panoramax are here\.$/)).toBeVisible();
  const reloaded = (await askedPictures(10)).length;
  await missing.click();
  await studio.fetched(12);
  expect((await askedPictures(10)).length - reloaded).toBeLessThanOrEqual(12 - here);
});

test('without the map’s style a route can be typed and looked along all the same', async ({ page }) => {
  const tiles = 'https://tiles.openfreemap.org/**';
  await page.route(tiles, (route) => route.abort());
  const studio = new RoutePage(page);
  await studio.openMap();
  const alert = page.getByRole('main').getByRole('alert');
  await expect(alert).toContainText('The map’s style does not come (tiles.openfreemap.org does not answer).');
  await typeStreet(studio, 0, 0, 37);
  await studio.scout();
  await expect(page.getByText('8 found')).toBeVisible();
  await page.unroute(tiles);
  await alert.getByRole('button', { name: 'Try again' }).click();
  await expect(alert).toHaveCount(0);
  await studio.mapStands();

  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('tab', { name: 'Services and hosts' }).click();
  await page.getByRole('textbox', { name: 'Map style' }).fill('https://tiles.openfreemap.org/styles/missing');
  await page.getByRole('button', { name: 'Apply', exact: true }).click();
  await page.keyboard.press('Escape');
  await expect(alert).toContainText('The map’s style does not come (tiles.openfreemap.org answers 404).');
  await alert.getByRole('button', { name: 'Close' }).click();
  await expect(alert).toHaveCount(0);
});

test('Mapillary: a token that is refused, then a good one', async ({ page }) => {
  const studio = new RoutePage(page);
  await studio.openMap();
  await studio.choose(/^Mapillary/);
  await typeStreet(studio, 0, 0, 37);
  await page.getByRole('button', { name: 'Enter the Mapillary token' }).click();
  await page.getByRole('textbox', { name: 'Mapillary token' }).fill('MLY|old|token');
  await Promise.all([
    page.waitForEvent('load'),
    page.getByRole('button', { name: 'Use the Mapillary token and reload the page' }).click(),
  ]);
  await studio.mapStands();
  await studio.scout();
  const alert = page.getByRole('complementary').getByRole('alert');
  await expect(alert).toContainText('The key was refused');
  await expect(alert).toContainText('Mapillary does not accept the token.');

  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Remove the Mapillary token' }).click();
  await page.getByRole('textbox', { name: 'Mapillary token' }).fill(MAPILLARY_TOKEN);
  await page.getByRole('button', { name: /^Use the Mapillary token/ }).click();
  await page.keyboard.press('Escape');
  await studio.scout();
  await expect(page.getByText('8 found')).toBeVisible();
  await expect(alert).toHaveCount(0);
  await studio.fetchAll(8);
  const tokened = (await askedRequests()).filter(({ url }) => url.includes(encodeURIComponent('MLY|')));
  expect(tokened.length).toBeGreaterThan(0);
  expect(tokened.every(({ url }) => new URL(url).host === 'graph.mapillary.com')).toBe(true);
  expect(await page.content()).not.toContain('MLY|');
});
