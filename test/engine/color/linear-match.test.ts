import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FloatImage } from '../../../src/core/image.ts';
import { type ColorMatchMode, matchLinear } from '../../../src/engine/color/linear-match.ts';
import { largestDifference } from '../../support/floats.ts';
import { channel, covariance, mean, row, speckle } from './pictures.ts';

const MODES = ['pca', 'chol', 'sym'] as const;

/** Colours that hang together, as those of photographs do. */
function tinted(seed: number, mix: readonly number[], offset: readonly number[]): FloatImage {
  const { data, ...size } = speckle(400, seed);
  const out = data.map((_, i) => {
    const pixel = i - (i % 3);
    return offset[i % 3]! + [0, 1, 2].reduce((sum, c) => sum + mix[3 * (i % 3) + c]! * (data[pixel + c]! - 127), 0);
  });
  return { ...size, data: out };
}

const warm = tinted(1, [0.6, 0.2, 0.1, 0.3, 0.4, 0, 0.1, 0.1, 0.3], [170, 130, 80]);
const cold = tinted(2, [0.2, -0.1, 0.1, 0.1, 0.4, 0.2, 0, 0.3, 0.6], [70, 110, 150]);

const covariances = (image: FloatImage) =>
  Array.from({ length: 9 }, (_, i) => covariance(channel(image, Math.floor(i / 3)), channel(image, i % 3)));
const means = (image: FloatImage) => [0, 1, 2].map((c) => mean(channel(image, c)));

/** The map's matrix, read off from where it sends black and the three axes. The statistics are those of `image` all the same. */
function linearPart(image: FloatImage, target: FloatImage, mode: ColorMatchMode): number[] {
  // Four probes in ten thousand pixels hardly move the statistics, and both sides see the same ones.
  const probes = [0, 0, 0, 100, 0, 0, 0, 100, 0, 0, 0, 100];
  const data = Float32Array.from([...image.data, ...probes]);
  const out = matchLinear({ ...image, width: image.width + 4, data }, target, mode).data.slice(-12);
  return Array.from(
    { length: 9 },
    (_, i) => (out[3 * (1 + (i % 3)) + Math.floor(i / 3)]! - out[Math.floor(i / 3)]!) / 100,
  );
}

describe.each(MODES)('matchLinear by %s', (mode) => {
  it('gives the image the mean and the covariance of the target', () => {
    const matched = matchLinear(cold, warm, mode);
    expect(largestDifference(means(matched), means(warm))).toBeLessThan(1e-3);
    // Entries reach 3000; the ridge of 0.01 on both sides and float32 stay below 0.1.
    expect(largestDifference(covariances(matched), covariances(warm))).toBeLessThan(0.1);
  });

  it('leaves an image that is its own target', () => {
    expect(largestDifference(matchLinear(warm, warm, mode).data, warm.data)).toBeLessThan(1e-3);
  });

  it('gives every pixel of a flat image the mean of the target', () => {
    const flat = row([9, 9, 9], [9, 9, 9]);
    const mean = means(warm);
    expect(largestDifference(matchLinear(flat, warm, mode).data, [...mean, ...mean])).toBeLessThan(1e-3);
  });

  it('makes any image flat for a flat target, to a tenth of a grey level', () => {
    const { data } = matchLinear(warm, row([20, 90, 200]), mode);
    // The ridge leaves a deviation of 0.1, of which the farthest colour has three.
    expect(data.every((v, i) => Math.abs(v - [20, 90, 200][i % 3]!) < 0.5)).toBe(true);
  });

  it('keeps grey pictures grey under a grey target, and takes a grey target’s lightness', () => {
    const grey = (levels: readonly number[]) => row(...levels.map((v) => [v, v, v] as const));
    const { data } = matchLinear(grey([10, 60, 110, 240]), grey([100, 120, 130, 90]), mode);
    for (let i = 0; i < data.length; i += 3) {
      // Grey leaves two directions without any deviation; what the ridge divides there is rounding.
      expect(Math.abs(data[i]! - data[i + 1]!)).toBeLessThan(1e-2);
      expect(Math.abs(data[i]! - data[i + 2]!)).toBeLessThan(1e-2);
    }
    const wanted = [100, 120, 130, 90];
    expect(Math.abs(mean([0, 3, 6, 9].map((i) => data[i]!)) - mean(wanted))).toBeLessThan(1e-2);
  });

  it('finds numbers for pictures of very few pixels, far outside 0–255 too', () => {
    const color = fc.tuple(...[0, 1, 2].map(() => fc.integer({ min: -300, max: 600 }))) as fc.Arbitrary<
      [number, number, number]
    >;
    const picture = fc.array(color, { minLength: 1, maxLength: 5 }).map((colors) => row(...colors));
    fc.assert(
      fc.property(picture, picture, (image, target) => {
        const matched = matchLinear(image, target, mode);
        expect([...matched.data].every(Number.isFinite)).toBe(true);
        // 0.1: the ridge has a deviation of 0.1 to give to each of three directions, where the image has none.
        expect(largestDifference(means(matched), means(target))).toBeLessThan(0.1);
      }),
    );
  });
});

describe('the three roots of the covariance', () => {
  it('differ in their matrices: `chol` is lower triangular, `sym` symmetric', () => {
    const [a, b, c, , , f] = linearPart(cold, warm, 'chol');
    expect(a).toBeGreaterThan(0);
    expect(Math.max(Math.abs(b!), Math.abs(c!), Math.abs(f!))).toBeLessThan(1e-5);
    const s = linearPart(cold, warm, 'sym');
    expect(largestDifference([s[1]!, s[2]!, s[5]!], [s[3]!, s[6]!, s[7]!])).toBeLessThan(1e-4);
    const p = linearPart(cold, warm, 'pca');
    expect(Math.abs(p[1]! - p[3]!)).toBeGreaterThan(0.01);
  });

  it('`sym` moves colours least', () => {
    const moved = (mode: ColorMatchMode) =>
      mean([...matchLinear(cold, warm, mode).data].map((v, i) => (v - cold.data[i]!) ** 2));
    expect(moved('sym')).toBeLessThan(moved('pca'));
    expect(moved('sym')).toBeLessThan(moved('chol'));
  });
});
