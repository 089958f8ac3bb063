import { expect, test } from '@playwright/test';
import { QUICK, StudioPage } from './studio-page.ts';

test.setTimeout(240_000);

/** One layer and few pixels, for a software adapter compiles shaders slowly; so many evaluations that there is a middle to be seen. */
const ON_GPU = QUICK.replace('nn_content_layers: [conv2_1]', 'nn_content_layers: [conv1_1]')
  .replace('nn_style_layers: [relu1_1, relu2_1]', 'nn_style_layers: [relu1_1]')
  .replace('input_max_size: 48', 'input_max_size: 32\njob_device: webgpu')
  .replace('video_first_iterations: 4', 'video_first_iterations: 200\njob_ftol: 0');

test('a device that is lost in mid-render is asked for again, and the film is finished', async ({ page, browser }) => {
  const studio = new StudioPage(page);
  await studio.openDemo();
  await studio.loadParams(`${ON_GPU}video_end_frame: 2\n`);
  await studio.step('Render');
  await studio.paint();
  await expect(page.getByText(/painting, evaluation \d+ of 200/)).toBeVisible({ timeout: 90_000 });
  const session = await browser.newBrowserCDPSession();
  // The browser answers only after the process is gone, or not at all.
  void session.send('Browser.crashGpuProcess').catch(() => undefined);
  await expect(page.getByText(/lost/i).first()).toBeVisible({ timeout: 60_000 });
  await studio.painted(2, 180_000);
});
