import { expect as expectNow, test } from '@playwright/test';
import { StudioPage } from './studio-page.ts';

/** Pages are opened and loaded again here, on a machine that has other work. */
const expect = expectNow.configure({ timeout: 20_000 });
test.setTimeout(120_000);

test('a project that is open in one tab is not opened silently in another; it can be taken over, saved', async ({
  page,
  context,
}) => {
  const first = new StudioPage(page);
  await first.openDemo();
  await expect(page.getByText('saved', { exact: true })).toBeVisible();

  const other = await context.newPage();
  await other.goto('/');
  const dialog = other.getByRole('dialog', { name: 'Open in another tab' });
  await expect(dialog).toContainText('“Demo street” is open in another tab');
  await dialog.getByRole('button', { name: 'Leave it there' }).click();
  await expect(other.getByRole('button', { name: 'Paint the demo street', exact: true })).toBeVisible();
  await expect(page.getByText('0 of 6 painted')).toBeVisible();

  // A change that may not be written yet goes along.
  await page.getByRole('button', { name: 'Project: Demo street' }).click();
  await page.getByRole('menuitem', { name: 'Rename …' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Autumn');
  await page.getByRole('textbox', { name: 'Name' }).press('Enter');
  await other.getByRole('button', { name: /^(Demo street|Autumn)/ }).click();
  await dialog.getByRole('button', { name: 'Open it here' }).click();
  await expect(other.getByRole('button', { name: 'Project: Autumn' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Paint the demo street', exact: true })).toBeVisible();
  await expect(page.getByRole('alert')).toContainText('“Autumn” was opened in another tab');

  // A reload of either tab changes nothing: each goes on with its own.
  await other.reload();
  await expect(other.getByRole('button', { name: 'Project: Autumn' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('button', { name: 'Paint the demo street', exact: true })).toBeVisible();
  await expect(page.getByRole('dialog')).toHaveCount(0);

  // With the other tab gone, it is free.
  await other.close();
  await page.getByRole('button', { name: /^Autumn/ }).click();
  await expect(page.getByRole('button', { name: 'Project: Autumn' })).toBeVisible();
  expect(first.complaints).toEqual([]);
});

test('two tabs with a project each leave each other alone, and one cannot delete the other’s', async ({
  page,
  context,
}) => {
  await new StudioPage(page).openDemo();
  const other = await context.newPage();
  await other.goto('/');
  await other.getByRole('button', { name: 'Leave it there' }).click();
  await other.getByRole('button', { name: 'Delete Demo street' }).click();
  await other.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(other.getByText('This project is open in another tab.')).toBeVisible();
  await other.getByRole('button', { name: 'Paint the demo street', exact: true }).click();
  await expect(other.getByText('0 of 6 painted')).toBeVisible();
  await page.reload();
  await expect(page.getByText('0 of 6 painted')).toBeVisible();
  await expect(page.getByRole('dialog')).toHaveCount(0);
});
