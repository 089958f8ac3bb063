import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ColorSpace, fromColorSpace, toColorSpace } from '../../../src/engine/color/spaces.ts';
import { largestDifference } from '../../support/floats.ts';
import { real } from '../../support/reals.ts';
import { row } from './pictures.ts';

const SPACES = ['yuv', 'ycrcb', 'luv', 'lab'] as const;
const level = fc.integer({ min: 0, max: 255 });
const space = fc.constantFrom<ColorSpace>(...SPACES);

describe('toColorSpace', () => {
  it.each([
    // CIE 1976 values of the sRGB primaries and their sums under D65, as colour science tables print them to four places.
    ['red', [255, 0, 0], [53.2408, 80.0925, 67.2032], [53.2408, 175.0151, 37.7564]],
    ['green', [0, 255, 0], [87.7347, -86.1827, 83.1793], [87.7347, -83.0776, 107.3985]],
    ['blue', [0, 0, 255], [32.297, 79.1875, -107.8602], [32.297, -9.4054, -130.3423]],
    ['yellow', [255, 255, 0], [97.1393, -21.5537, 94.478], [97.1393, 7.7056, 106.7866]],
    ['cyan', [0, 255, 255], [91.1132, -48.0875, -14.1312], [91.1132, -70.4773, -15.2042]],
    ['magenta', [255, 0, 255], [60.3242, 98.2343, -60.8249], [60.3242, 84.0714, -108.6834]],
    ['white', [255, 255, 255], [100, 0, 0], [100, 0, 0]],
    ['grey', [128, 128, 128], [53.585, 0, 0], [53.585, 0, 0]],
    ['black', [0, 0, 0], [0, 0, 0], [0, 0, 0]],
  ] as const)('knows Lab and Luv of %s', (_, rgb, lab, luv) => {
    // Tables differ in the last digits by how many places of the matrix they take.
    expect(largestDifference(toColorSpace(row(rgb), 'lab').data, lab)).toBeLessThan(0.02);
    expect(largestDifference(toColorSpace(row(rgb), 'luv').data, luv)).toBeLessThan(0.02);
  });

  it.each([
    ['red', [255, 0, 0], 0.299 * 255],
    ['green', [0, 255, 0], 0.587 * 255],
    ['blue', [0, 0, 255], 0.114 * 255],
    ['white', [255, 255, 255], 255],
  ] as const)('weighs %s in luma as BT.601 does', (_, rgb, luma) => {
    expect(toColorSpace(row(rgb), 'yuv').data[0]).toBeCloseTo(luma, 4);
    expect(toColorSpace(row(rgb), 'ycrcb').data[0]).toBeCloseTo(luma, 4);
  });

  it('scales the differences of yuv and ycrcb as BT.601 does: extremes of 0.436·255, 0.615·255 and ½·255', () => {
    // The standard prints its factors to three places.
    expect(toColorSpace(row([0, 0, 255]), 'yuv').data[1]! / 255).toBeCloseTo(0.436, 3);
    expect(toColorSpace(row([255, 0, 0]), 'yuv').data[2]! / 255).toBeCloseTo(0.615, 3);
    expect(toColorSpace(row([255, 0, 0]), 'ycrcb').data[1]! / 255).toBeCloseTo(0.5, 3);
    expect(toColorSpace(row([0, 0, 255]), 'ycrcb').data[2]! / 255).toBeCloseTo(0.5, 3);
  });

  it('sees no colour in grey, in any space', () => {
    fc.assert(
      fc.property(level, space, (grey, kind) => {
        const [, a, b] = toColorSpace(row([grey, grey, grey]), kind).data;
        // The published matrices have seven places, and Luv multiplies by 13·100.
        expect(Math.max(Math.abs(a!), Math.abs(b!))).toBeLessThan(1e-3);
      }),
    );
  });
});

describe('fromColorSpace', () => {
  it('leads back to every colour of a screen', () => {
    fc.assert(
      fc.property(level, level, level, space, (r, g, b, kind) => {
        const image = row([r, g, b]);
        // The matrices there and back are inverse to six places, which the curve's slope of 12.92 near black makes 0.01 of a level.
        expect(largestDifference(fromColorSpace(toColorSpace(image, kind), kind).data, image.data)).toBeLessThan(0.02);
      }),
      {
        numRuns: 1000,
        examples: [
          [0, 0, 1, 'luv'],
          [0, 0, 4, 'luv'],
          [1, 0, 0, 'luv'],
          [0, 0, 255, 'luv'],
          [0, 0, 1, 'lab'],
        ],
      },
    );
  });

  it('leads back from what lies a little outside the screen, as painted pictures do', () => {
    fc.assert(
      fc.property(
        fc.tuple(
          fc.integer({ min: -30, max: 285 }),
          fc.integer({ min: -30, max: 285 }),
          fc.integer({ min: -30, max: 285 }),
        ),
        fc.constantFrom<ColorSpace>('yuv', 'ycrcb', 'lab'),
        (rgb, kind) => {
          const image = row(rgb);
          expect(largestDifference(fromColorSpace(toColorSpace(image, kind), kind).data, image.data)).toBeLessThan(
            0.05,
          );
        },
      ),
    );
  });

  it('gives a number for any three numbers', () => {
    const coordinate = real(-300, 300);
    fc.assert(
      fc.property(coordinate, coordinate, coordinate, space, (l, a, b, kind) => {
        for (const v of fromColorSpace(row([l, a, b]), kind).data) expect(Number.isFinite(v)).toBe(true);
      }),
      {
        examples: [
          [0, 100, -100, 'luv'],
          [1e-30, 100, -100, 'luv'],
          [-1, 5, 5, 'luv'],
        ],
      },
    );
  });
});
