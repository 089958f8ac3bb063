import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PleinAirError } from '../../../src/core/errors.ts';
import { repairDocument } from '../../../src/project/documents/repair.ts';
import { createParams } from '../../../src/project/resolve.ts';
import { paramShape } from '../../../src/project/schema.ts';
import { exampleDocument, hash } from './document.ts';

const NOW = '2026-12-24T18:00:00.000Z';
const repair = (stored: Record<string, unknown>) => repairDocument(stored, 'lund', NOW);
const whole = exampleDocument();
/** The example with other params. */
const withParams = (params: object) => repair({ ...whole, params: { ...whole.params, ...params } });

describe('a document that is read from the store', () => {
  it('stays as it is where all is well', () => {
    expect(repair({ ...whole })).toEqual({ document: whole, repairs: [] });
    for (const frames of [{ kind: 'none' }, { kind: 'demo', frames: 24 }] as const) {
      const params = createParams();
      const other = exampleDocument({ frames, styles: [], params, extras: { note: 'mine' } });
      expect(repair({ ...other })).toEqual({ document: other, repairs: [] });
    }
  });

  it('is a whole document even where nothing was stored', () => {
    expect(repair({}).document).toEqual({
      version: 1,
      id: 'lund',
      name: 'Untitled',
      created: NOW,
      changed: NOW,
      frames: { kind: 'none' },
      styles: [],
      params: createParams(),
      extras: {},
    });
  });

  it('has the id that it was stored under', () => {
    expect(repair({ ...whole, id: 'another' }).document.id).toBe('lund');
  });

  it('loses the values that are not allowed, each by name, and no other', () => {
    const { document, repairs } = withParams({ weight_content: -1, job_minimizer: 'newton', weight_tv: 0.5 });
    expect(document.params).toEqual({ ...whole.params, weight_tv: 0.5 });
    expect([...repairs].sort()).toEqual([
      'job_minimizer was not allowed: back to its default',
      'weight_content was not allowed: back to its default',
    ]);
  });

  it('takes back values that do not fit with each other, layers together with their weights', () => {
    const { document, repairs } = withParams({
      nn_style_layer_weights: [1, 2, 3],
      video_start_frame: 9,
      video_end_frame: 3,
    });
    const { nn_style_layers, nn_style_layer_weights, video_end_frame } = createParams();
    expect(document.params).toEqual({
      ...whole.params,
      nn_style_layers,
      nn_style_layer_weights,
      video_start_frame: 9,
      video_end_frame,
    });
    expect(repairs).toHaveLength(2);
  });

  it('keeps unknown params among the unknown keys', () => {
    const { document } = repair({ ...whole, params: { ...whole.params, mood: 'blue' }, extras: { note: 1 } });
    expect(document.extras).toEqual({ mood: 'blue', note: 1 });
    expect(document.params).toEqual(whole.params);
  });

  it('has one name and one share in its params for each painting', () => {
    const [starry, swirls] = whole.styles;
    const damaged = repair({ ...whole, styles: [{ ...starry, sha256: 'no hash' }, swirls] });
    expect(damaged.document.styles).toEqual([swirls]);
    expect(damaged.document.params).toMatchObject({
      input_style_filenames: ['built-in:swirls'],
      input_style_weights: [0.3],
    });
    expect(damaged.repairs).toEqual(['1 of its paintings could not be read']);
    const weightless = withParams({ input_style_weights: [0, 0] });
    expect(weightless.document.params.input_style_weights).toEqual([1, 1]);
    expect(withParams({ input_style_weights: [0.5] }).document.params.input_style_weights).toEqual([1, 1]);
    expect(withParams({ input_style_filenames: ['other.jpg'] }).document.params).toEqual(whole.params);
  });

  it('leaves out paintings that cannot be found, that share an id, or that are too many', () => {
    const styles = Array.from({ length: 20 }, (_, i) => ({ id: `s${i}`, name: `${i}.jpg`, sha256: hash('c') }));
    expect(repair({ ...whole, styles }).document.params.input_style_weights).toHaveLength(8);
    const odd = [
      { id: 'a', name: 'lost.jpg', sha256: null },
      { id: 'b', name: '../up.jpg', sha256: hash('a') },
      { id: 'c', name: 'first.jpg', sha256: hash('a') },
      { id: 'c', name: 'second.jpg', sha256: hash('b') },
      null,
      7,
    ];
    expect(repair({ ...whole, styles: odd }).document.styles.map(({ name }) => name)).toEqual(['first.jpg']);
  });

  it('leaves out photographs that cannot be found or share an id, and says how many', () => {
    const [first] = whole.frames.kind === 'files' ? whole.frames.items : [];
    const items = [first, { ...first, name: 'again.jpg' }, { ...first, id: 'x', sha256: 'A'.repeat(64) }, 'what?'];
    const { document, repairs } = repair({ ...whole, frames: { kind: 'files', items } });
    expect(document.frames).toEqual({ kind: 'files', items: [first] });
    expect(repairs).toEqual(['3 of its photographs could not be read']);
  });

  it.each([
    null,
    'files',
    {},
    { kind: 'demo', frames: 0 },
    { kind: 'demo', frames: 1e9 },
    { kind: 'files', items: 'all' },
  ])('has no frames where they are stored as %j', (frames) => {
    expect(repair({ ...whole, frames }).document.frames).toEqual({ kind: 'none' });
  });

  it('is of today where its dates are none', () => {
    const { document } = repair({ ...whole, created: 'once', changed: 12 });
    expect([document.created, document.changed]).toEqual([NOW, NOW]);
    expect(repair({ ...whole, changed: null }).document.changed).toBe(whole.created);
  });

  it('brings older params forward, and does not take those without a version for the older tools’ form', () => {
    const { job_schema_version: _, job_scale_min: __, ...bare } = whole.params;
    expect(repair({ ...whole, params: bare }).document.params.job_scale_min).toBe(createParams().job_scale_min);
    const older = { job_schema_version: 0, job_device: '/gpu:0' };
    expect(repair({ ...whole, params: older }).document.params).toMatchObject({
      job_device: 'webgpu',
      job_scale_min: 0,
    });
  });

  it('is refused where the document or its params are of a newer program', () => {
    expect(() => repair({ ...whole, version: 2 })).toThrow(/Lund, in the rain was kept by a newer/);
    expect(() => withParams({ job_schema_version: 99 })).toThrow(PleinAirError);
  });

  it('is a document that can be read again unchanged, whatever was stored', () => {
    const part = fc.oneof(fc.anything(), fc.constantFrom(...Object.values(whole)));
    const params = fc.dictionary(fc.constantFrom(...Object.keys(paramShape), 'other'), fc.anything());
    const stored = fc.record(
      {
        name: part,
        created: part,
        changed: part,
        frames: fc.oneof(
          part,
          fc.record({ kind: fc.constantFrom('files', 'demo'), items: fc.array(part), frames: part }),
        ),
        styles: fc.oneof(part, fc.array(fc.oneof(part, fc.constantFrom(...whole.styles)))),
        params: fc.oneof(part, params),
        extras: part,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(stored, (values) => {
        let first: ReturnType<typeof repair>;
        try {
          first = repair(values);
        } catch (error) {
          // only a version from the future, which `params` may hold by chance
          expect(error).toBeInstanceOf(PleinAirError);
          return;
        }
        const { document } = first;
        expect(repair({ ...document })).toEqual({ document, repairs: [] });
        expect(document.params.input_style_filenames).toEqual(document.styles.map(({ name }) => name));
      }),
      { numRuns: 150 },
    );
  });
});
