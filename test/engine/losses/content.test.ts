import { describe, expect, it } from 'vitest';
import { contentConstant, contentLoss } from '../../../src/engine/losses/content.ts';
import { doubles, gradientError } from './gradient.ts';

describe('contentLoss', () => {
  it.each([
    // 2 channels at 8 positions: √2·√8 = 4, so K is 1/8, 1/16 and 1/2; Σ(F − P)² is 9 + 16.
    [1, 25 / 8],
    [2, 25 / 16],
    [3, 25 / 2],
  ] as const)('with function %d is what a hand computes', (kind, expected) => {
    const target = new Float32Array(16);
    const features = target.slice();
    features[3] = 3;
    features[10] = -4;
    const { value, gradient } = contentLoss(features, target, 2, kind);
    expect(value).toBeCloseTo(expected, 12);
    expect(gradient[3]).toBeCloseTo(2 * contentConstant(kind, 2, 8) * 3, 12);
    expect(gradient[10]).toBeCloseTo(2 * contentConstant(kind, 2, 8) * -4, 12);
    expect(gradient[0]).toBe(0);
  });

  it('with function 2 is the mean squared error', () => {
    const [a, b] = [doubles(60, 1), doubles(60, 2)];
    const squares = a.reduce((sum, v, i) => sum + (v - b[i]!) ** 2, 0);
    expect(contentLoss(a, b, 5, 2).value).toBeCloseTo(squares / 60, 12);
  });

  it.each([1, 2, 3] as const)('with function %d has the gradient of central differences', (kind) => {
    const target = doubles(24, 3);
    // Exact for a quadratic, but for rounding of the difference: 2⁻⁵³/1e-4.
    expect(gradientError((x) => contentLoss(x, target, 3, kind), doubles(24, 4))).toBeLessThan(1e-9);
  });

  it('is 0, without a gradient, at its target', () => {
    const target = doubles(12, 5);
    const { value, gradient } = contentLoss(target, target, 3, 1);
    expect(value).toBe(0);
    expect([...gradient].every((g) => g === 0)).toBe(true);
  });
});
