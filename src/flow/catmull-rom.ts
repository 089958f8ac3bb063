import type { FloatImage } from '../core/image.ts';

/** Catmull–Rom weights of the taps at −1, 0, 1, 2 for the fraction t in 0–1. */
export function catmullRom(t: number, out: Float64Array): void {
  const t2 = t * t;
  const t3 = t2 * t;
  out[0] = 0.5 * (-t + 2 * t2 - t3);
  out[1] = 0.5 * (2 - 5 * t2 + 3 * t3);
  out[2] = 0.5 * (t + 4 * t2 - 3 * t3);
  out[3] = 0.5 * (t3 - t2);
}

/**
 * Adds a share of what a picture of 3 channels shows at (x, y), pixel centres at whole numbers, to a pixel of `out`; the border is repeated.
 * @param taps room for weights, kept from call to call
 */
export function addBicubic(
  { width, height, data }: FloatImage,
  x: number,
  y: number,
  share: number,
  out: Float32Array,
  pixel: number,
  [weightX, weightY]: readonly [Float64Array, Float64Array],
): void {
  const px = Math.min(width - 1, Math.max(0, x));
  const py = Math.min(height - 1, Math.max(0, y));
  const left = Math.floor(px);
  const top = Math.floor(py);
  catmullRom(px - left, weightX);
  catmullRom(py - top, weightY);
  let [red, green, blue] = [0, 0, 0];
  for (let j = 0; j < 4; j++) {
    const row = Math.min(height - 1, Math.max(0, top + j - 1)) * width;
    for (let i = 0; i < 4; i++) {
      const w = weightX[i]! * weightY[j]!;
      const from = 3 * (row + Math.min(width - 1, Math.max(0, left + i - 1)));
      red += w * data[from]!;
      green += w * data[from + 1]!;
      blue += w * data[from + 2]!;
    }
  }
  out[3 * pixel]! += share * red;
  out[3 * pixel + 1]! += share * green;
  out[3 * pixel + 2]! += share * blue;
}
