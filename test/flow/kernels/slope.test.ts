import { expect, it } from 'vitest';
import { slopeCpu } from '../../../src/flow/kernels/slope.cpu.ts';
import { slope } from '../../../src/flow/kernels/slope.ts';
import { largestDifference, randomFloats } from '../../support/floats.ts';
import { describeGpu } from '../../support/gpu.ts';
import { copies, runOnGpu } from '../../support/gpu-kernel.ts';

const size = { width: 19, height: 13 };
const pixels = size.width * size.height;

describeGpu('slope on the GPU', () => {
  it('equals the CPU reference', async () => {
    const data = { image: randomFloats(8 * pixels, 1), features: new Float32Array(32 * pixels) };
    const cpu = copies(data);
    slopeCpu({ ...size, ...cpu });
    const gpu = await runOnGpu(data, (buffers) => slope({ ...size, ...buffers }));
    // Values up to 1.5, a few roundings in single precision.
    expect(largestDifference(gpu.features, cpu.features)).toBeLessThan(1e-6);
  });
});

it('is exact for cubic polynomials away from the border', () => {
  const image = new Float32Array(8 * pixels);
  for (let y = 0; y < size.height; y++) {
    for (let x = 0; x < size.width; x++)
      image.fill(x ** 3 / 100 + y ** 2 / 10, 4 * (y * size.width + x)).fill(0, 4 * (y * size.width + x) + 4);
  }
  const features = new Float32Array(32 * pixels);
  slopeCpu({ ...size, image, features });
  const place = 16 * (6 * size.width + 9);
  expect(features[place + 4]).toBeCloseTo((3 * 9 ** 2) / 100, 4);
  expect(features[place + 8]).toBeCloseTo((2 * 6) / 10, 4);
});
