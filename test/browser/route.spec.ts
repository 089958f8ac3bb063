import { expect, test } from '@playwright/test';
import { listOf, RoutePage } from './route-page.ts';
import { askedRequests, resetStandIns } from './stand-ins.ts';
import { QUICK } from './studio-page.ts';

test.beforeEach(() => resetStandIns());

test('without a key: a route drawn on the open map, looked along, fetched, painted, exported, and shared', async ({
  page,
  browser,
}) => {
  test.setTimeout(180_000);
  const studio = new RoutePage(page);
  await studio.openMap();
  await studio.loadParams(QUICK);
  await studio.step('Route');
  await studio.choose(/^Panoramax/);
  await studio.mapStands();
  await studio.search('Lund');
  await studio.draw([60, 0], [180, -2], [330, 0]);
  await studio.setNumber('Most frames', 8);
  await expect(page.getByText(/8 frames, a film of/)).toBeVisible();

  await studio.scout();
  await expect(page.getByText('8 found')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Look what is there (free)' })).toBeFocused();
  await expect(page.getByText('free', { exact: true })).toBeVisible();
  await studio.fetchAll(8);
  // Each picture is credited, beside the frame.
  await studio.step('Frames');
  await expect(page.getByText('8 frames from Panoramax')).toBeVisible();
  await expect(page.getByRole('main').getByText(/Panoramax$/)).toBeVisible();

  await studio.step('Styles');
  await page.getByRole('button', { name: 'swirls', exact: false }).first().click();
  await studio.paint();
  await studio.painted(8);
  await studio.step('Export');
  await expect(
    page
      .getByRole('region', { name: 'Credits' })
      .getByText(/Panoramax/)
      .first(),
  ).toBeVisible();
  const film = await studio.download('Export film');
  expect(film.name).toMatch(/\.webm$/);
  const yaml = await studio.yaml();
  expect(listOf(yaml, 'route_source_ids').split(',')).toHaveLength(8);
  expect(listOf(yaml, 'route_sha256')).not.toContain('null');

  const elsewhere = await browser.newContext();
  try {
    const other = new RoutePage(await elsewhere.newPage());
    await other.open();
    await other.dropFile({ name: 'street.yaml', mimeType: 'application/yaml', text: yaml });
    await other.step('Route');
    await other.page.getByRole('button', { name: 'Fetch the 8 missing' }).click();
    await other.fetched(8);
    await expect(other.page.getByText(/pictures have changed/)).toHaveCount(0);
    const again = await other.yaml();
    for (const key of ['route_points', 'route_source_ids', 'route_positions', 'route_headings', 'route_sha256']) {
      expect(listOf(again, key), key).toBe(listOf(yaml, key));
    }
    expect(other.complaints).toEqual([]);
  } finally {
    await elsewhere.close();
  }
  expect(studio.complaints).toEqual([]);
  const [place] = (await askedRequests()).filter(({ url }) => url.includes('nominatim'));
  expect(new URL(place?.url ?? '').searchParams.get('viewbox')).not.toBeNull();
  // Looking along so short a way takes one question.
  const searches = (await askedRequests()).filter(({ url }) => url.includes('/api/search?') && url.includes('bbox='));
  expect(searches).toHaveLength(1);
});
