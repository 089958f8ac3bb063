import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import type { BenchRecord } from '../../src/benchmark/record.ts';
import { Violations } from './violations.ts';

test.setTimeout(150_000);

async function openBench(page: Page): Promise<void> {
  await page.goto('/bench');
  await expect(page.getByRole('heading', { name: 'Benchmark' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Measure' })).toBeEnabled();
}

async function axeFindsNothing(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html.slice(0, 120)}`)).toEqual([]);
}

test('engines are timed side by side in a worker, and the record is copied', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const violations = await Violations.watch(page);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  await openBench(page);
  await axeFindsNothing(page);

  // By keyboard: the software adapter was noticed, so that one small size and two engines are chosen.
  await page.getByRole('radio', { name: 'As for painting' }).focus();
  await page.keyboard.press('ArrowRight');
  await page.getByRole('button', { name: 'Measure' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status').filter({ hasText: '1 of 2: fused on WebGPU, 64×64' })).toBeVisible();
  await expect.poll(() => page.workers().some((worker) => worker.url().includes('bench.worker'))).toBe(true);

  await expect(page.getByText(/^Done/)).toBeVisible({ timeout: 120_000 });
  const table = page.getByRole('table', { name: 'Times' });
  await expect(table.getByRole('row')).toHaveCount(3);
  await axeFindsNothing(page);
  await page.getByRole('button', { name: 'Copy the record' }).click();
  await expect(page.getByText('Copied:')).toBeVisible();

  const record = JSON.parse(await page.evaluate(() => navigator.clipboard.readText())) as BenchRecord;
  expect(record.failures).toEqual([]);
  expect(record.adapter).toMatch(/swiftshader/i);
  expect(record.rows.map(({ engine, device }) => `${engine} ${device}`)).toEqual(['fused webgpu', 'tfjs wasm']);
  const [fused] = record.rows;
  // conv1_1 to conv2_1 at 64×64, there and back, and two Gram matrices.
  const products = 4096 * 9 * (3 * 64 + 64 * 64) + 1024 * 9 * 64 * 128 + 4096 * 64 * 64 + 1024 * 128 * 128;
  expect(fused).toMatchObject({ width: 64, height: 64, flops: 4 * products });
  expect(fused!.dispatches).toBeGreaterThan(5);
  expect(fused!.bytes).toBeGreaterThan(4096 * 64 * 4);
  for (const { msAlone, msPerEvaluation, msSetup } of record.rows) {
    expect(Math.min(msAlone, msPerEvaluation, msSetup)).toBeGreaterThan(0);
  }
  expect(await violations.all()).toEqual([]);
  expect(complaints).toEqual([]);
});

test('a run is stopped at once, and the Render step leads there', async ({ page }) => {
  await openBench(page);
  await page.getByRole('button', { name: 'Measure' }).click();
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(page.getByText('Stopped.')).toBeVisible();
  await expect.poll(() => page.workers().filter((worker) => worker.url().includes('bench.worker')).length).toBe(0);
  await expect(page.getByRole('button', { name: 'Measure' })).toBeEnabled();

  await page.getByRole('link', { name: 'Plein Air' }).click();
  await page.getByRole('button', { name: 'Paint the demo street', exact: true }).click();
  await page.getByRole('navigation', { name: 'Steps' }).getByRole('button', { name: 'Render' }).click();
  await expect(page.getByRole('link', { name: 'Benchmark' })).toHaveAttribute('href', '/bench');
});
