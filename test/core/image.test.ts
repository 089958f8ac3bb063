import { describe, expect, it } from 'vitest';
import { createFloatImage, toFloatImage, toRgbaImage } from '../../src/core/image.ts';

describe('8-bit and float images', () => {
  it('come back unchanged, opaque, from every grey level', () => {
    const data = Uint8ClampedArray.from({ length: 256 * 4 }, (_, i) =>
      i % 4 === 3 ? 255 : ((i >> 2) + 85 * (i % 4)) % 256,
    );
    const image = { width: 64, height: 4, data };
    expect(toRgbaImage(toFloatImage(image))).toEqual(image);
  });

  it('lie on white where they are transparent', () => {
    const image = { width: 3, height: 1, data: Uint8ClampedArray.of(10, 20, 30, 0, 10, 20, 30, 255, 0, 255, 100, 51) };
    const [clear, full, part] = [0, 3, 6].map((i) => [...toFloatImage(image).data.slice(i, i + 3)]);
    expect(clear).toEqual([255, 255, 255]);
    expect(full).toEqual([10, 20, 30]);
    // A fifth of the colour, four fifths of white.
    expect(part!.map(Math.round)).toEqual([204, 255, 224]);
  });

  it('round to the nearest level and clip what lies outside 0–255', () => {
    const image = { width: 2, height: 1, channels: 3, data: Float32Array.of(-0.6, 0.4, 0.6, 254.6, 255.4, 1e9) };
    expect([...toRgbaImage(image).data]).toEqual([0, 0, 1, 255, 255, 255, 255, 255]);
  });

  it('begin as zeros, three channels unless said otherwise', () => {
    expect(createFloatImage(2, 3)).toEqual({ width: 2, height: 3, channels: 3, data: new Float32Array(18) });
    expect(createFloatImage(2, 3, 1).data).toHaveLength(6);
  });
});
