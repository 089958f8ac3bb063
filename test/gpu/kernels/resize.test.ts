import { expect, it } from 'vitest';
import { resizeCpu } from '../../../src/gpu/kernels/resize.cpu.ts';
import { type ResizeArgs, resize } from '../../../src/gpu/kernels/resize.ts';
import { largestDifference, randomFloats } from '../../support/floats.ts';
import { describeGpu } from '../../support/gpu.ts';
import { copies, runOnGpu } from '../../support/gpu-kernel.ts';

type Sizes = Omit<ResizeArgs<never>, 'source' | 'target'>;
const cases: [string, Sizes][] = [
  ['shrinks images', sizes(37, 29, 30, 23, 4, [1, 1])],
  ['enlarges fields and scales their vectors', sizes(19, 23, 24, 29, 2, [24 / 19, 29 / 23])],
  ['shrinks three channels to a third', sizes(33, 18, 11, 6, 3, [1, 1])],
  ['enlarges one channel', sizes(8, 9, 21, 17, 1, [1, 1])],
];

function sizes(
  sourceWidth: number,
  sourceHeight: number,
  width: number,
  height: number,
  channels: 1 | 2 | 3 | 4,
  gain: [number, number],
): Sizes {
  return { sourceWidth, sourceHeight, width, height, channels, batch: 2, gain };
}

function host(s: Sizes) {
  return {
    source: randomFloats(2 * s.sourceWidth * s.sourceHeight * s.channels, 1),
    target: new Float32Array(2 * s.width * s.height * s.channels),
  };
}

describeGpu('resize on the GPU', () => {
  it.each(cases)('%s as the CPU reference does', async (_, s) => {
    const data = host(s);
    const cpu = copies(data);
    resizeCpu({ ...s, ...cpu });
    const gpu = await runOnGpu(data, (buffers) => resize({ ...s, ...buffers }));
    // Values in 0–1.5; single precision in tap positions and in a sum of up to 49 taps.
    expect(largestDifference(gpu.target, cpu.target)).toBeLessThan(2e-5);
  });
});

it('keeps a linear ramp when enlarging, away from the border', () => {
  const source = Float32Array.from({ length: 10 }, (_, x) => x);
  const target = new Float32Array(25);
  resizeCpu({ ...sizes(10, 1, 25, 1, 1, [1, 1]), batch: 1, source, target });
  for (let x = 2; x < 23; x++) expect(target[x]).toBeCloseTo((x + 0.5) * 0.4 - 0.5, 5);
});

it('keeps the mean of fine stripes when shrinking', () => {
  const source = Float32Array.from({ length: 60 }, (_, x) => x % 2);
  const target = new Float32Array(15);
  resizeCpu({ ...sizes(60, 1, 15, 1, 1, [1, 1]), batch: 1, source, target });
  for (const value of target) expect(value).toBeCloseTo(0.5, 1);
});
