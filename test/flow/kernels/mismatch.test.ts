import { expect, it } from 'vitest';
import { mismatchCpu } from '../../../src/flow/kernels/mismatch.cpu.ts';
import { MOST_DIFFERENT, mismatch, UNKNOWN_MOTION } from '../../../src/flow/kernels/mismatch.ts';
import { largestDifference, randomFloats } from '../../support/floats.ts';
import { describeGpu } from '../../support/gpu.ts';
import { copies, runOnGpu } from '../../support/gpu-kernel.ts';

const size = { width: 18, height: 13 };
const pixels = size.width * size.height;

describeGpu('mismatch on the GPU', () => {
  it('equals the CPU reference, unknown motion included', async () => {
    const field = randomFloats(4 * pixels, 2, -5, 5);
    field.fill(UNKNOWN_MOTION, 40, 60);
    const data = { features: randomFloats(2 * pixels * 16, 1, 0.4, 0.6), field, cost: new Float32Array(4 * pixels) };
    const cpu = copies(data);
    mismatchCpu({ ...size, ...cpu });
    const gpu = await runOnGpu(data, (buffers) => mismatch({ ...size, ...buffers }));
    expect(largestDifference(gpu.cost, cpu.cost)).toBeLessThan(1e-6);
  });
});

it('is the mean difference of the colours, cut off, and nothing beyond the border', () => {
  const features = new Float32Array(2 * pixels * 16);
  // The second image is a ramp of 0.01 a column, in red alone.
  for (let p = 0; p < pixels; p++) features[(pixels + p) * 16] = 0.01 * (p % size.width);
  const field = new Float32Array(4 * pixels);
  const at = (x: number) => 2 * (6 * size.width + x);
  field[at(4)] = 2.5;
  features[(6 * size.width + 8) * 16 + 1] = 0.9;
  field[at(15)] = 2.5;
  const cost = new Float32Array(4 * pixels);
  mismatchCpu({ ...size, features, field, cost });
  expect(cost[at(4)]).toBeCloseTo(0.065 / 3, 6);
  expect(cost[at(8)]).toBeCloseTo(MOST_DIFFERENT, 6);
  expect([cost[at(15)], cost[at(15) + 1]]).toEqual([0, 0]);
});
