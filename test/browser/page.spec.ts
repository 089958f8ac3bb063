import { expect, type Page, test } from '@playwright/test';

/** Everything a person would find in the console as an error. */
function collectErrors(page: Page): string[] {
  const errors: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(String(error)));
  return errors;
}

test('the page says what Plein Air is and which adapter this browser has', async ({ page }) => {
  const errors = collectErrors(page);
  await page.goto('/');
  await expect(page).toHaveTitle('Plein Air');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Plein Air');
  const adapter = page.getByRole('status');
  // The adapter of the test browser computes on the CPU, and the page must say so.
  await expect(adapter).toHaveText(/WebGPU on the CPU: .*swiftshader/i);
  await expect(adapter).toHaveAttribute('data-state', 'software');
  expect(errors).toEqual([]);
});

test('the page draws the street and the built-in styles itself', async ({ page }) => {
  const errors = collectErrors(page);
  await page.goto('/');
  const pictures = page.locator('canvas');
  // The street in full comes last.
  await expect(page.locator('#street')).toHaveAttribute('data-drawn', '1088', { timeout: 45_000 });
  expect(await pictures.count()).toBeGreaterThanOrEqual(7);
  const colours = await pictures.evaluateAll((canvases) =>
    canvases.map((canvas) => {
      const { width, height } = canvas as HTMLCanvasElement;
      const pixels = (canvas as HTMLCanvasElement).getContext('2d')!.getImageData(0, 0, width, height).data;
      return new Set(new Uint32Array(pixels.buffer)).size;
    }),
  );
  // A picture has many colours; a blank or one-colour canvas has one.
  for (const count of colours) expect(count).toBeGreaterThan(100);
  expect(errors).toEqual([]);
});

test('a browser without WebGPU is told so', async ({ page }) => {
  const errors = collectErrors(page);
  await page.addInitScript(() => Object.defineProperty(Navigator.prototype, 'gpu', { get: () => undefined }));
  await page.goto('/');
  await expect(page.getByRole('status')).toHaveText('No WebGPU in this browser');
  expect(errors).toEqual([]);
});
