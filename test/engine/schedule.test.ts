import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coarseToFineSizes, shareEvaluations } from '../../src/engine/schedule.ts';
import { real } from '../support/reals.ts';

const side = fc.integer({ min: 1, max: 2048 });
const scaleMin = fc.oneof(fc.constant(0), fc.integer({ min: 32, max: 512 }));
const factor = real(1.2, 2);

describe('coarseToFineSizes', () => {
  it('grows by √2 from the smallest size that is not below scaleMin', () => {
    expect(coarseToFineSizes({ width: 512, height: 384 }, 128, Math.SQRT2)).toEqual([
      { width: 128, height: 96 },
      { width: 181, height: 136 },
      { width: 256, height: 192 },
      { width: 362, height: 272 },
      { width: 512, height: 384 },
    ]);
  });

  it('gives the full size alone for scaleMin 0 and for pictures that are small already', () => {
    const full = { width: 2048, height: 1536 };
    expect(coarseToFineSizes(full, 0, Math.SQRT2)).toEqual([full]);
    expect(coarseToFineSizes({ width: 150, height: 100 }, 128, Math.SQRT2)).toEqual([{ width: 150, height: 100 }]);
    expect(coarseToFineSizes({ width: 1, height: 1 }, 32, 2)).toEqual([{ width: 1, height: 1 }]);
  });

  it('grows strictly to the full size, keeps the shape, and stays above both limits, for any picture', () => {
    fc.assert(
      fc.property(side, side, scaleMin, factor, (width, height, least, growth) => {
        const sizes = coarseToFineSizes({ width, height }, least, growth);
        expect(sizes.at(-1)).toEqual({ width, height });
        for (const [i, size] of sizes.slice(0, -1).entries()) {
          expect(Math.max(size.width, size.height)).toBeGreaterThanOrEqual(least);
          expect(Math.min(size.width, size.height)).toBeGreaterThanOrEqual(16);
          const next = sizes[i + 1]!;
          expect(next.width > size.width && next.height > size.height).toBe(true);
          // Both sides are rounded to whole pixels.
          const shrink = growth ** (sizes.length - 1 - i);
          expect(Math.abs(size.width - width / shrink)).toBeLessThanOrEqual(0.5);
          expect(Math.abs(size.height - height / shrink)).toBeLessThanOrEqual(0.5);
        }
      }),
    );
  });
});

describe('shareEvaluations', () => {
  it('gives the whole budget to a single size', () => {
    expect(shareEvaluations([{ width: 160, height: 120 }], 200)).toEqual([
      { size: { width: 160, height: 120 }, evaluations: 200 },
    ]);
  });

  it('spends by pixels what the budget is at full size, more evaluations on the coarse sizes', () => {
    // Widths 1, ½, ¼: shares 4/7, 2/7, 1/7 of 700, that is 400, 200/¼ and 100/(1/16) evaluations.
    const sizes = [64, 128, 256].map((width) => ({ width, height: width / 2 }));
    expect(shareEvaluations(sizes, 700).map(({ evaluations }) => evaluations)).toEqual([1600, 800, 400]);
  });

  it('sums to the budget by cost, to the rounding of each size, and does every size at least once', () => {
    fc.assert(
      fc.property(
        side,
        side,
        scaleMin,
        factor,
        fc.integer({ min: 1, max: 20000 }),
        (width, height, least, growth, budget) => {
          const stages = shareEvaluations(coarseToFineSizes({ width, height }, least, growth), budget);
          const costs = stages.map(({ size }) => (size.width * size.height) / (width * height));
          const spent = stages.reduce((sum, { evaluations }, i) => sum + evaluations * costs[i]!, 0);
          for (const { evaluations } of stages) expect(Number.isInteger(evaluations) && evaluations >= 1).toBe(true);
          const slack = costs.reduce((sum, cost) => sum + cost, 0);
          // Half an evaluation of each size; a whole one where a tiny budget has none for it.
          expect(Math.abs(spent - budget)).toBeLessThanOrEqual(budget < 10 ? slack : slack / 2 + 1e-6);
        },
      ),
    );
  });
});
