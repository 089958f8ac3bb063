import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type StyleSizing, styleSize } from '../../src/engine/style-size.ts';
import { real } from '../support/reals.ts';

const painting = { width: 800, height: 600 };
const frame = { width: 320, height: 180 };
const sizing = (given: Partial<StyleSizing>): StyleSizing => ({ resize: 'area', scale: 1, size: null, ...given });

describe('styleSize', () => {
  it('`area`: as many pixels as the frame, in the painting’s shape', () => {
    // √(320·180/(800·600)) = 0.3464
    expect(styleSize(painting, frame, frame, sizing({}))).toEqual({ width: 277, height: 208 });
  });

  it('`fit`: longer sides agree, whichever they are', () => {
    expect(styleSize(painting, frame, frame, sizing({ resize: 'fit' }))).toEqual({ width: 320, height: 240 });
    expect(styleSize({ width: 300, height: 900 }, frame, frame, sizing({ resize: 'fit' }))).toEqual({
      width: 107,
      height: 320,
    });
  });

  it('`stretch`: the frame’s shape, whatever the painting’s', () => {
    expect(styleSize({ width: 30, height: 900 }, frame, frame, sizing({ resize: 'stretch' }))).toEqual(frame);
  });

  it.each(['area', 'fit', 'stretch'] as const)('`%s`: scale multiplies both sides', (resize) => {
    const once = styleSize(painting, frame, frame, sizing({ resize }));
    const twice = styleSize(painting, frame, frame, sizing({ resize, scale: 2 }));
    // Each is rounded to whole pixels.
    expect(Math.abs(twice.width - 2 * once.width)).toBeLessThanOrEqual(1);
    expect(Math.abs(twice.height - 2 * once.height)).toBeLessThanOrEqual(1);
  });

  it.each(['area', 'fit', 'stretch'] as const)(
    'a size in pixels stands in place of `%s`, times the scale, in the painting’s shape',
    (resize) => {
      expect(styleSize(painting, frame, frame, sizing({ resize, size: 400 }))).toEqual({ width: 400, height: 300 });
      expect(styleSize(painting, frame, frame, sizing({ resize, size: 400, scale: 0.5 }))).toEqual({
        width: 200,
        height: 150,
      });
      expect(styleSize({ width: 600, height: 800 }, frame, frame, sizing({ resize, size: 400 }))).toEqual({
        width: 300,
        height: 400,
      });
    },
  );

  it.each([{}, { resize: 'fit' }, { resize: 'stretch' }, { size: 400 }] as const)(
    'shrinks with the frame at coarser sizes: %j',
    (given) => {
      const half = { width: 160, height: 90 };
      const atFull = styleSize(painting, frame, frame, sizing(given));
      const atHalf = styleSize(painting, half, frame, sizing(given));
      expect(Math.abs(atHalf.width - atFull.width / 2)).toBeLessThanOrEqual(1);
      expect(Math.abs(atHalf.height - atFull.height / 2)).toBeLessThanOrEqual(1);
    },
  );

  it('never has a side below 32 px, nor below a pixel of its shape: paintings of 1 px and frames of 2 px included', () => {
    const side = fc.integer({ min: 1, max: 2000 });
    fc.assert(
      fc.property(
        fc.record({ width: side, height: side }),
        fc.record({ width: side, height: side }),
        fc.constantFrom<StyleSizing['resize']>('area', 'fit', 'stretch'),
        real(0.25, 4),
        fc.constantFrom(null, 64, 2048),
        (of, at, resize, scale, size) => {
          const { width, height } = styleSize(of, at, at, { resize, scale, size });
          expect(Number.isInteger(width) && Number.isInteger(height)).toBe(true);
          expect(Math.min(width, height)).toBeGreaterThanOrEqual(32);
          const shape = resize === 'stretch' && size === null ? at : of;
          // Half a pixel of rounding on each side.
          const wide = (width * shape.height) / shape.width;
          expect(Math.abs(wide - height)).toBeLessThanOrEqual(0.5 + (0.5 * shape.height) / shape.width);
        },
      ),
    );
  });
});
