import { describe, expect, it } from 'vitest';
import { backtrack, fixedStep, strongWolfe } from '../../../src/engine/minimizers/line-search.ts';
import type { Evaluate, Evaluated } from '../../../src/engine/minimizers/minimizer.ts';

/** A search along the positive axis of a function of one variable. */
function along(value: (t: number) => number, slope: (t: number) => number, budget = 50) {
  let spent = 0;
  const evaluate: Evaluate<Evaluated> = async ([t]) => ({ value: value(t!), gradient: Float32Array.of(slope(t!)) });
  const start = {
    t: 0,
    x: Float32Array.of(0),
    at: { value: value(0), gradient: Float32Array.of(slope(0)) },
    slope: slope(0),
  };
  return {
    search: { evaluate, start, direction: Float32Array.of(1), spend: () => ++spent < budget },
    spent: () => spent,
  };
}

/** (t − 5)² and Moré and Thuente's function 1 (1994, eq. 5.1, β = 2): a step of 1 is far too short for both. */
const cases: [string, (t: number) => number, (t: number) => number][] = [
  ['a parabola', (t) => (t - 5) ** 2, (t) => 2 * (t - 5)],
  ['Moré and Thuente 1', (t) => -t / (t * t + 2), (t) => (t * t - 2) / (t * t + 2) ** 2],
];

describe('strong Wolfe search', () => {
  it.each(cases)('meets both conditions on %s from steps far too short and far too long', async (_, f, df) => {
    for (const first of [1e-3, 0.1, 1, 10, 1000]) {
      const { search } = along(f, df);
      const point = await strongWolfe(search, first);
      expect(point).not.toBeNull();
      expect(point!.at.value).toBeLessThanOrEqual(f(0) + 1e-4 * point!.t * df(0));
      expect(Math.abs(point!.slope)).toBeLessThanOrEqual(0.9 * Math.abs(df(0)));
    }
  });

  it('takes the best point so far when the budget ends', async () => {
    const { search, spent } = along(
      (t) => (t - 5) ** 2,
      (t) => 2 * (t - 5),
      2,
    );
    const point = await strongWolfe(search, 0.01);
    expect(spent()).toBe(2);
    expect(point!.at.value).toBeLessThan(25);
  });

  it('finds nothing uphill', async () => {
    const { search } = along(
      (t) => t + 1,
      () => -1,
    );
    expect(await strongWolfe(search, 1)).toBeNull();
  });
});

describe('backtracking', () => {
  it('shrinks a step that is too long until the value decreases', async () => {
    const { search } = along(
      (t) => (t - 5) ** 2,
      (t) => 2 * (t - 5),
    );
    const point = await backtrack(search, 1000);
    expect(point!.at.value).toBeLessThan(25);
  });

  it('backs off from values that are not finite', async () => {
    const { search } = along(
      (t) => (t > 1 ? Number.NaN : -t),
      () => -1,
    );
    const point = await backtrack(search, 64);
    expect(point!.t).toBeLessThanOrEqual(1);
    expect(point!.t).toBeGreaterThan(0);
  });
});

describe('fixed step', () => {
  it('takes a step that goes up, and refuses one that is not finite', async () => {
    const up = along(
      (t) => t,
      () => 1,
    );
    expect((await fixedStep(up.search, 3))!.at.value).toBe(3);
    const broken = along(
      () => Number.NaN,
      () => 1,
    );
    expect(await fixedStep(broken.search, 3)).toBeNull();
  });
});
