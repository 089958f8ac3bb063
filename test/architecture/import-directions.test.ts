import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Importing file, import, rule that forbids it. One tree holds them all; files that are imported are made as needed. */
const FORBIDDEN: [from: string, to: string, rule: string][] = [
  ['core/a.ts', 'gpu/device.ts', 'tier-of-core'],
  ['gpu/a.ts', 'flow/warp.ts', 'tier-of-gpu'],
  ['gpu/b.ts', 'platform/port.ts', 'tier-of-gpu'],
  ['platform/a.ts', 'frames/frame.ts', 'tier-of-platform'],
  ['route/a.ts', 'frames/frame.ts', 'tier-of-route'],
  ['frames/a.ts', 'flow/warp.ts', 'tier-of-frames'],
  ['flow/a.ts', 'frames/frame.ts', 'tier-of-flow'],
  ['flow/b.ts', 'engine/paint.ts', 'tier-of-flow'],
  ['engine/a.ts', 'flow/warp.ts', 'tier-of-engine'],
  ['engine/b.ts', 'type:frames/frame.ts', 'tier-of-engine'],
  ['engine/c.ts', 'project/document.ts', 'tier-of-engine'],
  ['export/a.ts', 'project/document.ts', 'tier-of-export'],
  ['project/a.ts', 'engine/paint.ts', 'project-takes-params-and-types'],
  ['project/b.ts', 'export/webm.ts', 'project-takes-export-params'],
  ['project/c.ts', 'render/run.ts', 'tier-of-project'],
  ['render/a.ts', 'experiments/grid.ts', 'tier-of-render'],
  ['render/f.ts', 'benchmark/record.ts', 'tier-of-render'],
  ['benchmark/a.ts', 'platform/node/folder.ts', 'nothing-imports-a-shell'],
  ['frames/sources/upload/a.ts', 'frames/sources/procedural/street.ts', 'sources-apart'],
  ['render/b.ts', 'platform/node/folder.ts', 'nothing-imports-a-shell'],
  ['render/c.ts', 'render/worker/client.ts', 'nothing-imports-a-shell'],
  ['experiments/a.ts', 'headless/paint.ts', 'nothing-imports-a-shell'],
  ['studio/a.ts', 'render/worker/job-host.ts', 'shell-studio'],
  ['studio/b.ts', 'platform/node/folder.ts', 'shell-studio'],
  ['headless/a.ts', 'platform/browser/database.ts', 'shell-headless'],
  ['headless/b.ts', 'studio/page.ts', 'shell-headless'],
  ['render/worker/a.ts', 'studio/page.ts', 'shell-render-worker'],
  ['platform/node/a.ts', 'platform/browser/database.ts', 'shell-platform-node'],
  ['platform/browser/a.ts', 'platform/node/folder.ts', 'shell-platform-browser'],
  ['flow/c.ts', '@tensorflow/tfjs-core', 'tfjs-stays-in-its-room'],
  ['engine/d.ts', 'node:fs', 'no-node-outside-node'],
  ['studio/c.ts', 'node:path', 'no-node-outside-node'],
  ['frames/b.ts', 'sharp', 'no-node-packages-outside-node'],
  ['render/d.ts', 'react', 'no-dom-packages-outside-the-page'],
  ['render/e.ts', 'route/maps/map.ts', 'maps-are-loaded-by-the-studio'],
  ['core/b.ts', '../test/help.ts', 'source-stands-alone'],
  ['core/circle.ts', 'core/cycle.ts', 'no-cycles'],
  ['core/c.ts', 'missing:core/nowhere.ts', 'no-missing-files'],
];

const ALLOWED: [from: string, to: string][] = [
  ['gpu/z.ts', 'core/error.ts'],
  ['frames/z.ts', 'route/camera.ts'],
  ['frames/sources/upload/z.ts', 'frames/sources/upload/reader.ts'],
  ['engine/tfjs/z.ts', '@tensorflow/tfjs-core'],
  ['project/z.ts', 'engine/params.ts'],
  ['project/y.ts', 'type:engine/paint.ts'],
  ['project/x.ts', 'export/params.ts'],
  ['benchmark/z.ts', 'engine/paint.ts'],
  ['render/z.ts', 'project/document.ts'],
  ['render/y.ts', 'export/webm.ts'],
  ['render/x.ts', 'flow/warp.ts'],
  ['render/worker/z.ts', 'platform/browser/database.ts'],
  ['studio/z.ts', 'render/worker/client.ts'],
  ['studio/w.ts', 'render/worker/create-client.ts'],
  ['studio/v.ts', 'render/worker/protocol.ts'],
  ['studio/y.ts', 'react'],
  ['studio/x.ts', 'route/maps/map.ts'],
  ['headless/z.ts', 'platform/node/folder.ts'],
  ['headless/y.ts', 'render/run.ts'],
  ['platform/node/z.ts', 'platform/port.ts'],
  ['platform/node/y.ts', 'sharp'],
  ['experiments/z.ts', 'render/run.ts'],
];

interface Report {
  summary: { violations: { from: string; rule: { name: string } }[] };
}

const place = (file: string) => file.replace(/^(type|missing):/, '');

/** Writes a tree in which every pair above is an import, and returns its folder. */
async function plantTree(): Promise<string> {
  const tree = await mkdtemp(path.join(tmpdir(), 'plein-air-imports-'));
  const files = new Map<string, string>();
  for (const [from, to] of [...FORBIDDEN, ...ALLOWED]) {
    const target = place(to);
    const local = target.endsWith('.ts');
    const specifier = local ? path.posix.relative(path.posix.dirname(`src/${from}`), `src/${target}`) : target;
    const text = `./${specifier}`.replace('./../', '../');
    const kind = to.startsWith('type:') ? 'import type' : 'import';
    files.set(`src/${from}`, `${kind} { thing } from '${local ? text : target}';\nexport const own = thing;\n`);
    if (local && !to.startsWith('missing:')) {
      const file = path.posix.join('src', target);
      if (!files.has(file)) files.set(file, 'export const thing = 1;\n');
    }
    if (!local && !target.startsWith('node:')) {
      files.set(`node_modules/${target}/index.js`, 'export const thing = 1;\n');
      files.set(
        `node_modules/${target}/package.json`,
        JSON.stringify({ name: target, type: 'module', main: 'index.js' }),
      );
    }
  }
  files.set('src/core/cycle.ts', "export { own as thing } from './circle.ts';\n");
  for (const [name, text] of files) {
    await mkdir(path.dirname(path.join(tree, name)), { recursive: true });
    await writeFile(path.join(tree, name), text);
  }
  return tree;
}

async function violationsIn(tree: string): Promise<{ from: string; rule: string }[]> {
  const tool = path.join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [tool, '--config', path.join(root, '.dependency-cruiser.mjs'), '--output-type', 'json', 'src'],
    { cwd: tree, maxBuffer: 64 * 1024 * 1024 },
  );
  const report = JSON.parse(stdout) as Report;
  return report.summary.violations.map(({ from, rule }) => ({ from: from.replace('src/', ''), rule: rule.name }));
}

describe('import directions', () => {
  let tree = '';
  let violations: { from: string; rule: string }[] = [];

  beforeAll(async () => {
    tree = await plantTree();
    violations = await violationsIn(tree);
  });
  afterAll(() => rm(tree, { recursive: true, force: true }));

  it.each(FORBIDDEN)('%s may not import %s', (from, _to, rule) => {
    expect(violations.filter((violation) => violation.from === from).map((violation) => violation.rule)).toContain(
      rule,
    );
  });

  it.each(ALLOWED)('%s may import %s', (from) => {
    expect(violations.filter((violation) => violation.from === from)).toEqual([]);
  });
});
