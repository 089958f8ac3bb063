import type { FloatImage } from './image.ts';

/** `triangle`: no overshoot, for weights and flow-like data. `cubic`: Catmull-Rom (a = −0.5), crisper, may overshoot. */
export type ResizeFilter = 'triangle' | 'cubic';

/** For each output position: first input index and the weights of the inputs from there on. */
interface Taps {
  readonly first: Int32Array;
  readonly weights: readonly Float32Array[];
}

function filterValue(filter: ResizeFilter, distance: number): number {
  const d = Math.abs(distance);
  if (filter === 'triangle') return d < 1 ? 1 - d : 0;
  if (d < 1) return (1.5 * d - 2.5) * d * d + 1;
  if (d < 2) return ((-0.5 * d + 2.5) * d - 4) * d + 2;
  return 0;
}

/** The kernel is widened by the scale when shrinking, so that fine texture averages out instead of aliasing. */
function makeTaps(inputs: number, outputs: number, filter: ResizeFilter): Taps {
  const scale = inputs / outputs;
  const widen = Math.max(scale, 1);
  const support = (filter === 'triangle' ? 1 : 2) * widen;
  const first = new Int32Array(outputs);
  const weights: Float32Array[] = [];
  for (let o = 0; o < outputs; o++) {
    const centre = (o + 0.5) * scale - 0.5;
    const from = Math.max(0, Math.ceil(centre - support));
    const to = Math.min(inputs - 1, Math.floor(centre + support));
    const row = new Float32Array(to - from + 1);
    let sum = 0;
    for (let i = from; i <= to; i++) {
      const w = filterValue(filter, (i - centre) / widen);
      row[i - from] = w;
      sum += w;
    }
    for (let k = 0; k < row.length; k++) row[k]! /= sum;
    first[o] = from;
    weights.push(row);
  }
  return { first, weights };
}

/**
 * Antialiased separable resampling, edges clamped, pixel centres aligned (as PIL's `resize` with a box of the whole image).
 * Any number of channels; values keep their range except for the overshoot of `cubic`.
 * @param width output width in pixels, ≥ 1
 * @param height output height in pixels, ≥ 1
 */
export function resizeImage(
  image: FloatImage,
  width: number,
  height: number,
  filter: ResizeFilter = 'cubic',
): FloatImage {
  if (width === image.width && height === image.height) return { ...image, data: image.data.slice() };
  const { channels } = image;
  const across = makeTaps(image.width, width, filter);
  const wide = new Float32Array(width * image.height * channels);
  for (let y = 0; y < image.height; y++) {
    for (let x = 0; x < width; x++) {
      const taps = across.weights[x]!;
      const source = (y * image.width + across.first[x]!) * channels;
      const target = (y * width + x) * channels;
      for (let c = 0; c < channels; c++) {
        let sum = 0;
        for (let k = 0; k < taps.length; k++) sum += taps[k]! * image.data[source + k * channels + c]!;
        wide[target + c] = sum;
      }
    }
  }
  const down = makeTaps(image.height, height, filter);
  const stride = width * channels;
  const data = new Float32Array(height * stride);
  for (let y = 0; y < height; y++) {
    const taps = down.weights[y]!;
    const source = down.first[y]! * stride;
    for (let i = 0; i < stride; i++) {
      let sum = 0;
      for (let k = 0; k < taps.length; k++) sum += taps[k]! * wide[source + k * stride + i]!;
      data[y * stride + i] = sum;
    }
  }
  return { width, height, channels, data };
}
