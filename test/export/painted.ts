import type { RgbaImage } from '../../src/core/image.ts';
import { createRandom } from '../../src/core/random.ts';

/**
 * A picture as hard to encode as a painted frame: strokes of saturated colour that drift a little from frame to frame,
 * with grain of ±`grain` grey levels that is new in every frame.
 */
export function paintedFrame(width: number, height: number, index: number, grain = 12): RgbaImage {
  const random = createRandom(100 + index);
  const data = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const u = x + 2 * index;
      const stroke = Math.sin(u * 0.35 + 2 * Math.sin(y * 0.11)) + Math.sin(y * 0.5 + 3 * Math.sin(u * 0.07));
      const hue = Math.sin(u * 0.045) + Math.cos(y * 0.06);
      const i = (y * width + x) * 4;
      data[i] = 120 + 45 * stroke + 60 * hue + random.uniform(-grain, grain);
      data[i + 1] = 110 + 50 * stroke + random.uniform(-grain, grain);
      data[i + 2] = 130 + 40 * stroke - 60 * hue + random.uniform(-grain, grain);
      data[i + 3] = 255;
    }
  }
  return { width, height, data };
}

export async function* paintedFrames(width: number, height: number, count: number): AsyncGenerator<RgbaImage> {
  for (let i = 0; i < count; i++) yield paintedFrame(width, height, i);
}

/** Peak signal-to-noise ratio in dB of 8-bit values. */
export function psnr(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return 10 * Math.log10(255 ** 2 / (sum / a.length));
}
