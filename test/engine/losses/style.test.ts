import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gramMatrix, mixGrams, styleConstant, styleLoss } from '../../../src/engine/losses/style.ts';
import { normalizeWeights } from '../../../src/engine/losses/terms.ts';
import { largestDifference } from '../../support/floats.ts';
import { doubles, gradientError } from './gradient.ts';

const squaredDistance = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((sum, v, i) => sum + (v - b[i]!) ** 2, 0);

describe('gramMatrix', () => {
  it('is what a hand computes', () => {
    // Two positions (1, 2) and (3, 0): [[1 + 9, 2], [2, 4]] / 2.
    expect([...gramMatrix([1, 2, 3, 0], 2)]).toEqual([5, 1, 1, 2]);
  });

  it('does not know where things are, nor how often the picture is repeated', () => {
    const features = doubles(30, 1);
    const turned = new Float64Array(30);
    for (let p = 0; p < 10; p++) turned.set(features.subarray(3 * p, 3 * p + 3), 3 * ((p * 7) % 10));
    const gram = gramMatrix(features, 3);
    expect(largestDifference(gramMatrix(turned, 3), gram)).toBeLessThan(1e-14);
    expect(largestDifference(gramMatrix([...features, ...features, ...features], 3), gram)).toBeLessThan(1e-14);
  });

  it('is symmetric with the mean squares on its diagonal', () => {
    const gram = gramMatrix(doubles(40, 2), 4);
    for (let i = 0; i < 4; i++) {
      for (let j = 0; j < 4; j++) expect(gram[4 * i + j]).toBe(gram[4 * j + i]);
      expect(gram[5 * i]).toBeGreaterThan(0);
    }
  });
});

describe('mixGrams', () => {
  it('makes one distance of many: Σ v·‖G − A‖² for any mix', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 10 }), { minLength: 1, maxLength: 8 }).filter((w) => w.some((v) => v > 0)),
        fc.nat(1000),
        (shares, seed) => {
          const weights = normalizeWeights(shares);
          const grams = weights.map((_, s) => gramMatrix(doubles(30, seed + s), 3));
          const own = gramMatrix(doubles(60, seed + 100), 3);
          const { mean, spread } = mixGrams(grams, weights);
          const summed = weights.reduce((sum, v, s) => sum + v * squaredDistance(own, grams[s]!), 0);
          // The mean is kept in float32.
          expect(Math.abs(squaredDistance(own, mean) + spread - summed)).toBeLessThan(1e-6);
          expect(spread).toBeGreaterThanOrEqual(0);
        },
      ),
    );
  });

  it('has no spread for one style, nor for the same style twice; a style of weight 0 changes nothing', () => {
    const [a, b] = [gramMatrix(doubles(30, 3), 3), gramMatrix(doubles(30, 4), 3)];
    const alone = mixGrams([a], [1]);
    expect(alone.spread).toBeLessThan(1e-15);
    expect(mixGrams([a, a], [0.25, 0.75]).spread).toBeLessThan(1e-15);
    const withNothing = mixGrams([a, b], [1, 0]);
    expect(largestDifference(withNothing.mean, alone.mean)).toBe(0);
    expect(withNothing.spread).toBeLessThan(1e-15);
  });
});

describe('styleLoss', () => {
  it('is what a hand computes', () => {
    // Gram [[5, 1], [1, 2]] of the positions (1, 2) and (3, 0), to the target [[4, 0], [0, 4]]: 1 + 1 + 1 + 4 = 7, over 4·2².
    const target = { mean: Float32Array.of(4, 0, 0, 4), spread: 9 };
    const { value, gradient } = styleLoss([1, 2, 3, 0], 2, target);
    expect(styleConstant(2)).toBe(1 / 16);
    expect(value).toBeCloseTo((7 + 9) / 16, 12);
    // F·(G − A)/(N²·M) with G − A = [[1, 1], [1, −2]]: (1, 2) → (3, −3), (3, 0) → (3, 3), each over 8.
    expect([...gradient]).toEqual([3 / 8, -3 / 8, 3 / 8, 3 / 8]);
  });

  it('has the gradient of central differences', () => {
    const target = mixGrams([gramMatrix(doubles(40, 5), 4), gramMatrix(doubles(28, 6), 4)], [0.3, 0.7]);
    // A quartic: the error of the differences is h²·f‴/6, about 1e-8 at h = 1e-4.
    expect(gradientError((x) => styleLoss(x, 4, target), doubles(36, 7))).toBeLessThan(1e-7);
  });

  it('equals Gatys et al. 2015, eq. 4, where painting and picture have as many positions', () => {
    const [x, s] = [doubles(60, 8), doubles(60, 9)];
    const [n, m] = [3, 20];
    const raw = (f: Float64Array) => gramMatrix(f, n).map((v) => v * m);
    const expected = squaredDistance(raw(x), raw(s)) / (4 * n * n * m * m);
    expect(styleLoss(x, n, mixGrams([gramMatrix(s, n)], [1])).value).toBeCloseTo(expected, 7);
  });

  it('is nothing for the painting itself, in any order of its positions', () => {
    const s = doubles(60, 10);
    const moved = Float64Array.from([...s.subarray(30), ...s.subarray(0, 30)]);
    const { value, gradient } = styleLoss(moved, 3, mixGrams([gramMatrix(s, 3)], [1]));
    // The target is kept in float32.
    expect(value).toBeLessThan(1e-14);
    expect(Math.max(...gradient.map(Math.abs))).toBeLessThan(1e-8);
  });
});
