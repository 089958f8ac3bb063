import { createRandom } from '../../../src/core/random.ts';
import type { LossGradient } from '../../../src/engine/losses/terms.ts';

/** Uniform values in double precision. */
export function doubles(length: number, seed: number, low = -1, high = 1): Float64Array {
  const random = createRandom(seed);
  return Float64Array.from({ length }, () => random.uniform(low, high));
}

/**
 * Largest difference between a loss' gradient at x and central differences, relative to the largest entry of the gradient.
 * @param h of the differences: for quadratics any, else small against the distance to the next kink
 */
export function gradientError(loss: (x: Float64Array) => LossGradient, x: Float64Array, h = 1e-4): number {
  const { gradient } = loss(x);
  let worst = 0;
  let largest = 0;
  for (let i = 0; i < x.length; i++) {
    const at = (step: number) => loss(x.map((v, k) => (k === i ? v + step : v))).value;
    worst = Math.max(worst, Math.abs(gradient[i]! - (at(h) - at(-h)) / (2 * h)));
    largest = Math.max(largest, Math.abs(gradient[i]!));
  }
  return worst / largest;
}
