import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { unzipSync } from 'fflate';
import { parseParams } from '../../src/project/parse.ts';
import { readFilm } from './film.ts';
import { QUICK, StudioPage } from './studio-page.ts';

test.setTimeout(180_000);

test('the demo street is painted, played, and taken home as a film, as stills and as params', async ({ page }) => {
  const studio = new StudioPage(page);
  await studio.openDemo();
  await studio.loadParams(QUICK);
  await expect(page.getByText('untrained: seeded filters').first()).toBeVisible();
  await studio.step('Render');
  await studio.paint();
  await studio.painted(6);

  const divider = page.getByRole('slider', { name: 'Divider between photograph and painting' });
  const before = await divider.getAttribute('aria-valuenow');
  await divider.press('ArrowRight');
  expect(await divider.getAttribute('aria-valuenow')).not.toBe(before);
  await page.getByRole('button', { name: 'Play what is painted' }).click();
  await expect(page.getByRole('option', { name: /^frame [3-5],/, selected: true })).toBeVisible();
  await page.getByRole('button', { name: 'Pause the player' }).click();

  await studio.step('Export');
  const film = await studio.download('Export film');
  expect(film.name).toMatch(/\.webm$/);
  const made = await readFilm(film.path);
  expect(made).toMatchObject({ codec: 'vp9', frames: 6 });
  expect(made.seconds).toBeCloseTo(6 / 8, 2);
  const tagged = parseParams(made.tag!);
  expect(tagged.ok && tagged.params.video_first_iterations).toBe(4);
  expect(tagged.ok && tagged.results.job_losses!.last.length).toBe(6);

  const stills = await studio.download('Export stills');
  const names = Object.keys(unzipSync(readFileSync(stills.path)));
  expect(names.sort()).toEqual([1, 2, 3, 4, 5, 6].map((n) => `Demo street-stills/000${n}.png`));

  const params = await studio.download('Save params');
  const saved = parseParams(readFileSync(params.path, 'utf8'));
  expect(saved.ok && saved.params.input_max_size).toBe(48);
  expect(studio.complaints).toEqual([]);
});
