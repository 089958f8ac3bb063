// npm start [-- --no-open] [--port N] — builds the app and serves it on this machine alone.
import { parseArgs } from 'node:util';
import { ensureDependencies } from './setup/dependencies.mjs';
import { ROOT } from './setup/paths.mjs';

const { values } = parseArgs({
  options: { 'no-open': { type: 'boolean', default: false }, port: { type: 'string' } },
});
// A port that was asked for is kept or refused; else the next free one from here on is taken.
const FIRST_PORT = 4173;
const port = values.port === undefined ? FIRST_PORT : Number(values.port);
if (!Number.isInteger(port) || port < 1 || port > 65535) {
  console.error(`--port ${values.port}: give a number from 1 to 65535.`);
  process.exit(2);
}

await ensureDependencies();
// Not a static import: the package may have been installed just now.
const { build, preview } = await import('vite');
await build({ root: ROOT, logLevel: 'warn' });
const server = await preview({
  root: ROOT,
  // Browsers offer WebGPU on loopback without a certificate; nobody else on the network can reach it.
  preview: {
    host: '127.0.0.1',
    port,
    strictPort: values.port !== undefined,
    open: !process.env.CI && !values['no-open'],
  },
});
console.log(`Plein Air is at ${server.resolvedUrls?.local[0] ?? `http://127.0.0.1:${port}/`} (Ctrl-C ends it)`);
