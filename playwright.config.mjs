import { defineConfig } from '@playwright/test';
import { findBrowser } from './scripts/setup/browser.mjs';

const PORT = 4273;
const executablePath = findBrowser();

// The built page in an installed Chrome or Chromium, with SwiftShader as its WebGPU adapter so that machines without a GPU agree.
export default defineConfig({
  testDir: 'test/browser',
  outputDir: 'test-results',
  timeout: 60_000,
  forbidOnly: true,
  workers: 1,
  // A browser on a busy machine may lose a race once; what only passes at the second try is listed as flaky.
  retries: process.env.CI ? 1 : 0,
  reporter: 'list',
  use: {
    baseURL: `http://127.0.0.1:${PORT}/`,
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
      ],
    },
  },
  webServer: {
    command: `node scripts/start.mjs --no-open --port ${PORT}`,
    url: `http://127.0.0.1:${PORT}/`,
    reuseExistingServer: false,
    timeout: 120_000,
  },
});
