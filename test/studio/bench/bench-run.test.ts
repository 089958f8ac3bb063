import { expect, it } from 'vitest';
import type { BenchFailure, BenchRow } from '../../../src/benchmark/record.ts';
import type { BenchEvent } from '../../../src/benchmark/run-cases.ts';
import { type BenchPlan, casesOf, firstPlan, paramsOf } from '../../../src/studio/bench/bench-plan.ts';
import { beginRun, progressOf, recordOf, reduceRun } from '../../../src/studio/bench/bench-run.ts';

const plan: BenchPlan = { engines: ['wasm', 'fused'], widths: [256, 64], layers: 'shallow' };
const row: BenchRow = {
  engine: 'fused',
  device: 'webgpu',
  adapter: 'a card',
  width: 64,
  height: 64,
  msPerEvaluation: 2,
  msAlone: 3,
  msSetup: 100,
  evaluations: 30,
  flops: 1e9,
  tflops: 0.5,
};
const failure: BenchFailure = { engine: 'tfjs', device: 'wasm', width: 64, height: 64, error: 'no room' };

it('engines stand side by side at each size, the smallest size first', () => {
  expect(casesOf(plan).map(({ engine, device, size }) => `${engine} ${device} ${size.width}`)).toEqual([
    'fused webgpu 64',
    'tfjs wasm 64',
    'fused webgpu 256',
    'tfjs wasm 256',
  ]);
  expect(paramsOf(plan).nn_style_layers).toEqual(['relu1_1', 'relu2_1']);
  expect(paramsOf({ ...plan, layers: 'default' }).nn_style_layers).toContain('relu5_1');
});

it('begins with what the machine does in a minute', () => {
  expect(firstPlan(true).engines).toEqual(['fused', 'tfjs']);
  expect(Math.max(...firstPlan(false).widths)).toBeLessThanOrEqual(64);
});

it('a run takes in what the worker tells, and its record holds all of it', () => {
  const events: BenchEvent[] = [
    { type: 'begun', index: 0 },
    { type: 'opened', index: 0, adapter: { adapter: 'a card', driver: 'driver 1', software: false } },
    { type: 'progress', index: 0, done: 0.5 },
    { type: 'row', index: 0, row },
    { type: 'begun', index: 1 },
    { type: 'opened', index: 1, adapter: { adapter: 'processor', software: true } },
    { type: 'failed', index: 1, failure },
    { type: 'begun', index: 2 },
    { type: 'progress', index: 2, done: 0.2 },
  ];
  const runs = [beginRun(plan, casesOf(plan), '2026-01-01T00:00:00.000Z')];
  for (const event of events) runs.push(reduceRun(runs.at(-1)!, event));
  const shares = runs.map(progressOf);
  expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  expect(shares.at(-1)).toBeCloseTo(2.2 / 4, 12);
  expect(recordOf(runs.at(-1)!, 'a browser')).toEqual({
    date: '2026-01-01T00:00:00.000Z',
    adapter: 'a card',
    driver: 'driver 1',
    host: 'a browser',
    options: { layers: 'conv2_1, relu1_1, relu2_1' },
    rows: [row],
    failures: [failure],
  });
});
