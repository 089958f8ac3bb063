import { describe, expect, it } from 'vitest';
import { parseParams } from '../../src/project/parse.ts';
import { createParams } from '../../src/project/resolve.ts';
import { writeParams } from '../../src/project/write.ts';
import type { FrameRecord } from '../../src/render/frame-record.ts';
import type { PreparedFilm } from '../../src/render/job.ts';
import { recordDifferences, recordParams, runResults } from '../../src/render/record.ts';

const terms = (content: number) => ({ content, style: 2, tv: 3, temporal: 4, total: content + 9 });
const frame = (index: number): FrameRecord => ({
  name: `street-${index}.jpg`,
  sha256: `${index}`.repeat(64),
  first: terms(100 + index),
  last: terms(index),
  evaluations: 40 + index,
  work: 20,
  stop: index === 0 ? 'evaluations' : 'ftol',
  seconds: 1.26 + index,
});
const context = {
  adapter: 'wasm: CPU',
  version: '0.1.0',
  versions: { node: '20.20.0' },
  weights: { source: 'oxford', sha256: 'f'.repeat(64), untrainedLayers: ['conv5_1'] },
} as const;
const image = { width: 1, height: 1, channels: 3, data: new Float32Array(3) };
const paintings = [
  { name: 'night.jpg', sha256: 'a'.repeat(64), image },
  { name: 'built-in:dots', sha256: 'b'.repeat(64), image },
];

describe('recordParams', () => {
  it('names paintings by file and hash, and the weights that were used', () => {
    const params = createParams({
      input_style_filenames: ['x.jpg', 'y.jpg'],
      input_style_weights: [0.7, 0.3],
      nn_weights: 'file',
    });
    const record = recordParams(params, paintings, context.weights);
    expect(record).toEqual({
      ...params,
      input_style_filenames: ['night.jpg', 'built-in:dots'],
      input_style_sha256: ['a'.repeat(64), 'b'.repeat(64)],
      nn_weights: 'oxford',
    });
  });
});

describe('runResults', () => {
  it('lists every frame of a film in order', () => {
    const results = runResults([frame(0), frame(1)], context);
    expect(results).toEqual({
      job_engine_version: '0.1.0',
      // 1.26 + 2.26 s, to a tenth.
      job_elapsed_time: 3.5,
      job_adapter: 'wasm: CPU',
      job_versions: { node: '20.20.0' },
      job_iterations_run: [40, 41],
      job_stop_reason: ['evaluations', 'ftol'],
      nn_model_sha256: 'f'.repeat(64),
      nn_untrained_layers: ['conv5_1'],
      input_frames: [
        { name: 'street-0.jpg', sha256: '0'.repeat(64) },
        { name: 'street-1.jpg', sha256: '1'.repeat(64) },
      ],
      job_losses: { first: [terms(100), terms(101)], last: [terms(0), terms(1)] },
    });
  });

  it('has one number and one word for a still', () => {
    const results = runResults([frame(0)], context);
    expect(results).toMatchObject({ job_iterations_run: 40, job_stop_reason: 'evaluations' });
    expect(results.job_losses).toEqual({ first: [terms(100)], last: [terms(0)] });
  });

  it('makes a record that reads back as it was written', () => {
    const params = recordParams(
      createParams({ input_style_filenames: ['x.jpg', 'y.jpg'] }),
      paintings,
      context.weights,
    );
    const results = runResults([frame(0), frame(1)], context);
    expect(parseParams(writeParams(params, results))).toMatchObject({ ok: true, params, results, warnings: [] });
  });
});

describe('the record of a long film', () => {
  it('stays readable: 5000 frames with losses of every digit a double has', () => {
    const losses = () => {
      const [content, style, tv, temporal] = [1e6 / 7, 1e8 / 7, 1e-5 / 3, 1e-6 / 7];
      return { content, style, tv, temporal, total: content + style + tv + temporal };
    };
    const frames = Array.from({ length: 5000 }, (_, i) => ({
      ...frame(0),
      name: `2024-05-01_walk-through-the-old-town_${i}.jpg`,
      first: losses(),
      last: losses(),
    }));
    const results = runResults(frames, context);
    const parsed = parseParams(writeParams(createParams(), results));
    expect(parsed.ok ? [] : parsed.errors).toEqual([]);
    // Rounded to what single precision knows, no further.
    expect(results.job_losses!.last[0]!.style / losses().style).toBeCloseTo(1, 6);
    // The same along the longest route, whose pictures have the longest names in use.
    const each = <T>(value: (i: number) => T, length = 5000) => Array.from({ length }, (_, i) => value(i));
    const place = (i: number): [number, number] => [-33.12345678 - i * 1e-8, -151.12345678 - i * 1e-8];
    const route = createParams({
      route_points: each(place, 20_000),
      route_source_ids: each((i) => `CAoSLEFGMVFpcE1${'x'.repeat(44)}${10_000 + i}`),
      route_positions: each((i) => [-33.1234567890123 - i * 1e-9, -151.123456789012 - i * 1e-9]),
      route_headings: each((i) => 123.45 + i / 100),
      route_dates: each(() => '2024-05-01'),
      route_sha256: each(() => 'a'.repeat(64)),
    });
    const again = parseParams(writeParams(route, results));
    expect(again.ok ? [] : again.errors).toEqual([]);
  });
});

describe('recordDifferences', () => {
  const recorded = runResults([frame(0), frame(1)], context);
  const film = (...indices: number[]): PreparedFilm => ({
    size: { width: 2, height: 2 },
    frames: indices.map((i) => ({ name: `street-${i}.jpg`, sha256: `${i}`.repeat(64), key: '' })),
  });

  it('finds none where photographs and weights are those of the record, and where there is no record', () => {
    expect(recordDifferences(recorded, 'f'.repeat(64), film(0, 1))).toEqual([]);
    expect(recordDifferences({}, 'f'.repeat(64), film(0, 1))).toEqual([]);
  });

  it('names other weights, the number of frames, and changed frames', () => {
    expect(recordDifferences(recorded, '0'.repeat(64), film(0, 1))).toEqual([expect.stringContaining('weights')]);
    expect(recordDifferences(recorded, 'f'.repeat(64), film(0))).toEqual([
      expect.stringContaining('there are 1 frames, and the record has 2'),
    ]);
    expect(recordDifferences(recorded, 'f'.repeat(64), film(0, 7))).toEqual([
      expect.stringContaining('frames have changed: street-7.jpg'),
    ]);
    expect(recordDifferences(recorded, '0'.repeat(64), film(7, 1, 2))).toHaveLength(3);
  });
});
