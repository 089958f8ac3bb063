import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FloatImage } from '../../../src/core/image.ts';
import { matchHistogram } from '../../../src/engine/color/histogram-match.ts';
import { largestDifference } from '../../support/floats.ts';
import { channel, row, speckle } from './pictures.ts';

/** One of 1024 levels: what the histograms tell apart. */
const LEVEL = 255 / 1024;

const sorted = (image: FloatImage, c: number) => channel(image, c).sort((a, b) => a - b);

describe('matchHistogram', () => {
  it('gives each channel the distribution of the target: quantile for quantile', () => {
    const image = speckle(4000, 1, [0, 100, 30], [255, 140, 90]);
    const target = speckle(4000, 2, [40, 0, 100], [120, 200, 255]);
    const matched = matchHistogram(image, target);
    for (let c = 0; c < 3; c++) {
      // 4000 values in 1024 levels: the 25 values that share a level of the narrowest channel become one value, and the wide target
      // channels pass 25 values in 25/4000 of their range of 200.
      expect(largestDifference(sorted(matched, c), sorted(target, c))).toBeLessThan(2);
    }
  });

  it('keeps the order of the values', () => {
    const image = speckle(500, 3);
    const matched = matchHistogram(image, speckle(700, 4, [0, 0, 0], [90, 255, 30]));
    for (let c = 0; c < 3; c++) {
      const pairs = channel(image, c).map((v, i) => [v, channel(matched, c)[i]!] as const);
      pairs.sort(([a], [b]) => a - b);
      for (let i = 1; i < pairs.length; i++) expect(pairs[i]![1]).toBeGreaterThanOrEqual(pairs[i - 1]![1]);
    }
  });

  it('leaves an image that is its own target, to a level', () => {
    const image = speckle(2000, 5);
    expect(largestDifference(matchHistogram(image, image).data, image.data)).toBeLessThan(LEVEL);
    const eightBits = { ...image, data: image.data.map(Math.round) };
    expect([...matchHistogram(eightBits, eightBits).data].map(Math.round)).toEqual([...eightBits.data]);
  });

  it('gives a flat target’s value to every pixel, and a flat image the median of the target', () => {
    const flat = row([10, 128, 255], [10, 128, 255]);
    const toFlat = matchHistogram(speckle(100, 6), flat);
    for (let c = 0; c < 3; c++) {
      for (const v of channel(toFlat, c)) expect(Math.abs(v - [10, 128, 255][c]!)).toBeLessThanOrEqual(LEVEL);
    }
    const target = speckle(1001, 7);
    const fromFlat = matchHistogram(flat, target);
    for (let c = 0; c < 3; c++) {
      for (const v of channel(fromFlat, c)) expect(Math.abs(v - sorted(target, c)[500]!)).toBeLessThanOrEqual(LEVEL);
    }
  });

  it('counts what lies outside 0–255 as 0 or 255, and stays within 0–255 itself', () => {
    const color = fc.tuple(...[0, 1, 2].map(() => fc.integer({ min: -300, max: 600 }))) as fc.Arbitrary<
      [number, number, number]
    >;
    const picture = fc.array(color, { minLength: 1, maxLength: 12 }).map((colors) => row(...colors));
    const clip = (image: FloatImage) => ({ ...image, data: image.data.map((v) => Math.min(255, Math.max(0, v))) });
    fc.assert(
      fc.property(picture, picture, (image, target) => {
        const matched = matchHistogram(image, target);
        expect(matched.data.every((v) => v >= 0 && v <= 255)).toBe(true);
        expect(matched).toEqual(matchHistogram(clip(image), clip(target)));
      }),
    );
  });

  it('needs no equal sizes', () => {
    const matched = matchHistogram(row([0, 0, 0], [255, 255, 255]), speckle(1000, 8, [50, 50, 50], [60, 60, 60]));
    expect(matched).toMatchObject({ width: 2, height: 1 });
    expect(matched.data.every((v) => v >= 49.7 && v <= 60.3)).toBe(true);
  });
});
