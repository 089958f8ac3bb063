import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { QUICK, StudioPage } from './studio-page.ts';

test.setTimeout(180_000);

test('axe finds nothing on any screen', async ({ page }) => {
  const studio = new StudioPage(page);
  await studio.open();
  const check = async (screen: string) => {
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${screen}: ${id} ${nodes[0]?.html.slice(0, 120)}`)).toEqual([]);
  };
  await check('first screen');
  await page.getByRole('button', { name: 'Paint the demo street', exact: true }).click();
  await studio.loadParams(QUICK);
  for (const step of ['Frames', 'Styles', 'Tune', 'Render', 'Export'] as const) {
    await studio.step(step);
    await check(step);
  }
  await studio.paint();
  await studio.painted(6);
  for (const step of ['Render', 'Export'] as const) {
    await studio.step(step);
    await check(`${step}, painted`);
  }
});

test('the main path works by keyboard alone', async ({ page }) => {
  const studio = new StudioPage(page);
  await studio.open();
  /** Tabs on until the focus is on something of that name. */
  const reach = async (name: RegExp) => {
    for (let i = 0; i < 120; i++) {
      await page.keyboard.press('Tab');
      const focused = await page.evaluate(() => {
        const e = document.activeElement as HTMLElement | null;
        return e?.getAttribute('aria-label') ?? e?.textContent ?? '';
      });
      if (name.test(focused)) return;
    }
    throw new Error(`no Tab leads to ${name}`);
  };
  await reach(/^Paint the demo street$/);
  await page.keyboard.press('Enter');
  await expect(page.getByText('0 of 6 painted')).toBeVisible();
  await reach(/^Tune$/);
  await page.keyboard.press('Enter');
  await page
    .getByLabel('Params file')
    .setInputFiles({ name: 'q.yaml', mimeType: 'text/yaml', buffer: Buffer.from(QUICK) });
  // Once it is put right, the same file is a change to the browser too.
  await expect(page.getByLabel('Params file')).toHaveValue('');
  await reach(/^Render$/);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Shift+Tab');
  await reach(/^Paint$/);
  await page.keyboard.press('Enter');
  await studio.painted(6);
  await reach(/^Export film$/);
});
