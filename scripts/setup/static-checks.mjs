import { inModules, inRoot } from './paths.mjs';
import { runNode } from './run.mjs';

/** Name and command (a script for Node, then its arguments) of every static check. */
const CHECKS = [
  ['types', [inModules('typescript', 'bin', 'tsc'), '--noEmit', '-p', '.']],
  [
    'format and lint',
    [
      inModules('@biomejs', 'biome', 'bin', 'biome'),
      'ci',
      '--error-on-warnings',
      `--colors=${process.stdout.isTTY ? 'force' : 'off'}`,
      '.',
    ],
  ],
  [
    'import directions',
    [
      inModules('dependency-cruiser', 'bin', 'dependency-cruise.mjs'),
      '--config',
      inRoot('.dependency-cruiser.mjs'),
      'src',
    ],
  ],
  ['unused code', [inModules('knip', 'bin', 'knip.js'), '--no-progress']],
  ['generated documents', [inRoot('scripts', 'launch.mjs'), 'scripts/generate-docs.ts', '--check']],
];

/**
 * Runs every check, whatever the others say.
 * @returns {Promise<{ name: string, ok: boolean }[]>}
 */
export async function runStaticChecks() {
  const results = [];
  for (const [name, command] of CHECKS) {
    console.log(`\n— ${name} —`);
    const env = { ...process.env };
    delete env.INIT_CWD;
    results.push({ name, ok: (await runNode(command, env)) === 0 });
  }
  console.log('');
  for (const { name, ok } of results) console.log(`${ok ? '✓' : '✗'} ${name}`);
  return results;
}
