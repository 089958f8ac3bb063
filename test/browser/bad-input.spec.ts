import { expect, test } from '@playwright/test';
import { picture, video } from './made-files.ts';
import { QUICK, StudioPage } from './studio-page.ts';

test.setTimeout(180_000);

test('files that are no pictures are refused with reasons, and the good ones stay', async ({ page }) => {
  const studio = new StudioPage(page);
  await studio.open();
  await studio.chooseFiles('Open photographs or a video', [
    { name: 'good.png', mimeType: 'image/png', buffer: picture(8, 8, 1) },
    { name: 'letter.png', mimeType: 'image/png', buffer: Buffer.from('Dear painter,') },
    { name: 'empty.jpg', mimeType: 'image/jpeg', buffer: Buffer.alloc(0) },
    { name: 'film.webm', mimeType: 'video/webm', buffer: Buffer.from('not a film') },
  ]);
  const video = page.getByRole('dialog', { name: 'Take frames from a video' });
  await expect(video.getByRole('alert')).toContainText('film.webm cannot be read', { timeout: 30_000 });
  await video.getByRole('button', { name: 'Close' }).last().click();
  const refused = page.getByRole('list', { name: 'Files not taken' });
  await expect(refused).toContainText('letter.png', { timeout: 30_000 });
  await expect(refused).toContainText('empty.jpg');
  await page.keyboard.press('Escape');
  await expect(page.getByText(/of 1 painted/)).toBeVisible();
});

test('500 pictures at once, one of them broken, become 499 frames in natural order', async ({ page }) => {
  const studio = new StudioPage(page);
  await studio.open();
  const files = Array.from({ length: 500 }, (_, i) => ({
    name: `street-${i + 1}.png`,
    mimeType: 'image/png',
    buffer: i === 250 ? Buffer.from('broken') : picture(8, 8, i),
  }));
  await studio.chooseFiles('Open photographs or a video', files);
  const refused = page.getByRole('list', { name: 'Files not taken' });
  await expect(refused).toContainText('street-251.png', { timeout: 120_000 });
  await page.keyboard.press('Escape');
  await expect(page.getByText('0 of 499 painted')).toBeVisible();
  await expect(page.getByRole('option', { name: /^frame 2, street-2\.png/ })).toBeVisible();
});

test('frames are taken from a video at a chosen rate', async ({ page }) => {
  const studio = new StudioPage(page);
  await studio.open();
  await studio.chooseFiles('Open photographs or a video', {
    name: 'ride.webm',
    mimeType: 'video/webm',
    buffer: await video(24, 8),
  });
  const dialog = page.getByRole('dialog', { name: 'Take frames from a video' });
  await expect(dialog).toContainText('ride.webm: 3.0 s, 64 × 48 px', { timeout: 30_000 });
  await expect(dialog).toContainText('6 frames, one every 0.50 s');
  await dialog.getByRole('button', { name: 'Take frames' }).click();
  await expect(page.getByText('0 of 6 painted')).toBeVisible({ timeout: 60_000 });
});

test('a params file edited elsewhere and dropped on the window gives what it says', async ({ page }) => {
  const studio = new StudioPage(page);
  await studio.openDemo();
  const transfer = await page.evaluateHandle(() => {
    const data = new DataTransfer();
    data.items.add(new File(['job_schema_version: 1\nweight_content: 42\n'], 'mine.yaml', { type: 'text/yaml' }));
    return data;
  });
  for (const event of ['dragenter', 'dragover', 'drop']) {
    await page.dispatchEvent('body', event, { dataTransfer: transfer });
  }
  await studio.step('Tune');
  await expect(page.getByRole('textbox', { name: /^Content/ })).toHaveValue('42');
});

test('where the room ends the render stops with what to delete, and goes on when there is room again', async ({
  page,
}) => {
  const studio = new StudioPage(page);
  await studio.openDemo();
  await studio.loadParams(QUICK);
  await studio.step('Render');
  const session = await page.context().newCDPSession(page);
  const origin = new URL(page.url()).origin;
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 });
  // Chromium goes by what it last knew of the room for half a minute.
  await page.waitForTimeout(31_000);
  await studio.paint();
  await expect(
    page
      .getByRole('alert')
      .filter({ hasText: /delete/i })
      .first(),
  ).toBeVisible({ timeout: 60_000 });
  await session.send('Storage.overrideQuotaForOrigin', { origin });
  await page.getByRole('button', { name: /^(Paint|Go on|Resume)/ }).click();
  await studio.painted(6);
});
