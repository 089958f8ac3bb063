import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const launcher = fileURLToPath(new URL('../../scripts/launch.mjs', import.meta.url));

/** Counts Ctrl-C and ends half a second after the first, as a program that saves its work would, or at the second. */
const PROGRAM = `
let interrupts = 0;
const args: string[] = process.argv.slice(2);
process.on('SIGINT', () => {
  interrupts++;
  console.log('interrupt', interrupts);
  const end = () => { console.log('interrupts', interrupts); process.exit(7); };
  if (args.includes('--until-second')) { if (interrupts === 2) end(); }
  else if (interrupts === 1) setTimeout(end, 500);
});
console.log('ready', process.cwd(), JSON.stringify(args));
const waits = args.includes('--wait') || args.includes('--until-second');
setTimeout(() => process.exit(waits ? 1 : 3), waits ? 60_000 : 0);
`;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'plein-air-launch-'));
  await writeFile(path.join(folder, 'program.ts'), PROGRAM);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/**
 * @param {string[]} args
 * @param {(child: import('node:child_process').ChildProcess) => void} onReady called once the program runs
 * @param {{ env?: NodeJS.ProcessEnv, onInterrupt?: (child: import('node:child_process').ChildProcess) => void }} [options] what is
 * called once the program has had its first Ctrl-C
 */
function launch(args, onReady = () => {}, { env: more = {}, onInterrupt } = {}) {
  return new Promise((resolve) => {
    const env = { ...process.env, INIT_CWD: folder, ...more };
    const child = spawn(process.execPath, [launcher, path.join(folder, 'program.ts'), ...args], { env });
    let output = '';
    let interrupted = false;
    child.stdout.on('data', (chunk) => {
      const first = output === '';
      output += chunk;
      if (first) onReady(child);
      if (interrupted || !output.includes('interrupt 1')) return;
      interrupted = true;
      onInterrupt?.(child);
    });
    child.on('close', (code) => resolve({ code, output }));
  });
}

describe('the launcher', () => {
  it('runs TypeScript where the person stands, with arguments and exit code passed on', async () => {
    const { code, output } = await launch(['--size', '160', 'a b']);
    expect(output).toContain(`ready ${folder} ["--size","160","a b"]`);
    expect(code).toBe(3);
  });

  it('gives one Ctrl-C to the program once, though it arrives twice, and waits for the program’s own end', async () => {
    // The terminal signals the launcher, and npm forwards its own a moment later: a long one here, as a busy machine may take long.
    const { code, output } = await launch(['--wait'], (child) => child.kill('SIGINT'), {
      env: { PLEIN_AIR_SAME_KEYPRESS_MS: '60000' },
      onInterrupt: (child) => child.kill('SIGINT'),
    });
    expect(output).toContain('interrupts 1');
    expect(code).toBe(7);
  });

  it('passes on a second Ctrl-C', async () => {
    const { output } = await launch(['--until-second'], (child) => child.kill('SIGINT'), {
      onInterrupt: (child) => setTimeout(() => child.kill('SIGINT'), 300),
    });
    expect(output).toContain('interrupts 2');
  });

  it('reports a program that a signal ended as shells do', async () => {
    const { code } = await launch(['--wait'], (child) => child.kill('SIGTERM'));
    expect(code).toBe(128 + 15);
  });
});
