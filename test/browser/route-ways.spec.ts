import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { alongStreet, streetStart } from '../servers/covered-streets.ts';
import { RoutePage } from './route-page.ts';
import { askedRequests, resetStandIns } from './stand-ins.ts';
import { streetLines } from './street-lines.ts';

test.setTimeout(120_000);
test.beforeEach(() => resetStandIns());

type Pixels = readonly [x: number, y: number];

/** The way's points as the list shows them, which must be open. */
async function points(page: Page): Promise<string[]> {
  const inputs = page.getByRole('list', { name: 'Points of the way' }).getByRole('textbox');
  return inputs.evaluateAll((all) => all.map((input) => (input as HTMLInputElement).value));
}

/** @param from, to in pixels from the middle of the map */
async function drag(studio: RoutePage, from: Pixels, to: Pixels): Promise<void> {
  const start = await studio.onMap(...from);
  const end = await studio.onMap(...to);
  const { mouse } = studio.page;
  await mouse.move(start.x, start.y);
  await mouse.down();
  await mouse.move((start.x + end.x) / 2, (start.y + end.y) / 2, { steps: 3 });
  await mouse.move(end.x, end.y, { steps: 3 });
  await mouse.up();
}

test('a way is found, drawn, taken back, dragged, lengthened, cut, turned round and snapped', async ({ page }) => {
  const studio = new RoutePage(page);
  await studio.openMap();
  const place = page.getByRole('textbox', { name: 'Place' });
  await place.fill('nowhere');
  await place.press('Enter');
  await expect(page.getByText('No place of that name was found.')).toBeVisible();
  await studio.search('Lund');

  for (const at of [
    [-200, 0],
    [0, 0],
    [0, 150],
    [200, 150],
  ] as const) {
    const { x, y } = await studio.onMap(at[0], at[1]);
    await page.mouse.click(x, y);
    // Two clicks in a hurry are a double click, which ends the way.
    await page.waitForTimeout(400);
  }
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Edit', exact: true })).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByText(', 4 points')).toBeVisible();
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  await expect(page.getByText(', 2 points')).toBeVisible();
  await page.keyboard.press('Control+Shift+z');
  await page.keyboard.press('Control+Shift+z');
  await expect(page.getByText(', 4 points')).toBeVisible();

  await page.getByRole('button', { name: 'Points as text' }).click();
  const drawn = await points(page);
  await drag(studio, [0, 150], [60, 200]);
  await expect.poll(() => points(page)).not.toEqual(drawn);
  const dragged = await points(page);
  expect(dragged.filter((_, i) => i !== 2)).toEqual(drawn.filter((_, i) => i !== 2));
  // To the south and to the east, by half as much again as the map is wide for a degree there.
  const [[oldLat = 0, oldLng = 0] = [], [lat = 0, lng = 0] = []] = [drawn[2], dragged[2]].map((point) =>
    (point ?? '').split(', ').map(Number),
  );
  expect((lng - oldLng) / (oldLat - lat)).toBeCloseTo(60 / 50 / Math.cos((lat * Math.PI) / 180), 1);

  // The midpoint between the first two.
  await drag(studio, [-100, 0], [-100, -80]);
  await expect.poll(() => points(page)).toHaveLength(5);
  const inserted = await points(page);
  expect(inserted.filter((_, i) => i !== 1)).toEqual(dragged);

  const { x, y } = await studio.onMap(60, 200);
  await page.mouse.click(x, y, { button: 'right' });
  await expect.poll(() => points(page)).toEqual(inserted.filter((_, i) => i !== 3));
  const cut = await points(page);
  await page.getByRole('button', { name: 'Reverse the way' }).click();
  await expect.poll(() => points(page)).toEqual(cut.toReversed());

  await page.getByRole('button', { name: 'Snap to roads' }).click();
  await expect.poll(() => points(page)).toHaveLength(10);
  await expect(page.getByText(/The way follows roads now\. .*OpenStreetMap/)).toBeVisible();
  expect(studio.complaints).toEqual([]);

  await page.getByRole('button', { name: 'Hide the points' }).click();
  await page.getByRole('button', { name: 'Clear the way' }).click();
  await studio.typePoints('55.1, 12.5', '55.1, 12.6');
  await page.getByRole('button', { name: 'Snap to roads' }).click();
  await expect(page.getByText('There is no road near point 1 (55.10000, 12.50000).')).toBeVisible();
  await expect(page.getByText(', 2 points')).toBeVisible();
});

test('a GPX file of 5,000 points is dropped: the map stays usable; a damaged one changes nothing', async ({ page }) => {
  const studio = new RoutePage(page);
  await studio.openMap();
  const track = Array.from({ length: 5000 }, (_, i) => {
    const { lat, lng } = alongStreet(streetStart(0), i);
    return `<trkpt lat="${(lat + Math.sin(i / 7) * 1e-6).toFixed(7)}" lon="${lng.toFixed(7)}"/>`;
  });
  const text = `<?xml version="1.0"?><gpx version="1.1" creator="a test" xmlns="http://www.topografix.com/GPX/1/1"><trk><trkseg>${track.join('')}</trkseg></trk></gpx>`;
  const began = Date.now();
  await studio.dropFile({ name: 'long.gpx', mimeType: 'application/gpx+xml', text });
  await expect(page.getByText('5.0 km, 5000 points')).toBeVisible({ timeout: 20_000 });
  test.info().annotations.push({ type: 'measured', description: `5,000 points after ${Date.now() - began} ms` });
  await expect(page.getByText('This route has 5000 points: 300 of them have handles.')).toBeVisible();

  // The whole way is on the map, its beginning 56 pixels from the left edge.
  await page.waitForTimeout(1000);
  const box = await page.getByRole('main', { name: 'Map' }).boundingBox();
  const left = 56 - (box?.width ?? 0) / 2;
  await drag(studio, [left, 0], [left, -120]);
  await expect(page.getByText(/, 49\d\d points/)).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(page.getByText(', 5000 points')).toBeVisible();

  await studio.scout();
  await expect(page.getByText('300 found')).toBeVisible({ timeout: 20_000 });
  // 1.5 km of the way, 400 m at a time.
  expect((await askedRequests()).filter(({ url }) => url.includes('/api/search?'))).toHaveLength(4);

  await studio.dropFile({ name: 'torn.gpx', mimeType: 'application/gpx+xml', text: text.slice(0, 3000) });
  await expect(page.getByText(/^The route file torn\.gpx is damaged or incomplete/)).toBeVisible();
  await expect(page.getByText('Get the file again from where it came, or export it anew.')).toBeVisible();
  await expect(page.getByText(', 5000 points')).toBeVisible();
  expect(studio.complaints).toEqual([]);
});

test('own photographs stand on the map where they were taken', async ({ page }) => {
  const folder = resolve('../shared/data/street-lund');
  test.skip(!existsSync(folder), `${folder} is absent: no photographs with a position`);
  const studio = new RoutePage(page);
  await studio.open();
  const [photographs] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Open photographs or a video' }).click(),
  ]);
  await photographs.setFiles(['01', '02', '03', '04'].map((n) => join(folder, `${n}.jpg`)));
  await expect(page.getByText('0 of 4 painted')).toBeVisible({ timeout: 60_000 });
  await studio.step('Route');
  await studio.mapStands();
  await studio.choose(/^Own pictures/);
  await expect(page.getByText('4 of 4 frames know where they were taken, and stand on the map.')).toBeVisible();
  await page.waitForTimeout(1500);

  // The map shows all four, at zoom 18: the first in the south-east corner, the last in the north-west, as their EXIF says.
  for (const [name, x, y] of [
    ['01.jpg', 50, 37],
    ['04.jpg', -50, -37],
  ] as const) {
    const at = await studio.onMap(x, y);
    await page.mouse.move(at.x, at.y, { steps: 2 });
    await expect(page.locator('.plein-air-map-label')).toHaveText(name);
  }
  const last = await studio.onMap(-50, -37);
  await page.mouse.click(last.x, last.y);
  await expect(page.getByRole('option', { name: /frame 4, 04\.jpg/ })).toHaveAttribute('aria-selected', 'true');
  expect(studio.complaints).toEqual([]);
});

test('the whole step works by keyboard alone; axe finds nothing with map, findings and failures on screen', async ({
  page,
}) => {
  const studio = new RoutePage(page);
  await studio.open();
  /** Tabs on until the focus is on something of that name. */
  const reach = async (name: RegExp) => {
    for (let i = 0; i < 100; i++) {
      await page.keyboard.press('Tab');
      const focused = await page.evaluate(() => {
        const element = document.activeElement;
        const label = element?.id ? document.querySelector(`label[for="${element.id}"]`)?.textContent : null;
        return element?.getAttribute('aria-label') ?? label ?? element?.textContent ?? '';
      });
      if (name.test(focused)) return;
    }
    throw new Error(`no Tab leads to ${name}`);
  };
  await reach(/^Draw a route on a map$/);
  await page.keyboard.press('Enter');
  await studio.mapStands();
  await reach(/^Type the points$/);
  await page.keyboard.press('Enter');
  await reach(/^Add points$/);
  await page.keyboard.type(streetLines(6, 0, 37).join('\n'));
  await reach(/^Add$/);
  await page.keyboard.press('Enter');
  await reach(/^Look what is there/);
  await page.keyboard.press('Enter');
  await expect(page.getByText('8 found')).toBeVisible();
  await reach(/^Fetch 8 frames$/);
  await page.keyboard.press('Enter');
  await expect(page.getByText('4 frames failed')).toBeVisible({ timeout: 30_000 });
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html.slice(0, 120)}`)).toEqual([]);
  await reach(/^Try frame 2 again$/);
  await page.keyboard.press('Shift+Tab');
  await expect(page.getByRole('button', { name: 'Leave out' })).toBeFocused();
  await page.keyboard.press('Enter');
  await studio.fetched(4);
  expect(studio.complaints).toEqual([]);
});
