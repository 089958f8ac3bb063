import { describe, expect, it } from 'vitest';
import { type AdamOptions, adam } from '../../../src/engine/minimizers/adam.ts';
import { bowl, collect } from './functions.ts';

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
});
