import { describe, expect, it } from 'vitest';
import type { FloatImage } from '../../../src/core/image.ts';
import { type ColorTreatment, colorTreatment } from '../../../src/engine/color/color-mode.ts';
import { toColorSpace } from '../../../src/engine/color/spaces.ts';
import type { EngineParams } from '../../../src/engine/params.ts';
import { largestDifference } from '../../support/floats.ts';
import { channel, mean, speckle } from './pictures.ts';

const reference = speckle(300, 1, [60, 90, 120], [140, 150, 160]);
const photograph = speckle(300, 2, [80, 80, 80], [150, 150, 150]);
const painting = speckle(500, 3, [100, 20, 0], [255, 120, 60]);
const painted = speckle(300, 4, [90, 90, 90], [140, 140, 140]);

const treatment = (params: Partial<EngineParams>): ColorTreatment =>
  colorTreatment(
    { color_mode: 'none', color_space: 'yuv', color_time: 'after', color_match_mode: 'sym', ...params },
    reference,
  );
const means = (image: FloatImage) => [0, 1, 2].map((c) => mean(channel(image, c)));

function isGrey(image: FloatImage): boolean {
  const red = channel(image, 0);
  return Math.max(largestDifference(red, channel(image, 1)), largestDifference(red, channel(image, 2))) < 1e-2;
}

describe('colorTreatment', () => {
  it('none: touches nothing', () => {
    const { content, style, finish } = treatment({ color_mode: 'none' });
    expect([content(photograph), style(painting), finish(painted, photograph)]).toEqual([
      photograph,
      painting,
      painted,
    ]);
  });

  it.each(['yuv', 'ycrcb', 'luv', 'lab'] as const)(
    'luma_swap in %s: paints in colour, then gives the photograph’s back',
    (space) => {
      const { content, style, finish } = treatment({ color_mode: 'luma_swap', color_space: space });
      expect([content(photograph), style(painting)]).toEqual([photograph, painting]);
      const seen = toColorSpace(finish(painted, photograph), space);
      expect(largestDifference(channel(seen, 0), channel(toColorSpace(painted, space), 0))).toBeLessThan(0.01);
      for (const c of [1, 2]) {
        expect(largestDifference(channel(seen, c), channel(toColorSpace(photograph, space), c))).toBeLessThan(0.01);
      }
    },
  );

  it('luma_only: the engine sees grey alone, the painting’s with the contrast of the film', () => {
    const { content, style, finish } = treatment({ color_mode: 'luma_only' });
    const luma = (image: FloatImage) => channel(toColorSpace(image, 'yuv'), 0);
    expect(isGrey(content(photograph))).toBe(true);
    expect(isGrey(style(painting))).toBe(true);
    expect(largestDifference(luma(content(photograph)), luma(photograph))).toBeLessThan(0.01);
    expect(mean(luma(style(painting)))).toBeCloseTo(mean(luma(reference)), 2);
    const seen = toColorSpace(finish(content(painted), photograph), 'yuv');
    expect(largestDifference(channel(seen, 1), channel(toColorSpace(photograph, 'yuv'), 1))).toBeLessThan(0.01);
  });

  it.each(['match_linear', 'match_histogram'] as const)(
    '%s before painting: the painting takes the colours of the film’s reference',
    (mode) => {
      const { content, style, finish } = treatment({ color_mode: mode, color_time: 'before' });
      // A histogram is told to a quarter of a level.
      expect(largestDifference(means(style(painting)), means(reference))).toBeLessThan(0.3);
      expect(content(photograph)).toBe(photograph);
      expect(finish(painted, photograph)).toBe(painted);
    },
  );

  it.each(['match_linear', 'match_histogram'] as const)(
    '%s after painting: each painted frame takes the colours of its own photograph',
    (mode) => {
      const { content, style, finish } = treatment({ color_mode: mode, color_time: 'after' });
      expect(largestDifference(means(finish(painted, photograph)), means(photograph))).toBeLessThan(0.3);
      expect(content(photograph)).toBe(photograph);
      expect(style(painting)).toBe(painting);
    },
  );

  it('match_linear goes by color_match_mode', () => {
    const finished = (color_match_mode: 'pca' | 'chol' | 'sym') =>
      treatment({ color_mode: 'match_linear', color_match_mode }).finish(painted, photograph).data;
    expect(largestDifference(finished('sym'), finished('chol'))).toBeGreaterThan(0.1);
    expect(largestDifference(finished('sym'), finished('pca'))).toBeGreaterThan(0.01);
  });

  it('changes none of the pictures that it is given', () => {
    const before = [photograph, painting, painted, reference].map(({ data }) => [...data]);
    for (const color_mode of ['none', 'luma_swap', 'luma_only', 'match_linear', 'match_histogram'] as const) {
      for (const color_time of ['before', 'after'] as const) {
        const { content, style, finish } = treatment({ color_mode, color_time });
        content(photograph);
        style(painting);
        finish(painted, photograph);
      }
    }
    expect([photograph, painting, painted, reference].map(({ data }) => [...data])).toEqual(before);
  });
});
