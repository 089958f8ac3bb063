import { expect, test } from '@playwright/test';
import { QUICK, StudioPage } from './studio-page.ts';

test.setTimeout(120_000);

const OLDER = `input_filename: nyc_test.jpg
job_device: /gpu:0
job_elapsed_time: 1948
job_max_iterations: 3000
weight_content: 7.5
weight_style: 10000.0
`;

test('projects stand side by side, are renamed, copied and deleted', async ({ page }) => {
  const studio = new StudioPage(page);
  await studio.openDemo();
  const menu = (name: string) => page.getByRole('button', { name: `Project: ${name}` });
  await menu('Demo street').click();
  await page.getByRole('menuitem', { name: 'Rename …' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Summer');
  await page.getByRole('textbox', { name: 'Name' }).press('Enter');
  await menu('Summer').click();
  await page.getByRole('menuitem', { name: 'Duplicate' }).click();
  const copy = page.getByRole('button', { name: /Project: .*Summer.*cop/i });
  await expect(copy).toBeVisible();
  await copy.click();
  await expect(page.getByRole('menuitem', { name: 'Summer', exact: true })).toBeVisible();
  await page.getByRole('menuitem', { name: 'Delete …' }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /Delete/ })
    .click();
  await expect(copy).toBeHidden();
  await page.goto('/');
  await expect(page.getByText('Summer').first()).toBeVisible();
  expect(studio.complaints).toEqual([]);
});

test('params are set, undone, saved, and loaded from a file of the older form', async ({ page }) => {
  const studio = new StudioPage(page);
  await studio.openDemo();
  await studio.loadParams(QUICK);
  await studio.step('Tune');
  const size = page.getByRole('textbox', { name: /^Picture size/ });
  await expect(size).toHaveValue('48');
  await size.fill('64');
  await size.press('Enter');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(size).toHaveValue('48');
  await page.getByRole('button', { name: 'Redo' }).click();
  await expect(size).toHaveValue('64');
  await studio.loadParams(OLDER, 'older.yaml');
  await expect(page.getByRole('textbox', { name: /^Content/ })).toHaveValue('7.5');
});

test('errors of a params file are shown at their lines, and nothing changes', async ({ page }) => {
  const studio = new StudioPage(page);
  await studio.openDemo();
  await studio.loadParams('job_schema_version: 1\nweight_tv: -1\nnn_style_layers: [relu9_9]\n', 'wrong.yaml');
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('wrong.yaml');
  await expect(dialog).toContainText('weight_tv');
  await expect(dialog).toContainText('found -1');
  await expect(dialog.getByText('2', { exact: true }).first()).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByText('0 of 6 painted')).toBeVisible();
});

test('weights that must be fetched are asked about once, and may be done without', async ({ page }) => {
  const studio = new StudioPage(page);
  await studio.openDemo();
  await studio.loadParams(QUICK.replace('nn_weights: untrained', 'nn_weights: oxford'));
  await studio.paint();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('CC BY 4.0');
  await expect(dialog).toContainText('cdn.jsdelivr.net');
  await dialog.getByRole('button', { name: 'Go on untrained' }).click();
  await studio.painted(6);
  await expect(page.getByText('untrained: seeded filters').first()).toBeVisible();
});
