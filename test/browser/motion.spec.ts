import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { StudioPage } from './studio-page.ts';

test.setTimeout(600_000);
/** Milliseconds for the motion of a pair: a busy processor takes a minute. */
const LOOK = { timeout: 180_000 };

test('the motion between two frames is looked at by keyboard: colours, reliability, carried over, difference, depth, paths', async ({
  page,
}) => {
  const studio = new StudioPage(page);
  await studio.openDemo();
  const button = page.getByRole('button', { name: 'Motion between frames' });
  await button.focus();
  await page.keyboard.press('Enter');
  await expect(button).toHaveAttribute('aria-pressed', 'true');

  // The first frame has none before it: its motion is that to the second.
  const motion = page.getByRole('img', { name: 'Motion from frame 1 to 2' });
  await expect(motion).toBeVisible(LOOK);
  await expect(page.getByText(/has moved since frame 1, by \d+\.\d px at most in a picture 320 px wide/)).toBeVisible();
  await expect(page.getByRole('img', { name: /^Colours of the directions/ })).toBeVisible();

  const radio = page.getByRole('radiogroup', { name: 'What is shown of the motion' });
  await radio.getByRole('radio', { name: 'Motion' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByText(/^\d+ % of frame 2 can be trusted to follow frame 1/)).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByText(/^Frame 1 carried along the motion/)).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByText(/^What is left between that and frame 2: \d+\.\d of 255/)).toBeVisible();
  // The last views tell of the camera, which moves along the street.
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('img', { name: 'Depth from frame 1 to 2' })).toBeVisible();
  await expect(page.getByRole('img', { name: /^Colours of depth/ })).toBeVisible();
  await expect(
    page.getByText(/^The camera, from frame 1 to frame 2: moved \d+\.\d° (left|right) of ahead/),
  ).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByText(/^\d+ % of frame 2 follows the camera along epipolar lines/)).toBeVisible();
  await expect(page.getByText('along its epipolar line', { exact: true })).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html.slice(0, 120)}`)).toEqual([]);

  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');

  // Another pair, and back again; what is left where the flow is right is less than what a shift would leave.
  await page.getByRole('option', { name: /^frame 4,/ }).click();
  await expect(page.getByRole('img', { name: 'Difference from frame 3 to 4' })).toBeVisible(LOOK);
  await page.getByRole('option', { name: /^frame 2,/ }).click();
  await expect(page.getByRole('img', { name: 'Difference from frame 1 to 2' })).toBeVisible();
  const left = await page.getByText(/^What is left/).textContent();
  expect(Number(/: (\d+\.\d) of/.exec(left!)![1])).toBeLessThan(16);

  // Painted backwards, a frame follows the next one; without a flow, none.
  await studio.loadParams('job_schema_version: 1\nvideo_direction: backward\n');
  await expect(page.getByRole('img', { name: 'Difference from frame 3 to 2' })).toBeVisible(LOOK);
  await studio.loadParams('job_schema_version: 1\nflow_method: none\n');
  await expect(page.getByText(/^No motion is looked for/)).toBeVisible();

  await button.click();
  await expect(page.getByRole('img', { name: /^Photograph of frame 2/ })).toBeVisible();
  expect(studio.complaints).toEqual([]);
});
