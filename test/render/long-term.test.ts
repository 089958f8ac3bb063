import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Mask } from '../../src/core/field.ts';
import { combineWeights, drawnHome } from '../../src/render/long-term.ts';
import { largestDifference } from '../support/floats.ts';
import { real } from '../support/reals.ts';

const mask = (...data: number[]): Mask => ({ width: data.length, height: 1, data: Float32Array.from(data) });
const values = (masks: readonly Mask[]) => masks.map(({ data }) => [...data].map((c) => Number(c.toFixed(5))));

describe('combineWeights', () => {
  it('gives each pixel to the closest frame that knows it, by c_long of the paper', () => {
    const weights = [mask(1, 0, 0, 0.25), mask(1, 1, 0, 0.5), mask(1, 1, 1, 0.9)];
    expect(values(combineWeights(weights, 'closest_first'))).toEqual([
      [1, 0, 0, 0.25],
      [0, 1, 0, 0.25],
      // max(0.9 − 0.25 − 0.5, 0): the weights of the nearer frames as they are, not as they were reduced.
      [0, 0, 1, 0.15],
    ]);
  });

  it('shares a pixel among all that know it with normalize, and makes no weight larger', () => {
    const weights = [mask(1, 0.2), mask(1, 0.3), mask(0, 0)];
    expect(values(combineWeights(weights, 'normalize'))).toEqual([
      [0.5, 0.2],
      [0.5, 0.3],
      [0, 0],
    ]);
  });

  it.each(['closest_first', 'normalize'] as const)('leaves a single frame as it is with %s', (how) => {
    expect(values(combineWeights([mask(0.3, 1, 0)], how))).toEqual([[0.3, 1, 0]]);
    expect(combineWeights([], how)).toEqual([]);
  });

  it.each(['closest_first', 'normalize'] as const)('never holds a pixel by more than 1 with %s', (how) => {
    const weights = fc.array(fc.array(real(0, 1), { minLength: 4, maxLength: 4 }), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(weights, (rows) => {
        const before = rows.map((row) => mask(...row));
        const combined = combineWeights(before, how);
        for (let i = 0; i < 4; i++) {
          expect(combined.reduce((sum, { data }) => sum + data[i]!, 0)).toBeLessThanOrEqual(1 + 1e-5);
          for (const [j, { data }] of combined.entries()) {
            expect(data[i]).toBeGreaterThanOrEqual(0);
            expect(data[i]).toBeLessThanOrEqual(before[j]!.data[i]! + 1e-6);
          }
        }
      }),
    );
  });
});

describe('drawnHome', () => {
  const picture = (value: number, pixels = 1) => ({
    width: pixels,
    height: 1,
    channels: 3,
    data: new Float32Array(3 * pixels).fill(value),
  });
  /** Where the temporal loss alone is least. */
  const resting = (targets: ReturnType<typeof drawnHome>) => {
    const total = targets.reduce((sum, { weights }) => sum + weights.data[0]!, 0);
    return targets.reduce((sum, { warped, weights }) => sum + weights.data[0]! * warped.data[0]!, 0) / total;
  };

  it('spreads what the film has drifted by evenly over its last frames', () => {
    // Nothing but drift: each frame rests where its targets say, home lies at 0 and the film is at 50 when the way home begins.
    let at = 50;
    const way: number[] = [];
    for (let distance = 4; distance >= 1; distance--) {
      const before = { warped: picture(at), weights: mask(1) };
      at = resting(drawnHome([before], { warped: picture(0), weights: mask(1) }, distance));
      way.push(at);
    }
    expect(largestDifference(way, [40, 30, 20, 10])).toBeLessThan(1e-4);
  });

  it('holds a pixel alone that only the first frame knows, and none that it does not know', () => {
    const before = { warped: picture(1, 3), weights: mask(0, 1, 0.5) };
    const [held, home] = drawnHome([before], { warped: picture(2, 3), weights: mask(1, 0, 1) }, 1);
    expect([...held!.weights.data]).toEqual([0, 1, 0.25]);
    expect([...home!.weights.data]).toEqual([1, 0, 0.75]);
  });
});
