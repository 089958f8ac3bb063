import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const launcher = fileURLToPath(new URL('../../scripts/launch.mjs', import.meta.url));

/** Counts Ctrl-C and ends half a second after the first, as a program that saves its work would. */
const PROGRAM = `
let interrupts = 0;
const args: string[] = process.argv.slice(2);
process.on('SIGINT', () => {
  interrupts++;
  if (interrupts === 1) setTimeout(() => { console.log('interrupts', interrupts); process.exit(7); }, 500);
});
console.log('ready', process.cwd(), JSON.stringify(args));
setTimeout(() => process.exit(args.includes('--wait') ? 1 : 3), args.includes('--wait') ? 20_000 : 0);
`;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'plein-air-launch-'));
  await writeFile(path.join(folder, 'program.ts'), PROGRAM);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** @param {string[]} args @param {(child: import('node:child_process').ChildProcess) => void} onReady */
function launch(args, onReady = () => {}) {
  return new Promise((resolve) => {
    const env = { ...process.env, INIT_CWD: folder };
    const child = spawn(process.execPath, [launcher, path.join(folder, 'program.ts'), ...args], { env });
    let output = '';
    child.stdout.on('data', (chunk) => {
      const first = output === '';
      output += chunk;
      if (first) onReady(child);
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
    const { code, output } = await launch(['--wait'], (child) => {
      // The terminal signals the launcher, and npm forwards its own a moment later.
      child.kill('SIGINT');
      setTimeout(() => child.kill('SIGINT'), 20);
    });
    expect(output).toContain('interrupts 1');
    expect(code).toBe(7);
  });

  it('passes on a second Ctrl-C', async () => {
    const { output } = await launch(['--wait'], (child) => {
      child.kill('SIGINT');
      setTimeout(() => child.kill('SIGINT'), 300);
    });
    expect(output).toContain('interrupts 2');
  });

  it('reports a program that a signal ended as shells do', async () => {
    const { code } = await launch(['--wait'], (child) => child.kill('SIGTERM'));
    expect(code).toBe(128 + 15);
  });
});
