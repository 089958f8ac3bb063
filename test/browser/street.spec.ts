import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from '@playwright/test';
import { parseParams } from '../../src/project/parse.ts';
import { readFilm } from './film.ts';
import { QUICK, StudioPage } from './studio-page.ts';

const data = resolve('../shared/data');
test.skip(!existsSync(data), `${data} is absent: the real street is not painted in the browser`);
test.setTimeout(180_000);

test('four photographs and two paintings become a film', async ({ page }) => {
  const studio = new StudioPage(page);
  await studio.open();
  await studio.chooseFiles(
    'Open photographs or a video',
    ['04', '02', '01', '03'].map((n) => join(data, `street-lund/${n}.jpg`)),
  );
  await expect(page.getByText('0 of 4 painted')).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('option', { name: /frame 1, 01\.jpg/ })).toBeVisible();

  await studio.step('Styles');
  await studio.chooseFiles('Add a painting', [
    join(data, 'styles/starry-night.jpg'),
    join(data, 'styles/the_scream.jpg'),
  ]);
  const share = page.getByRole('slider', { name: 'Weight of the scream' });
  await expect(share).toBeVisible({ timeout: 30_000 });
  for (let i = 0; i < 10; i++) await share.press('ArrowLeft');
  await studio.loadParams(QUICK);
  await studio.step('Render');
  await studio.paint();
  await studio.painted(4);
  await studio.step('Export');
  const film = await studio.download('Export film');
  const made = await readFilm(film.path);
  expect(made).toMatchObject({ codec: 'vp9', frames: 4 });
  const tag = parseParams(made.tag!);
  if (!tag.ok) throw new Error('the tag is no record');
  expect(tag.results.input_frames!.map(({ name }) => name)).toEqual(['01.jpg', '02.jpg', '03.jpg', '04.jpg']);
  expect(tag.params.input_style_filenames).toEqual(['starry-night.jpg', 'the_scream.jpg']);
  const [first, second] = tag.params.input_style_weights;
  expect(second!).toBeLessThan(first!);
  expect(studio.complaints).toEqual([]);
});

test('real weights are picked from a folder on this machine', async ({ page }) => {
  const studio = new StudioPage(page);
  await studio.openDemo();
  await studio.loadParams(
    QUICK.replace('nn_weights: untrained', 'nn_weights: oxford').replace(
      'video_iterations: 3',
      'video_iterations: 3\nvideo_end_frame: 2',
    ),
  );
  await studio.step('Export');
  await studio.paint();
  await page.getByLabel('Folder with weights').setInputFiles(join(data, 'vgg19-oxford'));
  await studio.painted(2);
  await expect(page.getByText('untrained: seeded filters')).toHaveCount(0);
  const made = await readFilm((await studio.download('Export film')).path);
  const tag = parseParams(made.tag!);
  expect(tag.ok && tag.params.nn_weights).toBe('oxford');
  expect(tag.ok && tag.results.nn_untrained_layers).toEqual([]);
});
