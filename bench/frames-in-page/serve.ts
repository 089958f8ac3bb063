import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { chromium, type Page, type PlaywrightTestConfig } from '@playwright/test';
import { createCertificate } from '../../test/servers/certificate.ts';
import { placesAlong } from '../../test/servers/covered-streets.ts';
import { createMapTiles } from '../../test/servers/map-tiles.ts';
import { PANORAMAX_STREETS } from '../../test/servers/panoramax-pictures.ts';
import { startStandIns } from '../../test/servers/stand-in.ts';
import { createLargePictures } from './large-pictures.ts';

/** Beside those of the tests, which may run at the same time. */
const PORT = 4573;

const START = fileURLToPath(new URL('../../scripts/start.mjs', import.meta.url));
const CONFIGURATION = new URL('../../playwright.config.mjs', import.meta.url);

/** The page, what it asks, and the browser that it is in. */
export interface Served {
  readonly page: Page;
  /** of the studio */
  readonly address: string;
  /** of the browser, all of whose processes hang on it */
  readonly pid: number;
  /** Files of pictures that were asked for. */
  requests(): number;
  /** Of this machine: processes that wanted to run, over the last minute. */
  load(): number;
  close(): Promise<void>;
}

/** Builds and serves the studio, serves the open map and Panoramax with `frames` pictures that are drawn already, and opens a browser. */
export async function serveAll({ frames, width }: { frames: number; width: number }): Promise<Served> {
  const panoramax = createLargePictures(width);
  for (let index = 0; index < frames; index++) await panoramax.draw(index);
  const standIns = [createMapTiles(), panoramax];
  const services = await startStandIns(standIns, { port: PORT + 2, tls: await createCertificate() });
  const studio = spawn(process.execPath, [START, '--no-open', '--port', String(PORT)], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const server = await chromium.launchServer((await testConfiguration()).use?.launchOptions ?? {});
  const browser = await chromium.connect(server.wsEndpoint());
  for await (const chunk of studio.stdout) if (String(chunk).includes('Plein Air is at')) break;
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  return {
    page: await context.newPage(),
    address: `http://127.0.0.1:${PORT}/`,
    pid: server.process().pid ?? 0,
    requests: () => services.requests.filter(({ url }) => url.pathname.startsWith('/derivates/')).length,
    load: () => loadavg()[0] ?? 0,
    close: async () => {
      await server.close();
      studio.kill();
      await once(studio, 'exit');
      await services.close();
    },
  };
}

/** That of the browser tests, for our ports. */
async function testConfiguration(): Promise<PlaywrightTestConfig> {
  process.env.TEST_PORT = String(PORT);
  const { default: config }: { default: PlaywrightTestConfig } = await import(CONFIGURATION.href);
  return config;
}

/** The ends of a way along the street that is served, as a params file has them. */
export function wayAlong(frames: number, spacing: number): string {
  const ends = placesAlong(PANORAMAX_STREETS.whole.start, 2, (frames - 1) * spacing);
  return `[${ends.map(({ lat, lng }) => `[${lat}, ${lng}]`).join(', ')}]`;
}
