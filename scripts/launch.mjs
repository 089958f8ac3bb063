// node scripts/launch.mjs FILE args… — runs a TypeScript file of this repository in Node, installing packages first.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureDependencies } from './setup/dependencies.mjs';
import { inModules, inRoot, ROOT } from './setup/paths.mjs';

const WINDOWS = process.platform === 'win32';
// One Ctrl-C arrives here twice: from the terminal, which signals the whole foreground group, and from npm, which forwards
// its own. Both come within milliseconds; a person pressing again takes longer.
const SAME_KEYPRESS_MS = Number(process.env.PLEIN_AIR_SAME_KEYPRESS_MS ?? 150);

const [program, ...args] = process.argv.slice(2);
if (!program) {
  console.error('usage: node scripts/launch.mjs FILE [arguments]');
  process.exit(2);
}
await ensureDependencies();

const url = (file) => pathToFileURL(file).href;
const child = spawn(
  process.execPath,
  [
    '--import',
    url(inModules('tsx', 'dist', 'loader.mjs')),
    '--import',
    url(inRoot('scripts', 'register-raw.mjs')),
    path.resolve(ROOT, program),
    ...args,
  ],
  {
    stdio: 'inherit',
    // npm changes to the package's folder; paths a person types are meant from where they stand.
    cwd: process.env.INIT_CWD ?? process.cwd(),
    env: { ...process.env, TSX_TSCONFIG_PATH: inRoot('tsconfig.json') },
    // A process group of its own, so that the terminal's Ctrl-C reaches the child through us alone. (A Windows console
    // signals every process attached to it, and a detached child would get a window of its own.)
    detached: !WINDOWS,
  },
);

let last = { signal: '', at: Number.NEGATIVE_INFINITY };
const forward = (signal) => {
  const again = signal === last.signal && performance.now() - last.at < SAME_KEYPRESS_MS;
  if (again) return;
  last = { signal, at: performance.now() };
  if (!WINDOWS) child.kill(signal);
};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => forward(signal));
if (!WINDOWS) {
  // Ctrl-Z and fg: a group without a terminal ignores SIGTSTP, so the child is stopped outright.
  process.on('SIGTSTP', () => {
    child.kill('SIGSTOP');
    process.kill(process.pid, 'SIGSTOP');
  });
  process.on('SIGCONT', () => child.kill('SIGCONT'));
}
process.on('exit', () => child.kill('SIGTERM'));

child.on('error', (error) => {
  console.error(`Node could not be started: ${error.message}`);
  process.exit(127);
});
child.on('exit', (code, signal) => process.exit(signal ? 128 + constants.signals[signal] : (code ?? 1)));
