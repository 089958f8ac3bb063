import { describe, expect, it } from 'vitest';
import { peakOf, rooflineShare } from '../../src/benchmark/peaks.ts';

describe('peaks', () => {
  it.each([
    ['nvidia, hopper, NVIDIA H100 80GB HBM3', 66.9],
    ['nvidia, hopper, nvidia-h100-80gb-hbm3', 66.9],
    ['NVIDIA H100 PCIe', 51.2],
    ['Intel(R) Arc(TM) A770 Graphics', 17.2],
    ['nvidia, hopper, NVIDIA H200', 66.9],
    ['NVIDIA GeForce RTX 4090', 82.6],
    ['Apple M3 Max', 16.4],
  ])('%s', (adapter, tflops) => {
    expect(peakOf(adapter)?.tflops).toBe(tflops);
  });

  it.each(['google, swiftshader', 'nvidia, ada', 'NVIDIA GeForce RTX 4090 Laptop GPU', ''])(
    'of "%s" nothing is known',
    (adapter) => {
      expect(peakOf(adapter)).toBeUndefined();
      expect(rooflineShare(1, adapter)).toBeUndefined();
    },
  );

  it('the share is of the peak in single precision', () => {
    expect(rooflineShare(33.45, 'NVIDIA H100 80GB HBM3')).toBeCloseTo(0.5, 6);
  });
});
