import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FloatImage } from '../../src/core/image.ts';
import { type ResizeFilter, resizeImage } from '../../src/core/resize.ts';
import { largestDifference, randomFloats } from '../support/floats.ts';

const FILTERS = ['triangle', 'cubic'] as const;
const filter = fc.constantFrom<ResizeFilter>(...FILTERS);
const side = fc.integer({ min: 1, max: 40 });

function image(
  width: number,
  height: number,
  channels: number,
  value: (x: number, y: number, c: number) => number,
): FloatImage {
  const data = Float32Array.from({ length: width * height * channels }, (_, i) => {
    const pixel = Math.floor(i / channels);
    return value(pixel % width, Math.floor(pixel / width), i % channels);
  });
  return { width, height, channels, data };
}

const noise = (width: number, height: number, channels: number, seed = 1): FloatImage => ({
  width,
  height,
  channels,
  data: randomFloats(width * height * channels, seed, 0, 255),
});

const mean = ({ data }: FloatImage) => data.reduce((a, b) => a + b, 0) / data.length;

describe('resizeImage', () => {
  it('keeps a constant image constant at any size, 1 px included', () => {
    fc.assert(
      fc.property(side, side, side, side, filter, (w, h, toW, toH, kind) => {
        const out = resizeImage(
          image(w, h, 3, (_x, _y, c) => [13, 200, 255][c]!),
          toW,
          toH,
          kind,
        );
        expect(out).toMatchObject({ width: toW, height: toH, channels: 3 });
        // Two float32 sums of up to 160 taps each: 255·2⁻²⁴·√160, twice, with room.
        expect(largestDifference(out.data, image(toW, toH, 3, (_x, _y, c) => [13, 200, 255][c]!).data)).toBeLessThan(
          1e-3,
        );
      }),
    );
  });

  it('gives a copy at the same size: neither picture changes with the other', () => {
    const from = noise(7, 5, 3);
    const copy = resizeImage(from, 7, 5);
    expect(copy).toEqual(from);
    copy.data[0] = -1;
    expect(from.data[0]).not.toBe(-1);
  });

  it.each(FILTERS)('%s: halving keeps the mean of a picture', (kind) => {
    const from = noise(64, 48, 3);
    // Away from the border all pixels weigh the same; near it, cut kernels weigh a few up to 1.2 times, out of 3072 with a deviation of 74.
    expect(Math.abs(mean(resizeImage(from, 32, 24, kind)) - mean(from))).toBeLessThan(1);
  });

  it.each(FILTERS)('%s: a linear ramp stays one, pixel centres aligned', (kind) => {
    // Input pixel i lies at (i + ½)·scale − ½ of the output and back; away from the clamped border both filters are exact on lines.
    for (const [from, to] of [
      [60, 20],
      [20, 60],
      [50, 37],
    ] as const) {
      const out = resizeImage(
        image(from, 1, 1, (x) => x),
        to,
        1,
        kind,
      );
      const scale = from / to;
      const border = Math.ceil((2 * Math.max(scale, 1)) / scale) + 1;
      for (let o = border; o < to - border; o++) {
        // Between whole factors the widened kernels are exact on lines only on average: off by up to 0.056 of an input pixel at
        // 50 → 37, where pixel corners aligned instead of centres would be off by 0.18.
        expect(Math.abs(out.data[o]! - ((o + 0.5) * scale - 0.5))).toBeLessThan(from % to && to % from ? 0.08 : 1e-4);
      }
    }
  });

  it.each(FILTERS)('%s: is separable and the same for every channel', (kind) => {
    const row = randomFloats(23, 1, 0, 16);
    const column = randomFloats(17, 2, 0, 16);
    const out = resizeImage(
      image(23, 17, 2, (x, y, c) => (c + 1) * row[x]! * column[y]!),
      9,
      31,
      kind,
    );
    const across = resizeImage({ width: 23, height: 1, channels: 1, data: row }, 9, 1, kind).data;
    const down = resizeImage({ width: 1, height: 17, channels: 1, data: column }, 1, 31, kind).data;
    const product = image(9, 31, 2, (x, y, c) => (c + 1) * across[x]! * down[y]!);
    // Products up to 512, rounded to float32 in another order.
    expect(largestDifference(out.data, product.data)).toBeLessThan(1e-3);
  });

  it.each(FILTERS)('%s: a checkerboard shrinks to mid grey, not to a coarser pattern', (kind) => {
    const board = image(64, 64, 1, (x, y) => ((x + y) % 2 === 0 ? 255 : 0));
    for (const to of [32, 21, 16, 9]) {
      const out = resizeImage(board, to, to, kind);
      // Nearest-neighbour or plain bilinear sampling would be off by 127.5; a kernel cut at the border lets a few levels through.
      expect(largestDifference(out.data, new Float32Array(to * to).fill(127.5))).toBeLessThan(3);
    }
  });

  it('turns with the picture: mirrored in, mirrored out', () => {
    const mirror = ({ data, ...rest }: FloatImage): FloatImage => ({ ...rest, data: data.slice().reverse() });
    fc.assert(
      fc.property(side, side, side, side, filter, (w, h, toW, toH, kind) => {
        const from = noise(w, h, 1);
        const there = mirror(resizeImage(from, toW, toH, kind));
        // Sums in the opposite order.
        expect(largestDifference(there.data, resizeImage(mirror(from), toW, toH, kind).data)).toBeLessThan(1e-2);
      }),
    );
  });

  it('stays within the range of the picture with the triangle, and overshoots an edge by less than a tenth with the cubic', () => {
    const edge = image(20, 1, 1, (x) => (x < 10 ? 0 : 255));
    for (const to of [7, 33, 200]) {
      const soft = resizeImage(edge, to, 1, 'triangle').data;
      expect(Math.min(...soft)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...soft)).toBeLessThanOrEqual(255.001);
      const crisp = resizeImage(edge, to, 1, 'cubic').data;
      expect(Math.min(...crisp)).toBeGreaterThan(-25.5);
      expect(Math.max(...crisp)).toBeLessThan(280.5);
    }
    expect(Math.min(...resizeImage(edge, 200, 1, 'cubic').data)).toBeLessThan(-1);
  });

  it('shrinks to one pixel as the mean of a picture that is the same to both sides of its middle', () => {
    const out = resizeImage(
      image(8, 8, 1, (x) => (x < 4 ? 0 : 200)),
      1,
      1,
    );
    expect(out.data[0]).toBeCloseTo(100, 3);
  });
});
