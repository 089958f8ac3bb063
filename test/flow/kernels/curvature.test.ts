import { expect, it } from 'vitest';
import { curvatureCpu } from '../../../src/flow/kernels/curvature.cpu.ts';
import { curvature } from '../../../src/flow/kernels/curvature.ts';
import { slopeCpu } from '../../../src/flow/kernels/slope.cpu.ts';
import { largestDifference, randomFloats } from '../../support/floats.ts';
import { describeGpu } from '../../support/gpu.ts';
import { copies, runOnGpu } from '../../support/gpu-kernel.ts';

const size = { width: 17, height: 15 };
const pixels = size.width * size.height;
const weights = { edgeDecay: 8, edgeFloor: 0.05 };

describeGpu('curvature on the GPU', () => {
  it('equals the CPU reference', async () => {
    const data = { features: randomFloats(32 * pixels, 1, -0.3, 0.3) };
    const cpu = copies(data);
    curvatureCpu({ ...size, ...weights, ...cpu });
    const gpu = await runOnGpu(data, (buffers) => curvature({ ...size, ...weights, ...buffers }));
    // Values up to 1; a shader's exp may be off by a few units in the last place.
    expect(largestDifference(gpu.features, cpu.features)).toBeLessThan(3e-6);
  });
});

it('finds the second derivatives of a quadratic, and lets motion change at strong edges', () => {
  const image = new Float32Array(8 * pixels);
  for (let i = 0; i < pixels; i++) {
    const x = i % size.width;
    const y = Math.floor(i / size.width);
    image.fill(0.01 * x * x - 0.02 * x * y + 0.03 * y * y, 4 * i, 4 * i + 4);
  }
  const features = new Float32Array(32 * pixels);
  slopeCpu({ ...size, image, features });
  curvatureCpu({ ...size, ...weights, features });
  const place = 16 * (7 * size.width + 8);
  expect(features[place + 12]).toBeCloseTo(0.02, 4);
  expect(features[place + 13]).toBeCloseTo(-0.02, 4);
  expect(features[place + 14]).toBeCloseTo(0.06, 4);
  expect(features[place + 15]).toBeCloseTo(Math.exp(-8 * Math.hypot(0.16 - 0.14, -0.16 + 0.42)), 3);
  const flat = new Float32Array(32 * pixels);
  curvatureCpu({ ...size, ...weights, features: flat });
  expect(flat[place + 15]).toBe(1);
});
