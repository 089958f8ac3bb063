import { expect, test } from '@playwright/test';
import { placesAlong } from '../servers/covered-streets.ts';
import { PANORAMAX_STREETS } from '../servers/panoramax-pictures.ts';
import { RoutePage } from './route-page.ts';
import { askedPictures, resetStandIns } from './stand-ins.ts';

test.use({ viewport: { width: 1440, height: 900 } });
test.beforeEach(() => resetStandIns());

test('where there is nothing along the way, that is said, and nothing is offered to be fetched', async ({ page }) => {
  const studio = new RoutePage(page);
  const route = page.getByRole('complementary');
  await studio.openStreet('none', 16, 20);
  await expect(route.getByText('Look what is there first')).toBeVisible();
  await studio.scout();
  const alert = route.getByRole('alert');
  await expect(alert).toContainText('Panoramax has nothing along this way');
  await expect(alert).toContainText('Widen the search radius, move the way, or choose another source.');
  await expect(alert).toBeInViewport({ ratio: 0.9 });
  await expect(page.getByRole('main', { name: 'Map' }).getByText('without a picture')).toBeVisible();
  await expect(route.getByText('Look what is there first')).toHaveCount(0);
  await expect(route.getByRole('button', { name: /^Fetch/ })).toHaveCount(0);
  expect(await askedPictures()).toEqual([]);

  await page.getByRole('button', { name: 'Clear the way' }).click();
  const covered = placesAlong(PANORAMAX_STREETS.whole.start, 2, 60);
  await studio.typePoints(...covered.map(({ lat, lng }) => `${lat}, ${lng}`));
  await expect(alert).toHaveCount(0);
  await studio.scout();
  await studio.fetchAll(4);
  expect(studio.complaints).toEqual([]);
});

test('where half of the way has no pictures, the gap is named and the rest becomes the film', async ({ page }) => {
  const studio = new RoutePage(page);
  const route = page.getByRole('complementary');
  // Of each 200 m of this street the first hundred have pictures.
  await studio.openStreet('half', 16, 20);
  await studio.scout();
  await expect(route.getByText('12 found, 4 without a picture')).toBeVisible();
  await expect(route.getByText('A long gap: 100 m to 200 m of the way. The film leaps there.')).toBeVisible();
  await expect(route.getByText('12 frames, 1.5 s')).toBeVisible();
  await studio.fetchAll(12);
  expect(new Set(await askedPictures()).size).toBe(12);
  await expect(page.getByRole('region', { name: 'Film' }).getByRole('option')).toHaveCount(12);
  expect(studio.complaints).toEqual([]);
});

test('a way of 5,000 points is shown, shortened to a film, looked along, undone and kept', async ({ page }) => {
  const studio = new RoutePage(page);
  const route = page.getByRole('complementary');
  await studio.openMap();
  await studio.choose(/^Panoramax/);
  await studio.setNumber('Most frames', 40);
  const way = placesAlong(PANORAMAX_STREETS.whole.start, 5000, 5);
  const coordinates = way.map(({ lat, lng }, index) => [lng, lat + (index % 2) * 1e-5]);
  const text = JSON.stringify({ type: 'LineString', coordinates });
  await studio.dropFile({ name: 'long.geojson', mimeType: 'application/geo+json', text });
  const points = route.getByText(/^26 km, 5000 points$/);
  await expect(points).toBeVisible();
  await expect(page.getByText('This route has 5000 points: 300 of them have handles.')).toBeVisible();
  await expect(route.getByText(/^40 frames, a film of/)).toContainText(
    /The whole way would be 5\d{3}: raise “Most frames”/,
  );

  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(points).toHaveCount(0);
  await page.getByRole('button', { name: 'Redo' }).click();
  await expect(points).toBeVisible();
  await studio.scout();
  await expect(route.getByText(/^\d+ found/)).toBeVisible();

  await expect(page.getByText('saved', { exact: true })).toBeVisible();
  await page.reload();
  await expect(points).toBeVisible();
  await route.getByRole('button', { name: 'Points as text' }).click();
  await expect(route.getByText('and 4940 more, to be edited on the map')).toBeVisible();
  expect(studio.complaints).toEqual([]);
});
