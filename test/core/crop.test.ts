import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cropToAspect } from '../../src/core/crop.ts';
import type { FloatImage } from '../../src/core/image.ts';
import { real } from '../support/reals.ts';

/** A picture whose pixels say where they are: channel 0 is the column, channel 1 the row. */
function places(width: number, height: number): FloatImage {
  const data = new Float32Array(width * height * 2);
  for (let i = 0; i < width * height; i++) data.set([i % width, Math.floor(i / width)], 2 * i);
  return { width, height, channels: 2, data };
}

const side = fc.integer({ min: 1, max: 30 });

describe('cropToAspect', () => {
  it('takes the middle columns of a picture that is too wide', () => {
    const cut = cropToAspect(places(6, 2), 1);
    expect(cut).toMatchObject({ width: 2, height: 2, channels: 2 });
    expect([...cut.data]).toEqual([2, 0, 3, 0, 2, 1, 3, 1]);
  });

  it('takes the middle rows of a picture that is too high', () => {
    const cut = cropToAspect(places(2, 6), 2);
    expect(cut).toMatchObject({ width: 2, height: 1 });
    expect([...cut.data]).toEqual([0, 2, 1, 2]);
  });

  it('leaves a picture of the right shape as it is', () => {
    const image = places(8, 6);
    expect(cropToAspect(image, 8 / 6)).toBe(image);
  });

  it('keeps one side whole, has the shape to within a pixel, and is centred to within a pixel: any size, 1 px included', () => {
    fc.assert(
      fc.property(side, side, real(0.05, 20), (width, height, aspect) => {
        const cut = cropToAspect(places(width, height), aspect);
        expect(cut.data).toHaveLength(cut.width * cut.height * 2);
        expect(cut.width === width || cut.height === height).toBe(true);
        if (cut.height === height)
          expect(Math.abs(cut.width - Math.min(width, Math.max(1, height * aspect)))).toBeLessThanOrEqual(0.5);
        else expect(Math.abs(cut.height - Math.max(1, width / aspect))).toBeLessThanOrEqual(0.5);
        const [left, top] = cut.data;
        expect(Math.abs(left! - (width - cut.width - left!))).toBeLessThanOrEqual(1);
        expect(Math.abs(top! - (height - cut.height - top!))).toBeLessThanOrEqual(1);
        const last = cut.data.length - 2;
        expect([cut.data[last], cut.data[last + 1]]).toEqual([left! + cut.width - 1, top! + cut.height - 1]);
      }),
    );
  });
});
