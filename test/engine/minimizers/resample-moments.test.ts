import { expect, it } from 'vitest';
import { resizeImage } from '../../../src/core/resize.ts';
import { temporalLoss } from '../../../src/engine/losses/temporal.ts';
import type { AdamMoments } from '../../../src/engine/minimizers/adam.ts';
import { resampleMoments } from '../../../src/engine/minimizers/resample-moments.ts';
import { randomFloats } from '../../support/floats.ts';

const small = { width: 8, height: 6 };
const large = { width: 16, height: 12 };
/** Without a past, so that nothing but the size changes them. */
const decay = { beta1: 0, beta2: 0 };
const moments = (first: Float32Array): AdamMoments => ({ first, second: first.map((g) => g * g), updates: 1 });
const values = ({ width, height }: typeof small, seed: number) => randomFloats(3 * width * height, seed, -1, 1);

it('leaves moments of the same size as they are', () => {
  const given = moments(values(small, 1));
  expect(resampleMoments(given, small, small, decay)).toEqual(given);
});

it('resizes the first moment as images are, the second by the triangle filter', () => {
  const { first, second, updates } = resampleMoments(moments(values(small, 2)), small, large, decay);
  const given = { ...small, channels: 3, data: values(small, 2) };
  const cubic = resizeImage(given, 16, 12, 'cubic').data;
  const squares = { ...given, data: given.data.map((g) => g * g) };
  const triangle = resizeImage(squares, 16, 12, 'triangle').data;
  // Four pixels for one: a quarter of the gradient, a sixteenth of its square.
  first.forEach((value, i) => {
    expect(value).toBeCloseTo(cubic[i]! / 4, 6);
    expect(second[i]!).toBeCloseTo(triangle[i]! / 16, 6);
  });
  expect(updates).toBe(1);
});

it('gives what a term that is a mean over pixels has for a gradient at the new size', () => {
  const gradientAt = (size: typeof small) => {
    const { width, height } = size;
    const image = new Float32Array(3 * width * height).fill(5);
    const weights = new Float32Array(width * height).fill(1);
    return Float32Array.from(
      temporalLoss(
        image,
        image.map((_, i) => i % 3),
        weights,
      ).gradient,
    );
  };
  for (const [from, to] of [
    [small, large],
    [large, small],
  ] as const) {
    const found = resampleMoments(moments(gradientAt(from)), from, to, decay);
    const expected = gradientAt(to);
    found.first.forEach((value, i) => {
      expect(value / expected[i]!).toBeCloseTo(1, 5);
      expect(found.second[i]! / expected[i]! ** 2).toBeCloseTo(1, 5);
    });
  }
});

it('has no second moment below 0', () => {
  const peak = new Float32Array(3 * 8 * 6);
  peak[3 * 20] = 1;
  const { first, second } = resampleMoments(moments(peak), small, large, decay);
  // The cubic filter does go below, so that the peak is one that would show it.
  expect(Math.min(...first)).toBeLessThan(0);
  expect(Math.min(...second)).toBe(0);
});

it('counts for one update, with the same estimates without bias', () => {
  const given = { ...moments(values(small, 3)), updates: 40 };
  const [beta1, beta2] = [0.9, 0.99];
  const { first, second, updates } = resampleMoments(given, small, small, { beta1, beta2 });
  expect(updates).toBe(1);
  given.first.forEach((m, i) => {
    expect(first[i]! / (1 - beta1)).toBeCloseTo(m / (1 - beta1 ** 40), 5);
    expect(second[i]! / (1 - beta2)).toBeCloseTo(given.second[i]! / (1 - beta2 ** 40), 5);
  });
});
