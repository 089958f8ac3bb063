// npm run bench:bundle — the device benchmark as a folder that needs Node and a graphics driver and nothing else, for a machine without
// network or packages: `node .bench-bundle/bench.mjs --help`.
import { cpSync, mkdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { ensureDependencies } from './setup/dependencies.mjs';
import { inModules, inRoot } from './setup/paths.mjs';

const out = inRoot('.bench-bundle');

await ensureDependencies();
const { build } = await import('vite');
rmSync(out, { recursive: true, force: true });
await build({
  root: inRoot(),
  configFile: false,
  logLevel: 'warn',
  publicDir: false,
  // Everything goes in: there are no packages where it runs.
  ssr: { noExternal: true, target: 'node' },
  build: {
    ssr: inRoot('bench', 'engine', 'device.ts'),
    outDir: out,
    target: 'node20',
    minify: false,
    rolldownOptions: { output: { entryFileNames: 'bench.mjs', codeSplitting: false } },
  },
});
// The package looks for Dawn beside its own file, which is now the bundle.
for (const platform of new Set([`${process.platform}-${process.arch}`, ...process.argv.slice(2)])) {
  const from = inModules('webgpu', 'dist', platform, 'dawn.node');
  mkdirSync(path.join(out, 'dist', platform), { recursive: true });
  cpSync(from, path.join(out, 'dist', platform, 'dawn.node'));
}
console.log(
  `${path.relative(process.cwd(), out)}/bench.mjs (${(statSync(path.join(out, 'bench.mjs')).size / 1e6).toFixed(1)} MB)`,
);
