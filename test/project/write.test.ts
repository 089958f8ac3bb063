import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import type { ValueSchema } from '../../src/project/allowed.ts';
import { describeParams } from '../../src/project/describe.ts';
import { createParams } from '../../src/project/resolve.ts';
import type { RunResults } from '../../src/project/results.ts';
import type { Params } from '../../src/project/schema.ts';
import { withoutSecrets } from '../../src/project/secrets.ts';
import { writeParams } from '../../src/project/write.ts';
import { good } from './outcome.ts';

/** Any value that a parameter's schema allows. */
function arbitraryOf(schema: ValueSchema): fc.Arbitrary<unknown> {
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map(arbitraryOf));
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const range = { min: schema.minimum ?? 0, max: schema.maximum ?? 1 };
  switch (schema.type) {
    case 'integer':
      return fc.integer(range);
    case 'number':
      return fc.double({ ...range, noNaN: true });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      if (isTuple(schema)) return fc.tuple(...schema.prefixItems.map(arbitraryOf));
      return fc.array(arbitraryOf(schema.items ?? {}), {
        minLength: schema.minItems ?? 0,
        maxLength: schema.maxItems ?? 4,
      });
    case 'string':
      if (schema.allowed?.startsWith('a date')) return fc.constantFrom('2019', '2021-06', '2023-06-14');
      return schema.allowed?.includes('hexadecimal') ? hash : filename;
    default:
      throw new Error(`no values known for ${JSON.stringify(schema)}`);
  }
}

/** A list whose places have schemas of their own. */
function isTuple(schema: ValueSchema): schema is ValueSchema & { prefixItems: readonly ValueSchema[] } {
  return 'prefixItems' in schema;
}

const hash = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 64, maxLength: 64 });
const filename = fc
  .string({ unit: 'binary', minLength: 1, maxLength: 20 })
  .filter((name) => /^[^/\\\p{Cc}\p{Cs}]+$/u.test(name));
const weight = fc.oneof(fc.double({ min: 1e-12, max: 1, noNaN: true }), fc.constantFrom(1e-6, 1e-7, 0.2, 1));

const PER_FRAME = ['route_source_ids', 'route_positions', 'route_headings', 'route_dates', 'route_sha256'] as const;

/** Any params at all: every value by its schema, and the lists that belong together made equally long. */
const anyParams: fc.Arbitrary<Params> = fc
  .record(Object.fromEntries(describeParams().map(({ key, schema }) => [key, arbitraryOf(schema)])))
  .chain((values) => {
    const params = values as unknown as Params;
    const layers = (names: string[]) => [...new Set(names)];
    const content = layers(params.nn_content_layers);
    const style = layers(params.nn_style_layers);
    const styles = params.input_style_filenames.length;
    // One entry for each picture of the route, a way of two points or more, dates in order, and no pin that is missing.
    const pictures = Math.min(...PER_FRAME.map((key) => params[key].length));
    const perFrame = Object.fromEntries(PER_FRAME.map((key) => [key, fc.constant(params[key].slice(0, pictures))]));
    const weights = (n: number) => fc.array(weight, { minLength: n, maxLength: n });
    return fc.record({
      ...Object.fromEntries(Object.entries(params).map(([key, value]) => [key, fc.constant(value)])),
      nn_content_layers: fc.constant(content),
      nn_style_layers: fc.constant(style),
      nn_content_layer_weights: weights(content.length),
      nn_style_layer_weights: weights(style.length),
      input_style_weights: weights(styles),
      input_style_sha256: fc.oneof(fc.constant([]), fc.array(hash, { minLength: styles, maxLength: styles })),
      ...perFrame,
      route_points: fc.constant(params.route_points.length === 1 ? [] : params.route_points),
      route_date_to: fc.constant(null),
      frame_heading_mode: fc.constant(params.frame_lookat === null ? 'travel' : params.frame_heading_mode),
      video_end_frame: fc.oneof(fc.constant(null), fc.integer({ min: params.video_start_frame, max: 1000000 })),
    }) as unknown as fc.Arbitrary<Params>;
  });

const anyExtras = fc
  .dictionary(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).filter((key) => key !== '__proto__'),
    fc.jsonValue({ maxDepth: 4, stringUnit: 'binary' }).filter((value) => !JSON.stringify(value).includes('__proto__')),
    { maxKeys: 5 },
  )
  .map((extras) => Object.fromEntries(Object.entries(extras).map(([key, value]) => [`my ${key}`, value])));

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
const lossTerms = fc.record({ content: finite, style: finite, tv: finite, temporal: finite, total: finite });
const anyResults: fc.Arbitrary<RunResults> = fc.record(
  {
    job_engine_version: fc.string(),
    job_elapsed_time: fc.double({ min: 0, max: 1e9, noNaN: true }),
    job_adapter: fc.string({ unit: 'grapheme' }),
    job_versions: fc.constant({ 'a/b': '1.0', yes: '2' }),
    job_iterations_run: fc.oneof(fc.nat(), fc.array(fc.nat())),
    job_stop_reason: fc.oneof(fc.constantFrom('ftol', 'no', '1e3'), fc.array(fc.string())),
    nn_model_sha256: hash,
    nn_untrained_layers: fc.array(fc.constantFrom('conv4_1', 'conv5_1')),
    input_frames: fc.array(fc.record({ name: fc.string({ unit: 'grapheme' }), sha256: hash })),
    job_losses: fc.record({ first: fc.array(lossTerms), last: fc.array(lossTerms) }),
  },
  { requiredKeys: [] },
);

/** What a YAML text cannot tell apart: -0.0 is written, yet as a whole number it is 0. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('writing and reading', () => {
  test('gives back any params, results and unknown keys', () => {
    fc.assert(
      fc.property(anyParams, anyResults, anyExtras, (params, results, extras) => {
        const text = writeParams(params, results, extras);
        const read = good(text);
        expect(plain(read.params)).toEqual(plain(params));
        expect(plain(read.results)).toEqual(plain(results));
        // Made keys may be named like secrets, which are not written: fast-check is fond of `key`.
        expect(plain(read.extras)).toEqual(plain(withoutSecrets(extras)));
        expect(writeParams(read.params, read.results, read.extras)).toBe(text);
      }),
      { numRuns: 150 },
    );
  });

  test('same params give same bytes, in whatever order they were set', () => {
    const params = createParams({ weight_tv: 0.5, job_seed: 3 });
    const reversed = Object.fromEntries(Object.entries(params).reverse()) as unknown as Params;
    expect(writeParams(reversed)).toBe(writeParams(params));
  });

  test('every parameter is written, in the order of the schema', () => {
    const keys = writeParams(createParams())
      .split('\n')
      .filter(Boolean)
      .map((line) => line.split(':')[0]);
    expect(keys).toEqual(describeParams().map(({ key }) => key));
  });
});

describe('the text', () => {
  test.each([1e-6, 1e-7, 2.5e-7, 1e-2])('%d stands as a number for readers of YAML 1.2 and 1.1', (job_ftol) => {
    const text = writeParams(createParams({ job_ftol }));
    expect(parseYaml(text).job_ftol).toBe(job_ftol);
    const written = /^job_ftol: (.*)$/m.exec(text)?.[1];
    // PyYAML's rule for floats: digits, a point, digits, and a signed exponent or none
    expect(written).toMatch(/^[0-9]+\.[0-9]*([eE][-+][0-9]+)?$/);
  });

  test('texts that YAML 1.1 takes for something else are quoted', () => {
    const names = ['no', 'on', '1e3', '1:30', '~', 'null', '2001-01-01'];
    const text = writeParams(createParams({ input_style_filenames: names }));
    expect(parseYaml(text, { version: '1.1' }).input_style_filenames).toEqual(names);
    expect(good(text).params.input_style_filenames).toEqual(names);
  });

  test('one frame of losses stands on one line, however long', () => {
    const terms = { content: 1.23456789012345, style: 2.23456789012345, tv: 3.23456789012345, temporal: 0, total: 6.7 };
    const text = writeParams(createParams(), { job_losses: { first: [terms], last: [terms] } });
    const line = '{content: 1.23456789012345, style: 2.23456789012345, tv: 3.23456789012345, temporal: 0, total: 6.7}';
    expect(text).toContain(`job_losses:\n  first:\n    - ${line}\n  last:\n    - ${line}\n`);
  });

  test('a list that stands in two places is written twice: no anchors', () => {
    const shared = [1, 2];
    expect(writeParams(createParams(), {}, { a: shared, b: shared })).toContain('a: [1, 2]\nb: [1, 2]\n');
  });

  test('unknown keys cannot stand in for parameters or results', () => {
    const text = writeParams(createParams(), {}, { weight_tv: 9, job_elapsed_time: 9 });
    expect(good(text)).toMatchObject({ params: { weight_tv: 0.001 }, results: {} });
  });

  test('whole numbers that no double holds survive as unknown values', () => {
    const { params, results, extras } = good('id: 12345678901234567890\n');
    expect(writeParams(params, results, extras)).toContain('id: 12345678901234567890\n');
  });
});
