import { expect, it } from 'vitest';
import { evaluationWork } from '../../src/benchmark/work.ts';

const DEFAULT = { content: ['conv4_2'], style: ['relu1_1', 'relu2_1', 'relu3_1', 'relu4_1', 'relu5_1'] };

it.each([
  { width: 640, height: 640, gigaflops: 620.2 },
  { width: 640, height: 360, gigaflops: 348.7 },
  { width: 512, height: 512, gigaflops: 396.9 },
  { width: 256, height: 256, gigaflops: 99.2 },
])('an evaluation at $width×$height takes $gigaflops GFLOP', ({ gigaflops, ...size }) => {
  expect(evaluationWork(size, DEFAULT).flops / 1e9).toBeCloseTo(gigaflops, 1);
});

it('counts each layer at its own size, and a Gram matrix for each style tap', () => {
  const { forward, gram } = evaluationWork({ width: 512, height: 512 }, DEFAULT);
  expect(forward.get('conv1_1')! / 1e9).toBeCloseTo(0.453, 3);
  expect(forward.get('conv3_4')! / 1e9).toBeCloseTo(28.991 / 3, 3);
  expect(forward.get('conv5_1')! / 1e9).toBeCloseTo(2.416, 3);
  expect(gram / 1e9).toBeCloseTo(4.56, 2);
});

it('ends at the deepest tap', () => {
  const { forward, gram } = evaluationWork({ width: 32, height: 32 }, { content: ['conv2_1'], style: ['relu1_1'] });
  expect([...forward.keys()]).toEqual(['conv1_1', 'conv1_2', 'conv2_1']);
  expect(gram).toBe(64 * 64 * 32 * 32);
});
