import { expect, it } from 'vitest';
import { blurCpu } from '../../../src/gpu/kernels/blur.cpu.ts';
import { blur } from '../../../src/gpu/kernels/blur.ts';
import { largestDifference, randomFloats } from '../../support/floats.ts';
import { describeGpu } from '../../support/gpu.ts';
import { copies, runOnGpu } from '../../support/gpu-kernel.ts';

describeGpu('blur on the GPU', () => {
  it.each([
    { channels: 4, sigma: 0.6 },
    { channels: 1, sigma: 2.5 },
    // reaches over the whole image and back: the mirror repeats
    { channels: 2, sigma: 12 },
  ] as const)('equals the CPU reference: %o', async ({ channels, sigma }) => {
    const width = 21;
    const height = 17;
    const length = 2 * width * height * channels;
    const data = { image: randomFloats(length, 2), scratch: new Float32Array(length) };
    const sizes = { width, height, channels, batch: 2, sigma };
    const cpu = copies(data);
    blurCpu({ ...sizes, ...cpu });
    const gpu = await runOnGpu(data, (buffers) => blur({ ...sizes, ...buffers }));
    // Values in 0–1, sums of up to 49 taps in single precision and a shader's exp.
    expect(largestDifference(gpu.image, cpu.image)).toBeLessThan(1e-5);
  });
});

it('keeps the sum of an image, because borders are mirrored', () => {
  const image = randomFloats(30 * 20, 3);
  const before = image.reduce((sum, value) => sum + value, 0);
  blurCpu({ image, scratch: new Float32Array(600), width: 30, height: 20, channels: 1, batch: 1, sigma: 2 });
  const after = image.reduce((sum, value) => sum + value, 0);
  expect(after / before).toBeCloseTo(1, 5);
});

it('spreads a point by its standard deviation', () => {
  const image = new Float32Array(41);
  image[20] = 1;
  blurCpu({ image, scratch: new Float32Array(41), width: 41, height: 1, channels: 1, batch: 1, sigma: 4 });
  const variance = image.reduce((sum, value, x) => sum + value * (x - 20) ** 2, 0);
  // The Gaussian is cut at two standard deviations: 0.88 of its deviation remains (variance 0.77 of the whole).
  expect(Math.sqrt(variance) / 4).toBeCloseTo(0.88, 1);
});
