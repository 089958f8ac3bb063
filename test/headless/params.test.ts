import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OLDER_RECORD } from '../project/older-form.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plein-air-params-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

function params(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', 'src/headless/params.ts', ...args],
    {
      cwd: root,
      encoding: 'utf8',
    },
  );
  return { status, stdout, stderr };
}

describe('npm run params', () => {
  test('prints a file of the older form normalised, and its own output again unchanged', () => {
    const first = params(file('older.yaml', OLDER_RECORD));
    expect(first).toMatchObject({ status: 0, stderr: '' });
    expect(first.stdout).toContain('job_max_iterations: 3000\n');
    expect(first.stdout).toContain('job_elapsed_time: 1948\n');
    const second = params(file('normalised.yaml', first.stdout));
    expect(second).toEqual(first);
  });

  test('keeps unknown keys and warns about them on the error stream', () => {
    const path = file('typo.yaml', 'job_schema_version: 1\nwieght_tv: 1\n');
    const { status, stdout, stderr } = params(path);
    expect(status).toBe(0);
    expect(stdout).toContain('\nwieght_tv: 1\n');
    expect(stderr).toBe(`warning: ${path}:2:12 wieght_tv: unknown key, kept without effect; did you mean weight_tv?\n`);
  });

  test('tells errors with their lines, prints nothing else, exit code 1', () => {
    const path = file('wrong.yaml', 'weight_tv: -1\nnn_style_layers: [relu8_1]\n');
    const { status, stdout, stderr } = params(path);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr.split('\n')[0]).toBe(`${path}:1:12 weight_tv: found -1; allowed: a number from 0 to 10`);
    expect(stderr).toContain(`${path}:2:19 nn_style_layers[0]: found the text "relu8_1"`);
  });

  test.each([
    ['binary junk', () => Uint8Array.from({ length: 5000 }, (_, i) => (i * 7919) % 256), 'not a text file'],
    ['zeros', () => new Uint8Array(100), 'not a text file'],
    ['10 MB', () => new Uint8Array(10_000_000).fill(97), 'too large'],
  ])('%s: exit code 1', (name, content, message) => {
    const { status, stderr } = params(file(name, content()));
    expect(status).toBe(1);
    expect(stderr).toContain(message);
  });

  test.each([
    ['no argument', [], 'one file is needed, got 0'],
    ['two files', ['a', 'b'], 'one file is needed, got 2'],
    ['an unknown flag', ['--colour'], '--colour'],
    ['a missing file', ['nowhere.yaml'], 'there is no file nowhere.yaml'],
    ['a file below a file', ['package.json/x.yaml'], 'there is no file'],
    ['a folder', ['src'], 'is a folder'],
  ])('%s: a clear message without a stack, exit code 2', (_, args, message) => {
    const { status, stdout, stderr } = params(...args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  test('--help says how to call it, exit code 0', () => {
    const { status, stdout } = params('--help');
    expect(status).toBe(0);
    expect(stdout).toContain('Usage: npm run params -- FILE');
  });
});
