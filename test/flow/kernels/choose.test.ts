import { expect, it } from 'vitest';
import { chooseCpu } from '../../../src/flow/kernels/choose.cpu.ts';
import { choose } from '../../../src/flow/kernels/choose.ts';
import { UNKNOWN_MOTION } from '../../../src/flow/kernels/mismatch.ts';
import { largestDifference, randomFloats } from '../../support/floats.ts';
import { describeGpu } from '../../support/gpu.ts';
import { copies, runOnGpu } from '../../support/gpu-kernel.ts';

const size = { width: 18, height: 13 };
const pixels = size.width * size.height;

describeGpu('choose on the GPU', () => {
  it('equals the CPU reference', async () => {
    const data = {
      candidate: randomFloats(4 * pixels, 1, -6, 6),
      cost: randomFloats(4 * pixels, 2, 0.01, 0.1),
      field: randomFloats(4 * pixels, 3, -6, 6),
      best: randomFloats(4 * pixels, 4, 0.01, 0.1),
    };
    const cpu = copies(data);
    chooseCpu({ ...size, share: 0.9, ...cpu });
    const gpu = await runOnGpu(data, (buffers) => choose({ ...size, share: 0.9, ...buffers }));
    expect(largestDifference(gpu.field, cpu.field)).toBe(0);
    expect(largestDifference(gpu.best, cpu.best)).toBe(0);
    expect(largestDifference(cpu.field, data.field)).toBeGreaterThan(1);
  });
});

it('takes what is clearly better and known, and no more', () => {
  const candidate = new Float32Array(4 * pixels).fill(2);
  const field = new Float32Array(4 * pixels).fill(1);
  // The sum of differences, then the share that was seen.
  const costs = (cost: number) => Float32Array.from({ length: 4 * pixels }, (_, i) => (i % 2 === 0 ? 0.5 * cost : 0.5));
  const cost = costs(0.04);
  const best = costs(0.05);
  const at = (x: number) => 2 * (6 * size.width + x);
  best[at(4)] = 0.5 * 0.042;
  candidate.fill(UNKNOWN_MOTION, at(5), at(5) + 2);
  // Leaving the picture costs more than what fits, less than what does not.
  candidate[at(6)] = 100;
  candidate[at(7)] = 100;
  best[at(7)] = 0.5 * 0.099;
  chooseCpu({ ...size, share: 0.9, candidate, cost, field, best });
  expect([3, 4, 5, 6, 7].map((x) => field[at(x)])).toEqual([2, 1, 1, 1, 100]);
});
