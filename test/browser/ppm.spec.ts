import { expect, test } from '@playwright/test';
import { StudioPage } from './studio-page.ts';

test('photographs in PPM, which no browser knows, are taken and shown', async ({ page }) => {
  const studio = new StudioPage(page);
  await studio.open();
  const red = Buffer.concat([Buffer.from('P6\n# frame 1\n40 30\n255\n'), Buffer.alloc(3 * 40 * 30)]);
  for (let at = red.length - 3 * 40 * 30; at < red.length; at += 3) red[at] = 200;
  await studio.chooseFiles('Open photographs or a video', [
    { name: 'street-1.ppm', mimeType: '', buffer: red },
    { name: 'street-2.ppm', mimeType: 'image/x-portable-pixmap', buffer: red.subarray(0, -1) },
  ]);
  const refused = page.getByRole('list', { name: 'Files not taken' });
  await expect(refused).toContainText('street-2.ppm is incomplete', { timeout: 30_000 });
  await page.keyboard.press('Escape');
  await expect(page.getByText('0 of 1 painted')).toBeVisible();
  const photograph = page.getByRole('img', { name: 'Photograph of frame 1, street-1.ppm' });
  await expect(photograph).toBeVisible({ timeout: 30_000 });
  const [r, g, b] = await photograph.evaluate((image: HTMLImageElement) => {
    const context = new OffscreenCanvas(1, 1).getContext('2d')!;
    context.drawImage(image, 0, 0, 1, 1);
    return context.getImageData(0, 0, 1, 1).data;
  });
  expect(Math.abs(r! - 200)).toBeLessThan(10);
  expect(Math.max(g!, b!)).toBeLessThan(10);
});
