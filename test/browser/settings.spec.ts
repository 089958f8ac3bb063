import { readFileSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import { expect as expectNow, test } from '@playwright/test';
import { unpackShare } from '../../src/project/share.ts';
import { placesOf } from './search-page.ts';
import { StudioPage } from './studio-page.ts';

/** Pages are opened and loaded again here, on a machine that has other work. */
const expect = expectNow.configure({ timeout: 20_000 });
test.setTimeout(120_000);

const KEY = 'AIzaSyTEST-4711_not-a-real-key-abcdWXYZ';

test('a key is used for this session or kept, masked, found nowhere else, and taken away', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const studio = new StudioPage(page);
  const said: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  page.on('request', (request) => said.push(`${request.url()} ${request.postData() ?? ''}`));
  await studio.openDemo();
  await page.getByRole('banner').getByRole('button', { name: 'Settings' }).click();
  const dialog = page.getByRole('dialog', { name: 'Settings' });
  const field = dialog.getByRole('textbox', { name: 'Google key' });
  await expect(field).toHaveAttribute('type', 'password');
  await field.fill('two words');
  await dialog.getByRole('button', { name: 'Use the Google key' }).click();
  await expect(dialog.getByText('Paste the key as its provider shows it')).toBeVisible();
  await field.fill(` ${KEY} `);
  await Promise.all([
    page.waitForEvent('load'),
    dialog.getByRole('button', { name: 'Use the Google key and reload the page' }).click(),
  ]);
  await expect(page.getByText('0 of 6 painted')).toBeVisible();

  await page.getByRole('banner').getByRole('button', { name: 'Settings' }).click();
  await expect(dialog).toContainText('••••••••WXYZ');
  const google = dialog.getByRole('region', { name: 'Google key' });
  await expect(google.getByRole('radio', { name: /for this session/ })).toBeChecked();
  expect(await placesOf(page, KEY)).toEqual(['sessionStorage plein-air.keys']);
  // The search sees what is on screen and in React's states.
  expect((await placesOf(page, 'WXYZ')).join()).toMatch(/document.*React/);
  await dialog
    .getByRole('radio', { name: /in this browser, until you remove it/ })
    .first()
    .check();
  expect(await placesOf(page, KEY)).toEqual(['localStorage plein-air.keys']);
  await page.keyboard.press('Escape');

  for (const step of ['Route', 'Frames', 'Styles', 'Tune', 'Render', 'Export']) {
    await page.getByRole('navigation', { name: 'Steps' }).getByRole('button', { name: step }).click();
    await expect(page.getByRole('complementary', { name: step })).toBeVisible();
    expect(await placesOf(page, KEY), step).toEqual(['localStorage plein-air.keys']);
  }
  expect(readFileSync((await studio.download('Save params')).path, 'utf8')).not.toContain(KEY);
  await page.getByRole('button', { name: 'Copy link' }).click();
  await expect(page.getByText('Link copied')).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(unpackShare(link.split('#share=')[1]!)).not.toContain(KEY);
  expect(await placesOf(page, KEY)).toEqual(['localStorage plein-air.keys']);

  await page.getByRole('banner').getByRole('button', { name: 'Settings' }).click();
  await dialog.getByRole('button', { name: 'Remove the Google key' }).click();
  await expect(field).toHaveValue('');
  expect(await placesOf(page, KEY)).toEqual([]);
  expect(said.filter((text) => text.includes(KEY))).toEqual([]);
  expect(studio.complaints).toEqual([]);
});

test('addresses and hosts are checked, applied with a reload where hosts are new, and go back to default', async ({
  page,
}) => {
  const studio = new StudioPage(page);
  await studio.open();
  const dialog = page.getByRole('dialog', { name: 'Settings' });
  const open = async () => {
    await page.getByRole('button', { name: 'Settings' }).click();
    await dialog.getByRole('tab', { name: 'Services and hosts' }).click();
  };
  const policy = () => page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content');
  await open();
  const search = dialog.getByRole('textbox', { name: 'Search' });
  await search.fill('http://search.example');
  await expect(dialog.getByText('Only https:// is taken')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Apply', exact: true })).toBeDisabled();
  await search.fill('https://search.example/nominatim/');
  await dialog.getByText('Valhalla').click();
  await Promise.all([
    page.waitForEvent('load'),
    dialog.getByRole('button', { name: 'Apply and reload the page' }).click(),
  ]);
  expect(await policy()).toContain('https://search.example');
  expect(await policy()).not.toContain('nominatim');
  await open();
  await expect(search).toHaveValue('https://search.example/nominatim');
  await expect(dialog.getByRole('radio', { name: 'Valhalla' })).toBeChecked();
  await dialog.getByRole('button', { name: 'Back to default' }).click();
  await Promise.all([
    page.waitForEvent('load'),
    dialog.getByRole('button', { name: 'Apply and reload the page' }).click(),
  ]);
  expect(await policy()).toContain('https://nominatim.openstreetmap.org');

  await open();
  await dialog.getByRole('textbox', { name: 'Host' }).fill('a;b');
  await dialog.getByRole('button', { name: 'Allow' }).click();
  await expect(dialog.getByText('A host has letters, digits, dots and hyphens alone.')).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Host' }).fill('*.pictures.example');
  await Promise.all([
    page.waitForEvent('load'),
    dialog.getByRole('button', { name: 'Allow and reload the page' }).click(),
  ]);
  expect(await policy()).toContain('https://*.pictures.example');
  await open();
  await dialog.getByRole('button', { name: 'Remove https://*.pictures.example' }).click();
  await page.reload();
  expect(await policy()).not.toContain('pictures.example');
  expect(studio.complaints).toEqual([]);
});

test('the terms stand beside how long frames are kept, and axe finds nothing in the settings', async ({ page }) => {
  const studio = new StudioPage(page);
  await studio.open();
  await page.getByRole('button', { name: 'Settings' }).click();
  const dialog = page.getByRole('dialog', { name: 'Settings' });
  await expect(dialog).toContainText('forbid keeping its pictures beyond what caching needs');
  await expect(dialog).toContainText('not legal advice');
  await expect(dialog).toContainText(new URL(page.url()).origin);
  await dialog.getByRole('radio', { name: /for 7 days/ }).check();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html.slice(0, 120)}`)).toEqual([]);
  await dialog.getByRole('tab', { name: 'Services and hosts' }).click();
  const { violations: second } = await new AxeBuilder({ page }).analyze();
  expect(second.map(({ id, nodes }) => `${id} ${nodes[0]?.html.slice(0, 120)}`)).toEqual([]);
  await page.reload();
  await page.getByRole('button', { name: 'Settings' }).click();
  await expect(dialog.getByRole('radio', { name: /for 7 days/ })).toBeChecked();
});

test('whatever stands in storage, the studio opens with a strict policy', async ({ page }) => {
  await page.addInitScript(() => {
    localStorage.setItem(
      'plein-air.settings',
      JSON.stringify({
        version: 1,
        search: "https://a; script-src 'unsafe-inline'",
        allowedHosts: ['*', 'https://a;b'],
      }),
    );
    sessionStorage.setItem('plein-air.keys', '{"version":1,"google":');
  });
  const studio = new StudioPage(page);
  await studio.open();
  const policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content');
  expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval';");
  expect(policy).not.toContain('*;');
});
