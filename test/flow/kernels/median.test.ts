import { expect, it } from 'vitest';
import { medianCpu } from '../../../src/flow/kernels/median.cpu.ts';
import { median } from '../../../src/flow/kernels/median.ts';
import { largestDifference, randomFloats } from '../../support/floats.ts';
import { describeGpu } from '../../support/gpu.ts';
import { copies, runOnGpu } from '../../support/gpu-kernel.ts';

const size = { width: 18, height: 13 };
const pixels = size.width * size.height;

describeGpu('median on the GPU', () => {
  it.each([1, 2, 3] as const)('equals the CPU reference with radius %i, ties included', async (radius) => {
    const data = {
      origin: randomFloats(4 * pixels, 1, -3, 3).map(Math.round),
      flow: randomFloats(4 * pixels, 2, -4, 4).map((value) => Math.round(4 * value) / 4),
      target: new Float32Array(4 * pixels),
    };
    const cpu = copies(data);
    medianCpu({ ...size, radius, limit: 1, ...cpu });
    const gpu = await runOnGpu(data, (buffers) => median({ ...size, radius, limit: 1, ...buffers }));
    // Quarters are exact in binary, and a median selects.
    expect(largestDifference(gpu.target, cpu.target)).toBe(0);
  });
});

it('agrees with sorting', () => {
  const flow = randomFloats(4 * pixels, 5, -3, 3);
  const target = new Float32Array(4 * pixels);
  medianCpu({ ...size, radius: 2, limit: 9, origin: new Float32Array(4 * pixels), flow, target });
  const [x, y] = [7, 6];
  const values: number[] = [];
  for (let j = -2; j <= 2; j++)
    for (let i = -2; i <= 2; i++) values.push(flow[2 * ((y + j) * size.width + x + i) + 1]!);
  values.sort((a, b) => a - b);
  expect(target[2 * (y * size.width + x) + 1]).toBe(values[12]);
});

it('limits what one warp may change', () => {
  const origin = new Float32Array(4 * pixels).fill(2);
  const flow = new Float32Array(4 * pixels).fill(7);
  const target = new Float32Array(4 * pixels);
  medianCpu({ ...size, radius: 3, limit: 1, origin, flow, target });
  expect(new Set(target)).toEqual(new Set([3]));
});
