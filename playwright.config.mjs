import { defineConfig } from '@playwright/test';
import { findBrowser } from './scripts/setup/browser.mjs';
import { STAND_IN_HOSTS } from './test/servers/hosts.mjs';

const PORT = Number(process.env.TEST_PORT ?? 4273);
/** Of the stand-ins for public services; their orders are taken one above (`test/servers/serve.ts`). */
const STAND_INS = PORT + 2;
const executablePath = findBrowser();

// The built page in an installed Chrome or Chromium, with SwiftShader as its WebGPU adapter so that machines without a GPU agree.
export default defineConfig({
  testDir: 'test/browser',
  outputDir: 'test-results',
  timeout: 60_000,
  // Five seconds, as by default, are too few on a busy machine.
  expect: { timeout: 20_000 },
  forbidOnly: true,
  workers: 1,
  // A browser on a busy machine may lose a race once; what only passes at the second try is listed as flaky.
  retries: process.env.CI ? 1 : 0,
  reporter: 'list',
  use: {
    baseURL: `http://127.0.0.1:${PORT}/`,
    // So that what is never there to be clicked is told by its own name, and not by the end of the test's time.
    actionTimeout: 30_000,
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      args: [
        '--no-sandbox',
        '--enable-unsafe-webgpu',
        '--use-webgpu-adapter=swiftshader',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--disable-quic',
        '--no-first-run',
        // Whatever the page asks of the world ends on this machine: there is no network in these tests.
        `--host-resolver-rules=${STAND_IN_HOSTS.map((host) => `MAP ${host} 127.0.0.1:${STAND_INS}`).join(',')}`,
        '--ignore-certificate-errors',
      ],
    },
  },
  webServer: [
    {
      command: `node scripts/start.mjs --no-open --port ${PORT}`,
      url: `http://127.0.0.1:${PORT}/`,
      reuseExistingServer: false,
      timeout: 120_000,
    },
    {
      command: `node scripts/launch.mjs test/servers/serve.ts ${STAND_INS}`,
      url: `http://127.0.0.1:${STAND_INS + 1}/requests`,
      reuseExistingServer: false,
      // Killed outright, it would leave the process that it started, and the tests would wait for that.
      gracefulShutdown: { signal: 'SIGTERM', timeout: 5000 },
      timeout: 60_000,
    },
  ],
});
