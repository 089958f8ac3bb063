import { describe, expect, it } from 'vitest';
import type { RgbaImage } from '../../src/core/image.ts';
import { evenSize, matrixFor, toI420 } from '../../src/export/yuv.ts';

function flat(width: number, height: number, colour: [number, number, number]): RgbaImage {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let i = 0; i < data.length; i += 4) data.set([...colour, 255], i);
  return { width, height, data };
}

describe('4:2:0 conversion', () => {
  // Code values of the colour bars: BT.601 (75/100 % tables) and BT.709, rounded to 8 bits.
  it.each([
    ['smpte170m', [255, 255, 255], [235, 128, 128]],
    ['smpte170m', [0, 0, 0], [16, 128, 128]],
    ['smpte170m', [255, 0, 0], [81, 90, 240]],
    ['smpte170m', [0, 255, 0], [145, 54, 34]],
    ['smpte170m', [0, 0, 255], [41, 240, 110]],
    ['bt709', [255, 0, 0], [63, 102, 240]],
    ['bt709', [0, 255, 0], [173, 42, 26]],
    ['bt709', [0, 0, 255], [32, 240, 118]],
  ] as const)('gives the standard’s code values: %s %o → %o', (matrix, colour, [y, cb, cr]) => {
    const planes = toI420(flat(2, 2, [...colour]), matrix);
    expect([...planes]).toEqual([y, y, y, y, cb, cr]);
  });

  it('averages chroma over 2 × 2 pixels and keeps luma per pixel', () => {
    const image = flat(2, 2, [255, 0, 0]);
    image.data.set([0, 0, 255, 255], 4);
    image.data.set([0, 0, 255, 255], 8);
    const planes = toI420(image, 'smpte170m');
    expect([...planes]).toEqual([81, 41, 41, 81, 165, 175]);
  });

  it('repeats the last row and column of an odd image', () => {
    const image = flat(3, 1, [0, 0, 0]);
    image.data.set([255, 255, 255, 255], 8);
    expect(evenSize(image)).toEqual({ width: 4, height: 2 });
    expect([...toI420(image, 'bt709').subarray(0, 8)]).toEqual([16, 16, 235, 235, 16, 16, 235, 235]);
  });

  it('takes the matrix that players assume', () => {
    expect([matrixFor(480), matrixFor(719), matrixFor(720)]).toEqual(['smpte170m', 'smpte170m', 'bt709']);
  });
});
