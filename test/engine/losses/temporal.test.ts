import { describe, expect, it } from 'vitest';
import { temporalLoss } from '../../../src/engine/losses/temporal.ts';
import { doubles, gradientError } from './gradient.ts';

describe('temporalLoss', () => {
  it('is what a hand computes: squares weighed by pixel, over the number of values', () => {
    // Two pixels, six values: (0.5·(1 + 4 + 9) + 1·16)/6
    const { value, gradient } = temporalLoss([1, 2, 3, 0, 0, 4], [0, 0, 0, 0, 0, 0], [0.5, 1]);
    expect(value).toBeCloseTo(23 / 6, 12);
    expect([...gradient]).toEqual([1 / 6, 2 / 6, 3 / 6, 0, 0, 8 / 6]);
  });

  it('has the gradient of central differences, by which an image is moved: it is no constant', () => {
    const [warped, weights] = [doubles(36, 1, 0, 255), doubles(12, 2, 0, 1)];
    const x = doubles(36, 3, 0, 255);
    // Exact for a quadratic, but for rounding: values of 1e4 in 2⁻⁵³ over a step of 1e-2.
    expect(gradientError((at) => temporalLoss(at, warped, weights), x, 1e-2)).toBeLessThan(1e-8);
    expect(temporalLoss(x, warped, weights).gradient.some((g) => g !== 0)).toBe(true);
  });

  it('lets go of pixels without reliability, however far they are', () => {
    const { value, gradient } = temporalLoss([1e6, 1e6, 1e6, 5, 5, 5], [0, 0, 0, 5, 5, 5], [0, 1]);
    expect(value).toBe(0);
    expect([...gradient].every((g) => g === 0)).toBe(true);
  });

  it('does not weigh more in a larger picture', () => {
    const one = temporalLoss([3, 3, 3], [0, 0, 0], [1]).value;
    const many = temporalLoss(
      new Float64Array(300).fill(3),
      new Float64Array(300),
      new Float64Array(100).fill(1),
    ).value;
    expect(many).toBeCloseTo(one, 12);
  });

  it('with smoothl1 is what a hand computes: a parabola to one grey level, a line beyond', () => {
    // (1·(0.5²/2 + (3 − 1/2) + 0) + 0.5·((2 − 1/2) + 1/2 + 0))/6
    const { value, gradient } = temporalLoss([0.5, -3, 0, 2, 1, 0], [0, 0, 0, 0, 0, 0], [1, 0.5], 'smoothl1');
    expect(value).toBeCloseTo((0.125 + 2.5 + 0.5 * (1.5 + 0.5)) / 6, 12);
    expect([...gradient]).toEqual([0.5 / 6, -1 / 6, 0, 0.5 / 6, 0.5 / 6, 0]);
  });

  it('with smoothl1 has the gradient of central differences on both sides of its kink', () => {
    const [warped, weights] = [doubles(36, 1, 0, 4), doubles(12, 2, 0, 1)];
    const x = doubles(36, 3, 0, 4);
    const apart = x.map((v, i) => Math.abs(v - warped[i]!));
    expect(apart.some((d) => d < 1) && apart.some((d) => d > 1)).toBe(true);
    expect(gradientError((at) => temporalLoss(at, warped, weights, 'smoothl1'), x, 1e-6)).toBeLessThan(1e-6);
  });
});
