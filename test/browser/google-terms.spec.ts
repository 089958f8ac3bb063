import { expect, test } from '@playwright/test';
import { parseParams } from '../../src/project/parse.ts';
import { GooglePage } from './google-page.ts';
import { askedRequests, resetStandIns } from './stand-ins.ts';
import { storedKeys, usersOfAnswers } from './stored-keys.ts';
import { likeness } from './street-likeness.ts';

const KEY = 'PLEIN-AIR-TEST-KEY-abcd1234';
/** North-east from the beginning of the stand-ins' street. */
const NORTH_EAST = ['55.7049, 13.1915', '55.7056, 13.1935'];

test.use({ viewport: { width: 1440, height: 900 } });
test.setTimeout(120_000);
test.beforeEach(() => resetStandIns());

test('a route of one map gives no pictures of the other’s; a typed one is anybody’s', async ({ page }) => {
  const studio = new GooglePage(page);
  await studio.open();
  await studio.enterKey(KEY);
  await page.getByRole('button', { name: 'Draw a route on a map' }).click();
  await studio.mapStands();
  await studio.draw([0, 0], [200, 30]);
  const look = page.getByRole('button', { name: 'Look what is there (free)' });
  await expect(look).toBeEnabled();

  const conflict = page.getByRole('alert').filter({ hasText: 'This route cannot be used with these pictures' });
  await studio.choose(/^Google Street View/);
  await studio.mapStands();
  await expect(conflict).toContainText('This route was drawn on the open map.');
  await expect(conflict).toContainText('draw the route again on Google’s map, or type or import it');
  await expect(look).toBeDisabled();
  await conflict.getByRole('button', { name: 'Clear the route' }).click();
  await expect(conflict).toHaveCount(0);

  await page.getByRole('button', { name: 'Draw', exact: true }).click();
  await studio.draw([0, 0], [150, 40]);
  await expect(look).toBeEnabled();
  await studio.choose(/^Panoramax/);
  await studio.mapStands();
  await expect(conflict).toContainText('This route was drawn on Google’s map');
  await expect(look).toBeDisabled();
  for (const name of ['Draw', 'Edit', 'Look at a pin'])
    await expect(page.getByRole('button', { name, exact: true })).toBeDisabled();
  await conflict.getByRole('button', { name: 'Clear the route' }).click();

  await studio.typePoints(...NORTH_EAST);
  await page.getByRole('button', { name: 'Points as text' }).click();
  const point = page.getByRole('textbox', { name: 'Point 1, latitude and longitude' });
  await point.fill('55.7048 N, 13.1915 E');
  await point.press('Enter');
  await expect(point).toHaveValue('55.7048, 13.1915');
  await expect(point).toBeFocused();
  await page.getByRole('textbox', { name: 'Pin to look at' }).fill('55.7052, 13.1915');
  await page.keyboard.press('Enter');
  const pinned = page.getByRole('button', { name: 'Move the pin to look at' });
  await expect(pinned).toBeVisible();
  // The pin stays where it is when the camera turns away, and is chosen again as it stands.
  await page.getByRole('button', { name: 'Reset Camera looks' }).click();
  await expect(pinned).toHaveCount(0);
  await page.getByRole('textbox', { name: 'Pin to look at' }).press('Enter');
  await expect(pinned).toBeVisible();
  for (const source of [/^Panoramax/, /^Google Street View/, /^Google panoramas/]) {
    await studio.choose(source);
    await expect(look).toBeEnabled();
  }
  await expect(conflict).toHaveCount(0);
  expect(studio.complaints).toEqual([]);
});

test('Google’s pictures go when the tab is closed, and stay for days where that is chosen; what is painted stays', async ({
  page,
  context,
}) => {
  const studio = new GooglePage(page);
  await studio.openGoogle(KEY, { frames: 2 });
  await studio.scout();
  await studio.fetchAll(2);
  await studio.step('Styles');
  await page.getByRole('button', { name: 'swirls', exact: false }).first().click();
  await studio.paint();
  await studio.painted(2);
  expect((await storedKeys(page, 'frames')).length).toBeGreaterThan(2);

  // A tab that takes the project over has them as long as itself, over a reload too.
  const heir = new GooglePage(await context.newPage());
  await heir.reopen();
  await heir.page.getByRole('button', { name: 'Open it here' }).click();
  const photograph = heir.page.getByRole('img', { name: /^Photograph of frame 1/ });
  await expect(photograph).toBeVisible();
  await expect.poll(() => usersOfAnswers(heir.page)).toEqual([2, 2]);
  await page.close();
  await heir.page.reload();
  await expect(photograph).toBeVisible();
  await expect(heir.page.getByText('no longer here')).toHaveCount(0);
  expect((await storedKeys(heir.page, 'frames')).length).toBeGreaterThan(2);
  await heir.page.close();

  const second = new GooglePage(await context.newPage());
  await second.reopen();
  await expect(second.page.getByText('2 of them are no longer here: fetch them again')).toBeVisible();
  await second.painted(2);
  await expect(second.page.getByRole('option', { name: /painted/ }).locator('img')).toHaveCount(2);
  expect(await storedKeys(second.page, 'frames')).toEqual([]);
  const settings = await second.openSettings();
  await settings.getByRole('radio', { name: /^for 7 days/ }).check();
  await second.enterKey(KEY);
  await second.step('Route');
  await second.page.getByRole('button', { name: 'Fetch the 2 missing' }).click();
  await second.fetched(2);
  const kept = await storedKeys(second.page, 'frames');
  await second.page.close();

  const third = new GooglePage(await context.newPage());
  await third.reopen();
  await third.painted(2);
  await expect(third.page.getByRole('img', { name: /^Photograph of frame 1/ })).toBeVisible();
  await expect(third.page.getByText('no longer here')).toHaveCount(0);
  expect(await storedKeys(third.page, 'frames')).toEqual(expect.arrayContaining(kept));
  for (const { complaints } of [studio, heir, second, third]) expect(complaints).toEqual([]);
});

test('panoramas are cut out where the camera looks, level, for the price that was named', async ({ page }) => {
  const studio = new GooglePage(page);
  await studio.openGoogle(KEY, { frames: 4, source: 'streetview_tiles' });
  await studio.scout();
  await expect(page.getByText('4 found')).toBeVisible();
  await expect(page.getByText('100,000 free are not used up, else $0.07')).toBeVisible();
  await studio.fetchAll(4);
  expect(await studio.picturesOnScreen()).toEqual([]);
  const tiles = (await askedRequests()).filter(({ url }) => url.includes('/v1/streetview/tiles/'));
  // The price above is that of nine a frame.
  expect(tiles.length).toBeLessThanOrEqual(36);

  const saved = parseParams(await studio.yaml());
  if (!saved.ok) throw new Error('the saved params cannot be read');
  const { route_source_ids: ids, route_headings: headings } = saved.params;
  await studio.step('Frames');
  await expect(page.getByRole('main').getByText('© Google')).toBeVisible();
  for (const [index, id] of ids.entries()) {
    await page.getByRole('option', { name: `frame ${index + 1},` }).click();
    const picture = page.getByRole('img', { name: new RegExp(`^Photograph of frame ${index + 1},`) });
    await expect(picture).toHaveJSProperty('naturalWidth', 640);
    const heading = headings[index] ?? 0;
    const right = await likeness(picture, id, { heading, pitch: 0 });
    expect(right).toBeGreaterThan(0.9);
    for (const wrong of [
      { heading: heading + 5, pitch: 0 },
      { heading: heading - 5, pitch: 0 },
      { heading, pitch: 3 },
      { heading, pitch: -3 },
    ]) {
      expect(await likeness(picture, id, wrong), JSON.stringify(wrong)).toBeLessThan(right - 0.01);
    }
  }
  expect(studio.complaints).toEqual([]);
});
