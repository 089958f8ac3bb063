import type { Size } from '../core/image.ts';

/**
 * A field without holes: what has no weight takes the mean of what is known around it, near things first (pull and push over a pyramid of
 * halves, after Gortler et al. 1996).
 * @param data `channels` values of every pixel
 * @param weight 1 where it is known, 0 where not
 */
export function fillHoles(data: Float32Array, weight: Float32Array, size: Size, channels: number): Float32Array {
  const known = (w: number) => w > 0;
  if (weight.every(known) || !weight.some(known)) return data;
  const { width, height } = size;
  const half = { width: (width + 1) >> 1, height: (height + 1) >> 1 };
  const sum = new Float32Array(channels * half.width * half.height);
  const count = new Float32Array(half.width * half.height);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const parent = (y >> 1) * half.width + (x >> 1);
      const w = weight[i]!;
      for (let c = 0; c < channels; c++) sum[channels * parent + c]! += w * data[channels * i + c]!;
      count[parent]! += w;
    }
  }
  for (let i = 0; i < count.length; i++) {
    if (count[i] === 0) continue;
    for (let c = 0; c < channels; c++) sum[channels * i + c]! /= count[i]!;
    count[i] = 1;
  }
  const coarse = fillHoles(sum, count, half, channels);
  const out = data.slice();
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (weight[i]! > 0) continue;
      for (let c = 0; c < channels; c++) {
        out[channels * i + c] = between(coarse, half, (x - 0.5) / 2, (y - 0.5) / 2, channels, c);
      }
    }
  }
  return out;
}

/** Bilinear, the border repeated. */
function between(
  data: Float32Array,
  { width, height }: Size,
  x: number,
  y: number,
  channels: number,
  c: number,
): number {
  const px = Math.min(width - 1, Math.max(0, x));
  const py = Math.min(height - 1, Math.max(0, y));
  const left = Math.floor(px);
  const top = Math.floor(py);
  const right = Math.min(width - 1, left + 1);
  const below = Math.min(height - 1, top + 1);
  const at = (i: number, j: number) => data[channels * (j * width + i) + c]!;
  const [s, r] = [px - left, py - top];
  return (
    (1 - r) * ((1 - s) * at(left, top) + s * at(right, top)) + r * ((1 - s) * at(left, below) + s * at(right, below))
  );
}
