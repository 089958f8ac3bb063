import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseParams, parseParamsBytes } from '../../src/project/parse.ts';
import { writeParams } from '../../src/project/write.ts';
import { cpuTime } from '../support/cpu-time.ts';
import { errorsOf, good } from './outcome.ts';

const MEGABYTE = 1_000_000;

describe('size', () => {
  test('10 MB of junk are refused before they are parsed', () => {
    // Parsing them would take half a minute of the processor; refusing them takes none of that.
    const taken = cpuTime(() => {
      expect(errorsOf('x: [1, 2]\n'.repeat(MEGABYTE))[0]?.message).toContain('too large');
      const parsed = parseParamsBytes(new Uint8Array(10 * MEGABYTE));
      expect(parsed).toMatchObject({ ok: false, errors: [{ message: expect.stringContaining('10.0 MB') }] });
    });
    expect(taken).toBeLessThan(5000);
  });

  test('the record of a film of 3000 frames is small enough', () => {
    const losses =
      '    - {content: 123456.78901234, style: 123456.78901234, tv: 1234.567890123, temporal: 0, total: 246913.123}\n';
    const frame = (i: number) => `  - {name: frame-${i}.jpg, sha256: "${'a'.repeat(64)}"}\n`;
    const frames = Array.from({ length: 3000 }, (_, i) => frame(i)).join('');
    const text = `input_frames:\n${frames}job_losses:\n  first:\n${losses.repeat(3000)}  last:\n${losses.repeat(3000)}`;
    expect(good(text).results.job_losses?.last).toHaveLength(3000);
  });
});

describe('aliases', () => {
  test('a bomb is refused at its line', () => {
    const levels = 'bcdefghij'
      .split('')
      .map((name, i) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghij'[i]}`).join(', ')}]`);
    const errors = errorsOf(`a: &a [x, x, x, x, x, x, x, x, x]\n${levels.join('\n')}\n`);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatchObject({ message: expect.stringContaining('expand to too many values') });
    expect(errors[0]?.line).toBeGreaterThan(2);
  });

  test('a long text repeated by aliases counts by its length', () => {
    const text = `a: &a ${'x'.repeat(100_000)}\nb: [${Array(100).fill('*a').join(', ')}]\n`;
    expect(errorsOf(text)[0]).toMatchObject({ line: 2, message: expect.stringContaining('too many values') });
  });

  test.each([
    ['a: &a [*a]', 'stands inside itself'],
    ['a: &a {b: [*a]}', 'stands inside itself'],
    ['&top\na: *top', 'stands inside itself'],
    ['a: *b\nb: &b 1', 'has no anchor before it'],
  ])('%s', (text, message) => {
    expect(errorsOf(text)[0]?.message).toContain(message);
  });
});

describe('shape', () => {
  test.each([
    ['- a\n- b\n', 'key: value'],
    ['just words', 'key: value'],
    ['42', 'key: value'],
    ['a: 1\n---\nb: 2\n', 'second YAML document'],
    ['[a]: 1\n', 'a key must be a plain name'],
    ['? {a: 1}\n: 2\n', 'a key must be a plain name'],
    ['a: "never closed\n', 'not YAML'],
    ['a: b: c\n', 'not YAML'],
    ['a: @b\n', 'not YAML'],
    ['\ta: 1\n', 'not YAML'],
    ['a: [1, 2\n', 'not YAML'],
    ['job_seed: 1\0', 'control character U+0000'],
    ['\u0089PNG\r\n\u001a\n', 'control character U+001A'],
  ])('%j is refused', (text, message) => {
    expect(errorsOf(text)[0]?.message).toContain(message);
  });

  test('errors of syntax name their line', () => {
    expect(errorsOf('a: 1\nb: 2\nc: d: e\n')[0]).toMatchObject({ line: 3 });
    expect(errorsOf('a: 1\nb\u0007: 2\n')[0]).toMatchObject({ line: 2, column: 2 });
  });

  test('a key that stands twice is an error that names both lines', () => {
    const errors = errorsOf('weight_tv: 1\njob_seed: 2\nweight_tv: 3\n');
    expect(errors).toEqual([
      { line: 3, column: 1, key: 'weight_tv', message: expect.stringContaining('first at line 1') },
    ]);
    expect(errorsOf('note: {a: 1, a: 2}')[0]?.key).toBe('note.a');
  });

  test('__proto__ is refused at any depth and pollutes nothing', () => {
    for (const text of ['__proto__: {polluted: 1}', 'note: {__proto__: {polluted: 1}}', 'note: [{"__proto__": 1}]']) {
      expect(errorsOf(text)[0]?.message).toContain('__proto__');
    }
    expect('polluted' in {}).toBe(false);
  });

  test('names of Object.prototype are unknown keys like any other', () => {
    expect(Object.keys(good('toString: 1\nhasOwnProperty: 2\n').extras)).toEqual(['toString', 'hasOwnProperty']);
  });

  test.each([
    ['lists', `a: ${'['.repeat(100)}${']'.repeat(100)}`],
    ['maps', `a: ${'{a: '.repeat(100)}1${'}'.repeat(100)}`],
    ['open lists', '['.repeat(50_000)],
    ['block lists', '- '.repeat(50_000)],
  ])('deep nesting of %s is refused', (_, text) => {
    expect(errorsOf(text)[0]?.message).toMatch(/nested too deeply|not YAML/);
  });
});

describe('texts made to take long', () => {
  const size = 200_000;
  test.each([
    ['closing brackets', ']'.repeat(size)],
    ['quotes', '"'.repeat(size)],
    ['keys', Array.from({ length: size / 10 }, (_, i) => `key${i}: ${i}`).join('\n')],
    ['one long key', `${'k'.repeat(size)}: 1`],
    ['one long key like a parameter', `weight_${'t'.repeat(500)}: 1`],
    ['documents', '---\n'.repeat(size / 4)],
    ['directives', '%a\n'.repeat(size / 3)],
    ['anchors', `a: ${'&a '.repeat(size / 3)}`],
    ['aliases', `a: &a 1\nb: [${'*a, '.repeat(size / 4)}]`],
    ['wrong values', `nn_style_layers: [${'relu, '.repeat(size / 6)}]`],
  ])('%s: an answer in seconds, and a short one', (_, text) => {
    // Linear work takes well under a second here; quadratic work would take minutes.
    const taken = cpuTime(() => {
      const parsed = parseParams(text);
      const told = parsed.ok ? parsed.warnings : parsed.errors;
      expect(told.length).toBeLessThanOrEqual(41);
      expect(JSON.stringify(told.slice(0, 1)).length).toBeLessThan(size + 1000);
    });
    expect(taken).toBeLessThan(20_000);
  });
});

test('any text at all gets an answer: params or errors with places, never an exception', () => {
  const piece = fc.constantFrom(
    ...[
      'a',
      'weight_tv',
      'nn_style_layers',
      ': ',
      ':',
      '- ',
      '\n',
      '  ',
      '[',
      ']',
      '{',
      '}',
      ', ',
      '*a',
      '&a ',
      '? ',
      '!!str ',
    ],
    ...['"', "'", '|', '>', '#', '1', '.5', '%', '---\n', '...\n', '\t', '\r\n', '<<', '!t', '~', '\u{1f33b}', '@'],
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const parsed = parseParams(pieces.join(''));
      for (const { line, column } of parsed.ok ? parsed.warnings : parsed.errors) {
        expect(line).toBeGreaterThanOrEqual(1);
        expect(column).toBeGreaterThanOrEqual(1);
      }
      // What was read can be written and read again.
      if (parsed.ok) good(writeParams(parsed.params, parsed.results, parsed.extras));
    }),
    { numRuns: 1000 },
  );
});
