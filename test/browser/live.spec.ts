import { expect, test } from '@playwright/test';
import { QUICK, StudioPage } from './studio-page.ts';

test.setTimeout(180_000);

/** A first frame that takes far longer than the test. */
const ENDLESS = QUICK.replace('video_first_iterations: 4', 'video_first_iterations: 20000\njob_ftol: 0');
/** A first frame that is quick, and then one that is not. */
const STUCK = QUICK.replace('video_iterations: 3', 'video_iterations: 20000\njob_ftol: 0');

test('a painting is watched, paused, gone on with and stopped', async ({ page }) => {
  const studio = new StudioPage(page);
  await studio.openDemo();
  await studio.loadParams(ENDLESS);
  await studio.step('Render');
  await studio.paint();
  const label = page.getByText(/painting, evaluation \d+ of 20000/);
  const evaluation = async () => Number((await label.textContent())!.match(/evaluation (\d+)/)![1]);
  await expect(label).toBeVisible({ timeout: 60_000 });
  const before = await evaluation();
  await expect.poll(evaluation, { timeout: 30_000 }).toBeGreaterThan(before + 3);
  await expect(page.getByText(/[\d.]+ evaluations\/s/).first()).toBeVisible();
  await expect(page.getByRole('img', { name: /^Loss at evaluation/ })).toBeVisible();

  await page.getByRole('button', { name: 'Pause painting' }).click();
  await expect(page.getByRole('button', { name: 'Resume painting' })).toBeVisible();
  const shown = async () =>
    page.getByText('Evaluation', { exact: true }).locator('xpath=following::dd[1]').textContent();
  // What was under way at the pause may come yet; then nothing does.
  let paused = await shown();
  await expect(async () => {
    const before = paused;
    await page.waitForTimeout(1000);
    paused = await shown();
    expect(paused).toBe(before);
  }).toPass({ timeout: 30_000 });
  await page.getByRole('button', { name: 'Resume painting' }).click();
  await expect.poll(shown, { timeout: 30_000 }).not.toBe(paused);

  await page.getByRole('banner').getByRole('button', { name: 'Stop painting' }).click();
  await expect(page.getByRole('button', { name: 'Paint', exact: true })).toBeEnabled({ timeout: 30_000 });
  expect(studio.complaints).toEqual([]);
});

test('a tab that was closed in mid-render goes on from the frame it was at', async ({ page }) => {
  const studio = new StudioPage(page);
  await studio.openDemo();
  await studio.loadParams(STUCK);
  await studio.paint();
  await expect(page.getByText('1 of 6 painted')).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText('saved', { exact: true })).toBeVisible();
  page.on('dialog', (dialog) => dialog.accept());
  await page.reload();
  await expect(page.getByRole('button', { name: 'Go on from frame 2' })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole('option', { name: /frame 1, .*painted/ })).toBeVisible();
  // The budget of later frames leaves the first as it is: the film is finished with the quick one.
  await studio.loadParams(QUICK);
  await page.getByRole('button', { name: 'Go on from frame 2' }).click();
  await studio.painted(6);
});

test('a tab that is killed in mid-render loses the frame in work at most', async ({ page, context }) => {
  const studio = new StudioPage(page);
  await studio.openDemo();
  await studio.loadParams(QUICK);
  await studio.paint();
  await expect(page.getByText(/[1-4] of 6 painted/)).toBeVisible({ timeout: 60_000 });
  const session = await context.newCDPSession(page);
  void session.send('Page.crash').catch(() => undefined);
  const again = new StudioPage(await context.newPage());
  await again.page.goto('/');
  const goOn = again.page.getByRole('button', { name: /^Go on from frame [2-6]/ });
  await expect(goOn.or(again.page.getByText('6 of 6 painted')).first()).toBeVisible({ timeout: 60_000 });
  if (await goOn.isVisible()) await goOn.click();
  await again.painted(6);
});

test('no task of the page takes over 100 ms by much while it paints', async ({ page }) => {
  const studio = new StudioPage(page);
  await studio.openDemo();
  await studio.loadParams(ENDLESS);
  await studio.step('Render');
  await studio.paint();
  await expect(page.getByText(/painting, evaluation \d+/)).toBeVisible({ timeout: 60_000 });
  const { longest, control } = await page.evaluate(async () => {
    let worst = 0;
    const observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) worst = Math.max(worst, entry.duration);
    });
    observer.observe({ entryTypes: ['longtask'] });
    const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));
    // What the page does comes back every few seconds; what else runs on the machine may disturb one look, hardly each of five.
    let longest = Number.POSITIVE_INFINITY;
    for (let looks = 0; looks < 5 && longest >= 250; looks++) {
      worst = 0;
      await wait(6000);
      longest = Math.min(longest, worst);
    }
    // A task that is long on purpose: without it, 0 might only mean that nobody was looking.
    const until = performance.now() + 300;
    while (performance.now() < until);
    await wait(500);
    observer.disconnect();
    return { longest, control: worst };
  });
  expect(control).toBeGreaterThanOrEqual(290);
  test.info().annotations.push({ type: 'longest task, ms', description: `${longest}` });
  process.stderr.write(`longest task of the page while painting: ${longest} ms\n`);
  // 100 ms is the aim; two cores shared with the painter and the test itself may double it.
  expect(longest).toBeLessThan(250);
});
