import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { describeParams, describeResults } from '../../src/project/describe.ts';

const run = promisify(execFile);
const root = new URL('../../', import.meta.url);
const params = describeParams();

test.each(params.map((param) => [param.key, param] as const))('%s says what it is', (_, param) => {
  expect(param.group).not.toBe('');
  expect(param.title).not.toBe(param.key);
  expect(param.description).toMatch(/\.$/);
  expect(param.default).toBeDefined();
  expect(param.allowed).not.toMatch(/undefined|anything|\[object/);
});

test('a slider has a scale and both ends where it has a step', () => {
  const numbers = params.filter(({ step }) => step !== undefined);
  expect(numbers.length).toBeGreaterThan(5);
  for (const { schema, key } of numbers) {
    const ends = [schema, schema.items ?? {}, ...(schema.anyOf ?? [])].some(
      ({ minimum, maximum }) => minimum !== undefined && maximum !== undefined,
    );
    expect(ends, key).toBe(true);
  }
});

test('groups stand together', () => {
  const groups = params.map(({ group }) => group);
  const changes = groups.filter((group, i) => group !== groups[i - 1]);
  expect(changes).toEqual([...new Set(groups)]);
});

test('every result says what it is', () => {
  for (const { key, description } of describeResults()) expect(description, key).not.toBe('');
});

test('docs/params.md is what the schema says', async () => {
  await run(process.execPath, ['--import', 'tsx', 'scripts/generate-docs.ts', '--check'], { cwd: root });
  const page = await readFile(new URL('docs/params.md', root), 'utf8');
  for (const { key } of params) expect(page).toContain(`| \`${key}\` |`);
});
