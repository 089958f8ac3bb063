import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalizeWeights } from '../../../src/engine/losses/terms.ts';

describe('normalizeWeights', () => {
  it('scales to sum 1 and keeps proportions', () => {
    expect(normalizeWeights([2, 6])).toEqual([0.25, 0.75]);
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 1e-3, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 16 }),
        (weights) => {
          const shares = normalizeWeights(weights);
          expect(shares.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
          expect(shares[0]! * weights.at(-1)!).toBeCloseTo(shares.at(-1)! * weights[0]!, 6);
        },
      ),
    );
  });

  it('leaves a weight of 0 at 0: a second style without a share does not halve the first', () => {
    expect(normalizeWeights([0.2, 0])).toEqual([1, 0]);
  });

  it.each([[[]], [[0, 0]], [[-1, 0.5]], [[Number.NaN, 1]]])('refuses %j, which has no positive sum', (weights) => {
    expect(() => normalizeWeights(weights)).toThrow(RangeError);
  });
});
