import { expect as expectNow, test } from '@playwright/test';
import { packShare } from '../../src/project/share.ts';
import { QUICK, StudioPage } from './studio-page.ts';

/** Pages are opened and loaded again here, on a machine that has other work. */
const expect = expectNow.configure({ timeout: 20_000 });
test.setTimeout(120_000);

test('a copied link opens the same project elsewhere, after asking', async ({ page, browser, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const studio = new StudioPage(page);
  await studio.openDemo();
  await studio.loadParams(`${QUICK}weight_content: 7.5\nmy_key: not-to-travel\n`);
  await page.getByRole('button', { name: 'Project: Demo street' }).click();
  await page.getByRole('menuitem', { name: 'Copy link' }).click();
  await expect(page.getByText('Link copied')).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#share=1\.[\w-]+$/);

  const elsewhere = await (await browser.newContext()).newPage();
  const complaints: string[] = [];
  elsewhere.on('pageerror', (error) => complaints.push(error.message));
  await elsewhere.goto(link);
  const dialog = elsewhere.getByRole('dialog', { name: 'Open shared project?' });
  await expect(dialog).toContainText('Impasto swirls');
  await expect(dialog).toContainText('Frames: none: add your own');
  expect(new URL(elsewhere.url()).hash).toBe('');
  await dialog.getByRole('button', { name: 'Leave it' }).click();
  await expect(elsewhere.getByText('Your projects')).toHaveCount(0);

  // Put into the address bar of the page that is open.
  await elsewhere.evaluate((hash) => {
    location.hash = hash;
  }, new URL(link).hash);
  await dialog.getByRole('button', { name: 'Open as a new project' }).click();
  await expect(elsewhere.getByRole('button', { name: 'Project: Shared project' })).toBeVisible();
  expect(new URL(elsewhere.url()).hash).toBe('');
  await new StudioPage(elsewhere).step('Tune');
  await expect(elsewhere.getByRole('textbox', { name: /^Content/ })).toHaveValue('7.5');
  await new StudioPage(elsewhere).step('Styles');
  await expect(elsewhere.getByText('Impasto swirls').first()).toBeVisible();
  expect(complaints).toEqual([]);
});

test('a link that was cut, or holds no params, is refused in words, and changes nothing', async ({ page }) => {
  const studio = new StudioPage(page);
  const whole = packShare(QUICK);
  await page.goto(`/#share=${whole.slice(0, -30)}`);
  const dialog = page.getByRole('dialog', { name: 'Open shared project?' });
  await expect(dialog).toContainText('copy the whole of it');
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await page.goto('about:blank');
  await page.goto(`/#share=${packShare('weight_tv: -1\n')}`);
  await expect(dialog).toContainText('weight_tv: found -1');
  await expect(dialog.getByRole('button', { name: 'Open as a new project' })).toHaveCount(0);
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await expect(page.getByText('Your projects')).toHaveCount(0);
  expect(studio.complaints).toEqual([]);
});

test('a link that may not be copied is shown, and a long one comes with a warning and the file', async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(navigator, 'clipboard', {
      value: { writeText: () => Promise.reject(new DOMException('denied', 'NotAllowedError')) },
    });
  });
  const studio = new StudioPage(page);
  await studio.openDemo();
  // Unknown keys travel too; random ones do not pack.
  let seed = 1;
  const noise = Array.from({ length: 40_000 }, () => {
    seed = (seed * 48271) % 2147483647;
    return (seed % 36).toString(36);
  });
  await studio.loadParams(`${QUICK}note: ${noise.join('')}\n`);
  await studio.step('Export');
  await page.getByRole('button', { name: 'Copy link' }).click();
  const dialog = page.getByRole('dialog', { name: 'The link could not be copied' });
  await expect(dialog.getByRole('textbox', { name: 'Copy it by hand' })).toHaveValue(/#share=1\./);
  await expect(dialog).toContainText('some programs cut links');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: 'Save params' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('Demo street.yaml');
});
