import { readFileSync } from 'node:fs';
import { expect as expectNow, type Page, test } from '@playwright/test';
import { unzipSync } from 'fflate';
import { hostRules, WEIGHTS_HOSTS } from '../../src/studio/policy/hosts.ts';
import { DEFAULT_SETTINGS } from '../../src/studio/settings/settings.ts';
import { readFilm } from './film.ts';
import { QUICK, StudioPage } from './studio-page.ts';
import { Violations } from './violations.ts';

/** Pages are opened and loaded again here, on a machine that has other work. */
const expect = expectNow.configure({ timeout: 20_000 });
test.setTimeout(180_000);

const STRANGE = 'https://tiles.elsewhere.example';

/** Asks from the page; whether an answer comes does not matter here. */
async function ask(page: Page, address: string): Promise<void> {
  await page.evaluate(
    (url) => fetch(url, { signal: AbortSignal.timeout(5000) }).then(undefined, () => undefined),
    address,
  );
}

test('a host that is not named is refused; the page tells which, and the person may allow it', async ({ page }) => {
  const violations = await Violations.watch(page);
  const studio = new StudioPage(page);
  await studio.openDemo();
  await ask(page, `${STRANGE}/0/0/0.pbf?token=SECRET`);
  expect((await violations.all()).map((told) => told.split('?')[0])).toEqual([`connect-src ${STRANGE}/0/0/0.pbf`]);
  const notice = page.getByRole('alert').filter({ hasText: 'This page may not ask tiles.elsewhere.example' });
  await expect(notice).toBeVisible();
  expect(await page.content()).not.toContain('SECRET');

  await Promise.all([
    page.waitForEvent('load'),
    notice.getByRole('button', { name: 'Allow it and reload the page' }).click(),
  ]);
  await expect(page.getByText('0 of 6 painted')).toBeVisible();
  await ask(page, `${STRANGE}/0/0/0.pbf`);
  expect(await violations.all()).toEqual([]);
  await ask(page, 'https://elsewhere.example/');
  expect(await violations.all()).toEqual(['connect-src https://elsewhere.example/']);
});

test('every host that the program names may be asked, and with a key those that the key is for', async ({ page }) => {
  const violations = await Violations.watch(page);
  const studio = new StudioPage(page);
  await studio.open();
  const named = hostRules(DEFAULT_SETTINGS)
    .filter(({ uses }) => uses.includes('connect'))
    .flatMap(({ hosts }) => hosts.map((host) => host.replace('*', 'any')));
  expect(named.length).toBeGreaterThan(10);
  await Promise.all(named.map((host) => ask(page, `${host}/`)));
  expect(await violations.all()).toEqual([]);

  const withKeys = ['https://graph.mapillary.com', 'https://maps.googleapis.com', 'https://tile.googleapis.com'];
  await Promise.all(withKeys.map((host) => ask(page, `${host}/`)));
  expect((await violations.all()).sort()).toEqual(withKeys.map((host) => `connect-src ${host}/`).sort());
  await page.evaluate(() => {
    sessionStorage.setItem('plein-air.keys', JSON.stringify({ version: 1, google: 'a-key', mapillary: 'a-token' }));
  });
  await page.reload();
  await expect(page.getByRole('button', { name: 'Settings' })).toBeVisible();
  await Promise.all(withKeys.map((host) => ask(page, `${host}/`)));
  expect(await violations.all()).toEqual([]);
});

test('no script runs but the page’s own, and no other page may show it', async ({ page }) => {
  const violations = await Violations.watch(page);
  const studio = new StudioPage(page);
  await studio.open();
  const ran = await page.evaluate(async (script) => {
    const made = globalThis as typeof globalThis & { inlineRan?: boolean };
    const inline = document.createElement('script');
    inline.textContent = 'globalThis.inlineRan = true';
    const foreign = document.createElement('script');
    foreign.src = script;
    document.head.append(inline, foreign);
    document.body.insertAdjacentHTML('beforeend', '<img src="data:," onerror="globalThis.inlineRan = true">');
    let text = false;
    // In a task of the page: what the test itself evaluates is let off.
    setTimeout(() => {
      text = new Function('return true')() as boolean;
    });
    await new Promise((done) => setTimeout(done, 500));
    return { inline: made.inlineRan ?? false, text };
  }, 'https://cdn.jsdelivr.net/npm/anything.js');
  expect(ran).toEqual({ inline: false, text: false });
  expect((await violations.all()).sort()).toEqual([
    'script-src eval',
    'script-src-attr inline',
    'script-src-elem https://cdn.jsdelivr.net/npm/anything.js',
    'script-src-elem inline',
  ]);
  // A script is refused without an offer to allow it.
  await expect(page.getByText('This page may not ask')).toHaveCount(0);
  const { headers } = await page.evaluate(async () => {
    const response = await fetch('/');
    return { headers: Object.fromEntries(response.headers) };
  });
  expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
});

test('workers may fetch weights and nothing else; a worker from a blob of the page holds to the page’s policy', async ({
  page,
}) => {
  const violations = await Violations.watch(page);
  const studio = new StudioPage(page);
  await studio.openDemo();
  // Those that stay: one paints, one makes photographs small.
  for (const name of ['render.worker', 'photograph-worker']) {
    const find = () => page.workers().find((worker) => worker.url().includes(name));
    await expect.poll(() => find() !== undefined).toBe(true);
    const worker = find()!;
    const refused = await worker.evaluate(
      async (addresses) => {
        const blocked: string[] = [];
        self.addEventListener('securitypolicyviolation', ({ blockedURI }) => blocked.push(blockedURI));
        for (const url of addresses) await fetch(url, { signal: AbortSignal.timeout(5000) }).catch(() => undefined);
        return blocked;
      },
      [`${STRANGE}/`, `${DEFAULT_SETTINGS.search}/`, `${WEIGHTS_HOSTS.hosts[0]}/`],
    );
    expect(refused, worker.url()).toEqual([`${STRANGE}/`, `${DEFAULT_SETTINGS.search}/`]);
  }
  expect(await page.evaluate(() => document.querySelectorAll('meta[http-equiv]').length)).toBe(1);

  const ofBlob = await page.evaluate(
    async (addresses) => {
      const text = `const blocked = [];
        addEventListener('securitypolicyviolation', ({ blockedURI }) => blocked.push(blockedURI));
        onmessage = async ({ data }) => {
          for (const url of data) await fetch(url, { signal: AbortSignal.timeout(5000) }).catch(() => undefined);
          postMessage(blocked);
        };`;
      const worker = new Worker(URL.createObjectURL(new Blob([text], { type: 'text/javascript' })));
      worker.postMessage(addresses);
      return new Promise<string[]>((resolve) => {
        worker.onmessage = ({ data }) => resolve(data);
      });
    },
    [`${STRANGE}/`, `${DEFAULT_SETTINGS.search}/`],
  );
  expect(ofBlob).toEqual([`${STRANGE}/`]);
  expect(await violations.all()).not.toContain(`connect-src ${WEIGHTS_HOSTS.hosts[0]}/`);
});

test('a host that only the map’s worker asks is told as well', async ({ page }) => {
  const style = {
    version: 8,
    sources: { streets: { type: 'vector', tiles: [`${STRANGE}/{z}/{x}/{y}.pbf?key=SECRET`], maxzoom: 14 } },
    layers: [{ id: 'roads', type: 'line', source: 'streets', 'source-layer': 'roads' }],
  };
  await page.route(`${new URL(DEFAULT_SETTINGS.mapStyle).origin}/styles/**`, (route) =>
    route.fulfill({ json: style, headers: { 'access-control-allow-origin': '*' } }),
  );
  const studio = new StudioPage(page);
  await studio.openDemo();
  await page.getByRole('navigation', { name: 'Steps' }).getByRole('button', { name: 'Route' }).click();
  const notice = page.getByRole('alert').filter({ hasText: 'This page may not ask tiles.elsewhere.example' });
  await expect(notice).toBeVisible({ timeout: 30_000 });
  await expect(notice.getByRole('button', { name: 'Allow it and reload the page' })).toBeVisible();
  expect(await page.content()).not.toContain('SECRET');
});

test('the demo is painted with all threads, shown and exported without anything refused', async ({ page }) => {
  const violations = await Violations.watch(page);
  const studio = new StudioPage(page);
  let threads = 0;
  page.on('worker', (worker) => {
    if (worker.url().startsWith('blob:')) threads++;
  });
  await studio.openDemo();
  await studio.loadParams(QUICK);
  await studio.step('Render');
  await studio.paint();
  await studio.painted(6);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  expect(threads).toBeGreaterThan(0);
  await studio.step('Export');
  const film = await readFilm((await studio.download('Export film')).path);
  expect(film.frames).toBe(6);
  const stills = unzipSync(readFileSync((await studio.download('Export stills')).path));
  expect(Object.keys(stills)).toHaveLength(6);
  expect(await violations.all()).toEqual([]);
  expect(studio.complaints).toEqual([]);
});

test('a frame is painted by WebGPU without anything refused', async ({ page }) => {
  const violations = await Violations.watch(page);
  const studio = new StudioPage(page);
  await studio.openDemo();
  const onGpu = QUICK.replace('nn_content_layers: [conv2_1]', 'nn_content_layers: [conv1_1]')
    .replace('nn_style_layers: [relu1_1, relu2_1]', 'nn_style_layers: [relu1_1]')
    .replace('input_max_size: 48', 'input_max_size: 32\njob_device: webgpu');
  await studio.loadParams(`${onGpu}video_end_frame: 1\n`);
  await studio.paint();
  await studio.painted(1, 150_000);
  expect(await violations.all()).toEqual([]);
});
