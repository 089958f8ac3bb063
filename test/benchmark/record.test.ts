import { expect, it } from 'vitest';
import { type BenchRow, formatTable } from '../../src/benchmark/record.ts';

const row: BenchRow = {
  engine: 'fused',
  device: 'webgpu',
  adapter: 'a card',
  width: 640,
  height: 360,
  msPerEvaluation: 12.3456,
  msAlone: 15,
  msSetup: 2345,
  evaluations: 30,
  flops: 348.7e9,
  tflops: 28.25,
  rooflineShare: 0.4222,
  dispatches: 91,
  bytes: 512e6,
};

it('a table has a line for each row, its cells under the titles', () => {
  const { rooflineShare: _, dispatches: __, bytes: ___, ...plain } = row;
  const [titles, first, second] = formatTable([row, { ...plain, device: 'wasm', tflops: 0.0000127 }]);
  expect(first!.split(/\s{2,}/)).toEqual([
    'fused webgpu',
    '640×360',
    '12.3',
    '15.0',
    '2.35',
    '28.3',
    '42.2 %',
    '91',
    '512',
  ]);
  expect(second!.split(/\s{2,}/)).toEqual(['fused wasm', '640×360', '12.3', '15.0', '2.35', '1.3e-5', '–', '–', '–']);
  expect(first).toHaveLength(titles!.length);
});
