import { describe, expect, it } from 'vitest';
import { type AdamMinimum, type AdamOptions, adam } from '../../../src/engine/minimizers/adam.ts';
import type { Evaluated, Step } from '../../../src/engine/minimizers/minimizer.ts';
import { bowl, collect } from './functions.ts';

/** The result alone, moments included. */
async function finish<E extends Evaluated>(run: AsyncGenerator<Step<E>, AdamMinimum<E>>): Promise<AdamMinimum<E>> {
  for (;;) {
    const next = await run.next();
    if (next.done) return next.value;
  }
}

const options: AdamOptions = {
  evaluations: 300,
  learningRate: 0.05,
  beta1: 0.9,
  beta2: 0.999,
  ftol: 0,
  ftolInterval: 1,
};

describe('adam', () => {
  it('takes a first step of the learning rate in every coordinate', async () => {
    const start = Float32Array.of(4, -7);
    const { steps } = await collect(adam(bowl(2, 1e6), start, { ...options, evaluations: 2 }));
    // Bias correction makes the first step rate·g/|g| (Kingma and Ba 2015, §2.1), whatever the curvature.
    expect(steps[1]!.x[0]!).toBeCloseTo(4 - 0.05, 5);
    expect(steps[1]!.x[1]!).toBeCloseTo(-7 + 0.05, 5);
  });

  it('goes to the minimum of a stretched bowl', async () => {
    const start = new Float32Array(10).fill(1);
    const { result } = await collect(adam(bowl(10, 100), start, options));
    expect(result.at.value).toBeLessThan(1e-3);
    expect(result.evaluations).toBe(300);
  });

  it('returns a point that was evaluated, and stops by ftol', async () => {
    const start = new Float32Array(3).fill(1);
    const { steps, result } = await collect(adam(bowl(3, 1), start, { ...options, ftol: 1e-3, ftolInterval: 5 }));
    expect(result.stop).toBe('ftol');
    expect(result.at).toBe(steps.at(-1)!.at);
    expect(start[0]).toBe(1);
  });

  it('goes on from its moments as if it had not stopped', async () => {
    const start = new Float32Array(10).fill(1);
    const whole = await collect(adam(bowl(10, 100), start, { ...options, evaluations: 40 }));
    const before = await finish(adam(bowl(10, 100), start, { ...options, evaluations: 15, keepMoments: true }));
    const { moments } = before;
    expect(moments).toMatchObject({ updates: 14 });
    const kept = { first: moments!.first.slice(), second: moments!.second.slice() };
    // The last point of the first part is evaluated again.
    const after = await collect(adam(bowl(10, 100), before.x, { ...options, evaluations: 26, moments: moments! }));
    after.steps.forEach(({ at }, i) => {
      expect(Math.abs(at.value / whole.steps[14 + i]!.at.value - 1)).toBeLessThan(1e-5);
    });
    for (let i = 0; i < 10; i++) expect(after.result.x[i]!).toBeCloseTo(whole.result.x[i]!, 6);
    // What was handed over is the caller's.
    expect({ first: moments!.first, second: moments!.second }).toEqual(kept);
  });

  it('hands moments over only where they are wanted and there are some', async () => {
    const start = new Float32Array(3).fill(1);
    const run = (given: Partial<AdamOptions>) => finish(adam(bowl(3, 10), start, { ...options, ...given }));
    expect(await run({ evaluations: 5 })).not.toHaveProperty('moments');
    expect(await run({ evaluations: 1, keepMoments: true })).not.toHaveProperty('moments');
    const { moments } = await run({ evaluations: 5, keepMoments: true });
    const again = await run({ evaluations: 1, keepMoments: true, moments: moments! });
    expect(again.moments).toEqual(moments);
  });

  it('refuses moments of another size', async () => {
    const moments = { first: new Float32Array(6), second: new Float32Array(6), updates: 3 };
    const run = adam(bowl(3, 10), new Float32Array(3).fill(1), { ...options, moments });
    await expect(run.next()).rejects.toThrow('moments of 6 and 6 values for an image of 3');
  });
});
