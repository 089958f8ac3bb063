import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { grayscale, matchLightness, swapLuma } from '../../../src/engine/color/luma.ts';
import { type ColorSpace, toColorSpace } from '../../../src/engine/color/spaces.ts';
import { largestDifference } from '../../support/floats.ts';
import { channel, covariance, mean, row, shownLuma, speckle } from './pictures.ts';

const SPACES = ['yuv', 'ycrcb', 'luv', 'lab'] as const;

describe.each(SPACES)('swapLuma in %s', (space) => {
  it('takes lightness from the painting and both colours from the photograph', () => {
    // Middling colours, so that lightness and colours of two pixels always make a third colour.
    const painted = speckle(200, 1, [100, 100, 100], [160, 160, 160]);
    const photograph = speckle(200, 2, [100, 100, 100], [160, 160, 160]);
    const swapped = toColorSpace(swapLuma(painted, photograph, space), space);
    const light = toColorSpace(painted, space);
    const colors = toColorSpace(photograph, space);
    // Float32 there and back.
    expect(largestDifference(channel(swapped, 0), channel(light, 0))).toBeLessThan(0.01);
    expect(largestDifference(channel(swapped, 1), channel(colors, 1))).toBeLessThan(0.01);
    expect(largestDifference(channel(swapped, 2), channel(colors, 2))).toBeLessThan(0.01);
  });

  it('gives the photograph back where nothing was painted', () => {
    const photograph = speckle(500, 3);
    expect(largestDifference(swapLuma(photograph, photograph, space).data, photograph.data)).toBeLessThan(0.05);
  });

  it('leaves a grey photograph grey', () => {
    const photograph = row([0, 0, 0], [90, 90, 90], [255, 255, 255]);
    const { data } = swapLuma(row([200, 30, 10], [5, 250, 90], [40, 40, 200]), photograph, space);
    for (let i = 0; i < data.length; i += 3) {
      expect(
        Math.max(data[i]!, data[i + 1]!, data[i + 2]!) - Math.min(data[i]!, data[i + 1]!, data[i + 2]!),
      ).toBeLessThan(0.05);
    }
  });

  it('takes the painting as a screen would show it: what lies outside 0–255 is clipped first', () => {
    const photograph = row([120, 100, 140], [120, 100, 140]);
    const wild = swapLuma(row([-400, -400, -400], [900, 900, 900]), photograph, space);
    const tame = swapLuma(row([0, 0, 0], [255, 255, 255]), photograph, space);
    expect([...wild.data]).toEqual([...tame.data]);
  });

  it('keeps a dark stroke dark and a light stroke light on any colour', () => {
    const strongest = [0, 64, 128, 192, 255];
    for (const r of strongest) {
      for (const g of strongest) {
        for (const b of strongest) {
          for (const dark of [0, 2, 8, 20]) {
            const [sr, sg, sb] = swapLuma(row([dark, dark, dark]), row([r, g, b]), space).data;
            // What no screen can show is clipped and gains light; most in yuv: black on pure green keeps 62.
            expect(shownLuma(sr!, sg!, sb!), `${dark} on ${r}, ${g}, ${b}`).toBeLessThan(dark + 65);
          }
          const [lr, lg, lb] = swapLuma(row([250, 250, 250]), row([r, g, b]), space).data;
          expect(shownLuma(lr!, lg!, lb!), `250 on ${r}, ${g}, ${b}`).toBeGreaterThan(130);
        }
      }
    }
  });
});

describe.each(SPACES)('grayscale in %s', (space) => {
  it('is grey, of the same lightness', () => {
    const image = speckle(300, 4);
    const grey = grayscale(image, space);
    // The published matrices have seven places.
    expect(largestDifference(channel(grey, 0), channel(grey, 1))).toBeLessThan(1e-2);
    expect(largestDifference(channel(grey, 0), channel(grey, 2))).toBeLessThan(1e-2);
    const light = (picture: typeof image) => channel(toColorSpace(picture, space), 0);
    expect(largestDifference(light(grey), light(image))).toBeLessThan(1e-2);
  });

  it('leaves grey as it is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 255 }), (level) => {
        const image = row([level, level, level]);
        expect(largestDifference(grayscale(image, space).data, image.data)).toBeLessThan(1e-2);
      }),
    );
  });
});

describe('matchLightness', () => {
  const grey = (levels: readonly number[]) => row(...levels.map((v) => [v, v, v] as const));

  it('gives mean and deviation of the target', () => {
    const target = grey([10, 250, 40, 90, 200]);
    const matched = channel(matchLightness(grey([100, 110, 120, 105, 99]), target), 0);
    const wanted = channel(target, 0);
    expect(mean(matched)).toBeCloseTo(mean(wanted), 3);
    expect(Math.sqrt(covariance(matched, matched))).toBeCloseTo(Math.sqrt(covariance(wanted, wanted)), 3);
  });

  it('leaves a picture that is its own target', () => {
    const image = grey([3, 77, 200]);
    expect(largestDifference(matchLightness(image, image).data, image.data)).toBeLessThan(1e-3);
  });

  it('makes a flat picture flat at the mean of the target, and any picture flat for a flat target', () => {
    expect([...matchLightness(grey([7, 7, 7]), grey([50, 100])).data]).toEqual(new Array(9).fill(75));
    expect([...matchLightness(grey([50, 100]), grey([7, 7, 7])).data]).toEqual(new Array(6).fill(7));
  });

  it.each(SPACES)(
    'stays grey for a painting of one colour, whose grey channels differ by rounding alone: %s',
    (space: ColorSpace) => {
      for (const color of [
        [200, 30, 90],
        [13, 77, 201],
        [250, 249, 3],
      ] as const) {
        const { data } = matchLightness(grayscale(row(color, color), space), grey([0, 255]));
        expect(largestDifference(data, new Float32Array(6).fill(127.5))).toBeLessThan(1);
      }
    },
  );
});
