import { describe, expect, it } from 'vitest';
import { totalVariation } from '../../../src/engine/losses/variation.ts';
import { doubles, gradientError } from './gradient.ts';

describe('totalVariation', () => {
  it('is what a hand computes', () => {
    // 1 4
    // 3 9   across |3| + |6|, down |2| + |5|
    const { value, gradient } = totalVariation([1, 4, 3, 9], 2, 2, 1);
    expect(value).toBe(16);
    expect([...gradient]).toEqual([-2, 0, 0, 2]);
  });

  it('compares each channel with its own neighbours only, and rows do not wrap', () => {
    // Two channels in one row: |10 − 0| + |7 − 7|.
    expect(totalVariation([0, 7, 10, 7], 2, 1, 2).value).toBe(10);
    // Ends of rows differ by 100 from the beginnings of the next ones: rows 0 100 / 0 100.
    expect(totalVariation([0, 100, 0, 100], 2, 2, 1).value).toBe(200);
  });

  it.each([
    [5, 4, 3],
    [1, 7, 3],
    [7, 1, 3],
    [2, 2, 1],
  ])('has the gradient of central differences at %d×%d, %d channels', (width, height, channels) => {
    // Neighbours differ by far more than 1e-6, so that no difference crosses a kink; rounding over that step is 1e-9.
    const x = doubles(width * height * channels, 3, 0, 255);
    expect(gradientError((at) => totalVariation(at, width, height, channels), x, 1e-6)).toBeLessThan(1e-6);
  });

  it('is nothing for one pixel and for a constant image, where the subgradient is 0', () => {
    expect(totalVariation([5, 6, 7], 1, 1, 3).value).toBe(0);
    const { value, gradient } = totalVariation(new Float32Array(60).fill(9), 5, 4, 3);
    expect(value).toBe(0);
    expect([...gradient].every((g) => g === 0)).toBe(true);
  });
});
