import { expect, test } from '@playwright/test';
import { GooglePage } from './google-page.ts';
import { askedRequests, resetStandIns } from './stand-ins.ts';

test.use({ viewport: { width: 1440, height: 900 } });
test.setTimeout(120_000);
test.beforeEach(() => resetStandIns());

test('a key that Google refuses is told at the map and at the pictures, each with its remedy', async ({ page }) => {
  const studio = new GooglePage(page);
  const main = page.getByRole('main');
  const route = page.getByRole('complementary');
  await studio.openGoogle('REFUSED-KEY', { frames: 3 });
  await expect(main.getByRole('alert')).toContainText('Google refuses the key on this page');
  await studio.scout();
  await expect(route.getByRole('alert')).toContainText('The key was refused');
  await expect(route.getByRole('alert')).toContainText('“The provided API key is invalid”');
  expect(await studio.placesOfKey('REFUSED-KEY')).toEqual(['sessionStorage plein-air.keys']);

  await main.getByRole('button', { name: 'Look at the key' }).click();
  await studio.changeKey('WRONG-REFERRER');
  // Google's program takes one key for as long as a page is open.
  await expect(main.getByRole('alert')).toContainText('Google Maps already runs on this page with another key');
  await Promise.all([page.waitForEvent('load'), main.getByRole('button', { name: 'Reload the page' }).click()]);
  await expect(main.getByRole('alert')).toContainText(`website restrictions allow ${new URL(page.url()).origin}/*`);
  await studio.scout();
  await expect(route.getByRole('alert')).toContainText('The key does not allow this page');
  await expect(route.getByRole('alert')).toContainText(
    `Allow ${new URL(page.url()).origin}/* among the website restrictions`,
  );
  expect(await studio.placesOfKey('WRONG-REFERRER')).toEqual(['sessionStorage plein-air.keys']);

  await studio.changeKey('A-GOOD-KEY');
  await Promise.all([page.waitForEvent('load'), main.getByRole('button', { name: 'Reload the page' }).click()]);
  await studio.mapStands();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await studio.scout();
  await studio.fetchAll(3);
});

test('what was fetched before the quota ended stays; another key fetches the rest, unless it gets no pictures', async ({
  page,
}) => {
  const studio = new GooglePage(page);
  const route = page.getByRole('complementary');
  await studio.openGoogle('QUOTA-3', { frames: 5 });
  await studio.mapStands();
  await studio.scout();
  await page.getByRole('button', { name: 'Fetch 5 frames' }).click();
  await expect(route.getByRole('alert')).toContainText('The quota is used up');
  await expect(route.getByRole('alert')).toContainText('or go on with another key');
  await expect(page.getByText('3 of 5 frames from Google Street View are here.')).toBeVisible();
  await studio.step('Frames');
  await expect(page.getByRole('option').locator('img')).toHaveCount(3);
  await expect(page.getByRole('option', { name: /not fetched/ })).toHaveCount(2);

  await studio.step('Route');
  await studio.changeKey('NO-PICTURES-KEY');
  await page.getByRole('button', { name: 'Fetch the 2 missing' }).click();
  await expect(page.getByText('2 frames failed')).toBeVisible({ timeout: 20_000 });
  await expect(route).toContainText('does not come from Google, though Google answers about it');

  await studio.changeKey('ANOTHER-KEY');
  await page.getByRole('button', { name: 'Fetch the 2 missing' }).click();
  await studio.fetched(5);
  const keys = (await askedRequests()).flatMap(({ url }) => {
    const { pathname, searchParams } = new URL(url);
    return pathname === '/maps/api/streetview' ? (searchParams.get('key') ?? '') : [];
  });
  expect(keys.filter((key) => key === 'ANOTHER-KEY')).toHaveLength(2);
});
