import { expect, it } from 'vitest';
import { seekCpu } from '../../../src/flow/kernels/seek.cpu.ts';
import { seek } from '../../../src/flow/kernels/seek.ts';
import { largestDifference, randomFloats } from '../../support/floats.ts';
import { describeGpu } from '../../support/gpu.ts';
import { copies, runOnGpu } from '../../support/gpu-kernel.ts';

const size = { width: 30, height: 14 };
const reach = { reachX: 12, reachY: 4 };
const pixels = size.width * size.height;

describeGpu('seek on the GPU', () => {
  it('equals the CPU reference', async () => {
    const data = { features: randomFloats(2 * pixels * 16, 1, 0.4, 0.6), field: new Float32Array(4 * pixels) };
    const cpu = copies(data);
    seekCpu({ ...size, ...reach, ...cpu });
    const gpu = await runOnGpu(data, (buffers) => seek({ ...size, ...reach, ...buffers }));
    expect(largestDifference(gpu.field, cpu.field)).toBe(0);
  });
});

it('finds how far a picture has moved, to within the reach', () => {
  const [u, v] = [9, -3];
  const features = randomFloats(2 * pixels * 16, 2);
  for (let y = 0; y < size.height; y++) {
    for (let x = 0; x < size.width; x++) {
      const [px, py] = [x + u, y + v];
      if (px >= size.width || py < 0) continue;
      const from = (y * size.width + x) * 16;
      features.copyWithin((pixels + py * size.width + px) * 16, from, from + 16);
    }
  }
  const field = new Float32Array(4 * pixels);
  seekCpu({ ...size, ...reach, features, field });
  const there = 2 * (8 * size.width + 10);
  expect([...field.subarray(there, there + 2)]).toEqual([u, v]);
  const back = 2 * (pixels + 5 * size.width + 19);
  expect([...field.subarray(back, back + 2)]).toEqual([-u, -v]);
});

it('stays where it is in a picture of one colour', () => {
  const field = new Float32Array(4 * pixels).fill(5);
  seekCpu({ ...size, ...reach, features: new Float32Array(2 * pixels * 16), field });
  expect(new Set(field)).toEqual(new Set([0]));
});
