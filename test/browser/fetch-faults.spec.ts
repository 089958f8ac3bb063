import { expect, test } from '@playwright/test';
import { RoutePage } from './route-page.ts';
import { askedPictures, resetStandIns } from './stand-ins.ts';

test.use({ viewport: { width: 1440, height: 900 } });
test.beforeEach(() => resetStandIns());

test('offline in the middle of a download: it waits, says so, and goes on by itself', async ({ page, context }) => {
  const studio = new RoutePage(page);
  await studio.openStreet('slow', 12, 10);
  await studio.scout();
  await page.getByRole('button', { name: 'Fetch 12 frames' }).focus();
  await page.keyboard.down('Enter');
  await expect(page.getByText(/^[1-8] of 12,/)).toBeVisible();
  await context.setOffline(true);
  // The key is held still while the button has changed under it, and then another window is in front.
  const stop = page.getByRole('button', { name: 'Stop' });
  await expect(stop).toBeFocused();
  await page.keyboard.down('Enter');
  await page.keyboard.up('Enter');
  await stop.dispatchEvent('focusout');
  const note = page.getByText('There is no network just now. It goes on by itself when it is back.');
  await expect(note).toBeInViewport({ ratio: 0.9 });
  await expect(stop).toBeInViewport({ ratio: 0.9 });
  await context.setOffline(false);
  await studio.fetched(12);
  await expect(stop).toHaveCount(0);
  await expect(page.locator(':focus')).toHaveAttribute('tabindex', '-1');
  await expect(note).toHaveCount(0);
  await expect(page.getByText(/frames? failed/)).toHaveCount(0);
  const asked = await askedPictures();
  expect(new Set(asked).size).toBe(12);
  // What was here was not asked for again; four were under way when the network went.
  expect(asked.length).toBeLessThanOrEqual(16);
  expect(studio.complaints.filter((text) => !text.includes('net::ERR_INTERNET_DISCONNECTED'))).toEqual([]);
});

test('where a server refuses pages of other origins, the download ends with its name and the likely cause', async ({
  page,
}) => {
  const studio = new RoutePage(page);
  const route = page.getByRole('complementary');
  await studio.openStreet('noCors', 12, 20);
  await studio.scout();
  await page.getByRole('button', { name: 'Fetch 12 frames' }).click();
  const alert = route.getByRole('alert');
  await expect(alert).toContainText('The service gives no answer', { timeout: 30_000 });
  await expect(alert).toContainText('panoramax.openstreetmap.fr did not answer to this page');
  await expect(alert).toContainText('it may refuse pages of other origins (CORS)');
  await expect(alert).toContainText('allow it in the settings if it is a server of your own');
  await expect(alert).toBeInViewport({ ratio: 0.9 });
  await expect(route.getByText('0 of 12 frames from Panoramax are here.')).toBeVisible();
  // All reasons are the same one, which is told already: they are shown where somebody asks for them.
  const failed = route.getByRole('region', { name: 'Frames that failed' });
  await expect(failed.getByRole('listitem')).toHaveCount(0);
  await failed.getByRole('button', { name: 'Reason of each' }).click();
  await expect(failed.getByRole('listitem').first()).toContainText(
    'frame 1: panoramax.openstreetmap.fr did not answer',
  );
  // Six in a row were enough, and up to three more were under way: the service is not asked for the rest.
  expect(new Set(await askedPictures()).size).toBeLessThan(12);
});

test('damaged pictures are told one by one and the others stay; one is tried again alone, all are left out', async ({
  page,
}) => {
  const studio = new RoutePage(page);
  const route = page.getByRole('complementary');
  // Every second file of this street is damaged.
  await studio.openStreet('corrupt', 8, 5);
  await studio.scout();
  await page.getByRole('button', { name: 'Fetch 8 frames' }).click();
  await expect(route.getByText('4 of 8 frames from Panoramax are here.')).toBeVisible();
  const failed = route.getByRole('region', { name: 'Frames that failed' });
  await expect(failed).toContainText('4 frames failed');
  await expect(failed).toBeInViewport({ ratio: 0.9 });
  const reasons = failed.getByRole('listitem');
  await expect(reasons).toHaveText([
    /^frame 2: The picture \S+ is damaged or incomplete/,
    /^frame 4: The picture \S+ is damaged or incomplete/,
    /^frame 6: The picture \S+ is damaged or incomplete/,
    /^frame 8: The picture \S+ is damaged or incomplete/,
  ]);
  const before = await askedPictures();
  await failed.getByRole('button', { name: 'Try frame 4 again' }).click();
  await expect.poll(async () => (await askedPictures()).length).toBe(before.length + 1);
  await expect(failed).toContainText('4 frames failed');
  await failed.getByRole('button', { name: 'Leave out' }).click();
  await studio.fetched(4);
  await expect(failed).toHaveCount(0);
  await expect(page.getByRole('region', { name: 'Film' }).getByRole('option').locator('img')).toHaveCount(4);
  expect(studio.complaints).toEqual([]);
});
