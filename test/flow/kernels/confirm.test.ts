import { expect, it } from 'vitest';
import { confirmCpu } from '../../../src/flow/kernels/confirm.cpu.ts';
import { confirm } from '../../../src/flow/kernels/confirm.ts';
import { UNKNOWN_MOTION } from '../../../src/flow/kernels/mismatch.ts';
import { largestDifference, randomFloats } from '../../support/floats.ts';
import { describeGpu } from '../../support/gpu.ts';
import { copies, runOnGpu } from '../../support/gpu-kernel.ts';

const size = { width: 17, height: 11 };
const pixels = size.width * size.height;

describeGpu('confirm on the GPU', () => {
  it('equals the CPU reference', async () => {
    const data = { field: randomFloats(4 * pixels, 1, -2, 2).map(Math.round), target: new Float32Array(4 * pixels) };
    const cpu = copies(data);
    confirmCpu({ ...size, slack: 1, ...cpu });
    const gpu = await runOnGpu(data, (buffers) => confirm({ ...size, slack: 1, ...buffers }));
    expect(largestDifference(gpu.target, cpu.target)).toBe(0);
    expect(new Set(cpu.target).size).toBeGreaterThan(3);
  });
});

it('keeps what leads there and back, and nothing else', () => {
  const field = new Float32Array(4 * pixels);
  // All of the first image moves 3 px to the right; in the second one, only columns up to 9 lead back.
  for (let p = 0; p < pixels; p++) field[2 * p] = 3;
  for (let p = 0; p < pixels; p++) field[2 * (pixels + p)] = p % size.width <= 9 ? -3 : 0;
  const target = new Float32Array(4 * pixels);
  confirmCpu({ ...size, slack: 1, field, target });
  const row = target.subarray(2 * 5 * size.width);
  expect([row[2 * 6], row[2 * 6 + 1]]).toEqual([3, 0]);
  expect([row[2 * 7], row[2 * 7 + 1]]).toEqual([UNKNOWN_MOTION, UNKNOWN_MOTION]);
  // Beyond the border nothing can be confirmed.
  expect(row[2 * 15]).toBe(UNKNOWN_MOTION);
});
