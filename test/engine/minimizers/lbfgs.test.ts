import { describe, expect, it } from 'vitest';
import { type LbfgsOptions, lbfgs } from '../../../src/engine/minimizers/lbfgs.ts';
import type { Evaluate, Evaluated } from '../../../src/engine/minimizers/minimizer.ts';
import { bowl, collect, ROSENBROCK_START, rosenbrock } from './functions.ts';

const options: LbfgsOptions = {
  evaluations: 200,
  history: 10,
  lineSearch: 'wolfe',
  ftol: 0,
  ftolInterval: 1,
  firstStep: 0.1,
};

describe('lbfgs', () => {
  it.each(['wolfe', 'backtrack'] as const)(
    'goes down monotonically on Rosenbrock with %s and arrives',
    async (lineSearch) => {
      const { steps, result } = await collect(lbfgs(rosenbrock, ROSENBROCK_START, { ...options, lineSearch }));
      const values = steps.map(({ at }) => at.value);
      for (let i = 1; i < values.length; i++) expect(values[i]!).toBeLessThanOrEqual(values[i - 1]!);
      // float32 positions: (1, 1) is met to about 1e-3, where the value is about 1e-7.
      expect(result.at.value).toBeLessThan(1e-6);
      expect(Math.abs(result.x[0]! - 1)).toBeLessThan(2e-3);
      expect(result.evaluations).toBeLessThan(100);
    },
  );

  it('needs its history: a stretched bowl takes many more evaluations with the shortest one', async () => {
    const start = new Float32Array(40).fill(1);
    const evaluationsTo = async (history: number) => {
      const { steps } = await collect(lbfgs(bowl(40, 1000), start, { ...options, history, evaluations: 400 }));
      return steps.findIndex(({ at }) => at.value < 1e-4);
    };
    const long = await evaluationsTo(20);
    const short = await evaluationsTo(1);
    expect(long).toBeGreaterThan(0);
    expect(short === -1 || short > 1.3 * long).toBe(true);
  });

  it('moves by the first step on average, whatever the size of the gradient', async () => {
    for (const scale of [1e-6, 1, 1e9]) {
      const seen: Float32Array[] = [];
      const linear: Evaluate<Evaluated> = async (x) => {
        seen.push(x.slice());
        return { value: scale * (x[0]! - 3 * x[1]!), gradient: Float32Array.of(scale, -3 * scale) };
      };
      await collect(lbfgs(linear, Float32Array.of(0, 0), { ...options, evaluations: 2, firstStep: 1 }));
      expect((Math.abs(seen[1]![0]!) + Math.abs(seen[1]![1]!)) / 2).toBeCloseTo(1, 5);
    }
  });

  it('counts every evaluation and stays within the budget', async () => {
    let calls = 0;
    const counted: Evaluate<Evaluated> = (x) => {
      calls++;
      return rosenbrock(x);
    };
    for (const evaluations of [1, 2, 7, 20]) {
      calls = 0;
      const { steps, result } = await collect(lbfgs(counted, ROSENBROCK_START, { ...options, evaluations }));
      expect(calls).toBe(result.evaluations);
      expect(calls).toBe(evaluations);
      expect(steps.map(({ evaluation }) => evaluation)).toEqual(Array.from({ length: calls }, (_, i) => i + 1));
      expect(result.stop).toBe('evaluations');
    }
  });

  it('stops by ftol where the value has settled', async () => {
    const { result } = await collect(lbfgs(rosenbrock, ROSENBROCK_START, { ...options, ftol: 1e-3 }));
    expect(result.stop).toBe('ftol');
    expect(result.evaluations).toBeLessThan(100);
  });

  it('starts again from the best point when the function turns not finite on the way', async () => {
    const wall: Evaluate<Evaluated> = async (x) => {
      const at = await bowl(2, 1)(x);
      return x[0]! < 0.5 ? { value: Number.NaN, gradient: at.gradient } : at;
    };
    const { steps, result } = await collect(lbfgs(wall, Float32Array.of(2, 2), { ...options, evaluations: 60 }));
    for (const { at } of steps) expect(Number.isFinite(at.value)).toBe(true);
    expect(result.x[0]!).toBeGreaterThanOrEqual(0.5);
    expect(result.x[0]!).toBeLessThan(0.6);
  });

  it('says so when the start is not finite', async () => {
    const broken: Evaluate<Evaluated> = async (x) => ({ value: Number.POSITIVE_INFINITY, gradient: x });
    const { result } = await collect(lbfgs(broken, Float32Array.of(1), options));
    expect(result.stop).toBe('not_finite');
    expect(result.evaluations).toBe(1);
  });

  it('gives up, with the best point, where no direction goes down', async () => {
    // The gradient lies: it points downhill, and every way goes up.
    const liar: Evaluate<Evaluated> = async (x) => ({ value: 1 + Math.abs(x[0]!), gradient: Float32Array.of(1) });
    const { result } = await collect(lbfgs(liar, Float32Array.of(0), { ...options, evaluations: 500 }));
    expect(result.stop).toBe('line_search');
    expect(result.at.value).toBe(1);
  });

  it('without a line search comes back to the best point after a blow-up', async () => {
    const { result, steps } = await collect(
      lbfgs(rosenbrock, ROSENBROCK_START, { ...options, lineSearch: 'none', firstStep: 30, evaluations: 60 }),
    );
    expect(result.at.value).toBeLessThanOrEqual(steps[0]!.at.value);
  });

  it('leaves the start as it was', async () => {
    const start = ROSENBROCK_START.slice();
    await collect(lbfgs(rosenbrock, start, options));
    expect(start).toEqual(ROSENBROCK_START);
  });
});
