import { createRandom } from '../../src/core/random.ts';

/** Seeded uniform values in [low, high). */
export function randomFloats(length: number, seed: number, low = 0, high = 1): Float32Array {
  const random = createRandom(seed);
  return Float32Array.from({ length }, () => random.uniform(low, high));
}

/** Largest absolute difference; infinite where the lengths differ or a value is no number. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  let largest = 0;
  for (let i = 0; i < a.length; i++) {
    const difference = Math.abs(a[i]! - b[i]!);
    if (!(difference <= largest)) largest = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
  }
  return largest;
}
