import { expect } from 'vitest';
import { type ParsedParams, parseParams } from '../../src/project/parse.ts';
import type { ParamsProblem } from '../../src/project/problem.ts';

type Good = Extract<ParsedParams, { ok: true }>;

/** Reads a text that must be good. */
export function good(text: string): Good {
  const parsed = parseParams(text);
  if (!parsed.ok) expect.fail(parsed.errors.map(({ line, key, message }) => `${line} ${key}: ${message}`).join('\n'));
  return parsed;
}

/** The errors of a text that must be refused. */
export function errorsOf(text: string): readonly ParamsProblem[] {
  const parsed = parseParams(text);
  if (parsed.ok) expect.fail('was read without an error');
  expect(parsed.errors.length).toBeGreaterThan(0);
  return parsed.errors;
}
