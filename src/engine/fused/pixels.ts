import type { FloatImage } from '../../core/image.ts';
import type { TemporalTarget } from '../losses/temporal.ts';

/** Interleaved RGB to four values a pixel, the fourth 0. */
export function toVectors(values: Float32Array): Float32Array<ArrayBuffer> {
  const vectors = new Float32Array((values.length / 3) * 4);
  for (let i = 0, o = 0; i < values.length; i += 3, o += 4) {
    vectors[o] = values[i]!;
    vectors[o + 1] = values[i + 1]!;
    vectors[o + 2] = values[i + 2]!;
  }
  return vectors;
}

/** Four values a pixel to interleaved RGB. */
export function fromVectors(vectors: Float32Array): Float32Array {
  const values = new Float32Array((vectors.length / 4) * 3);
  for (let i = 0, o = 0; i < values.length; i += 3, o += 4) {
    values[i] = vectors[o]!;
    values[i + 1] = vectors[o + 1]!;
    values[i + 2] = vectors[o + 2]!;
  }
  return values;
}

/** RGB 0–255 to x as the network takes it: the mean subtracted, four values a pixel. */
export function toInput({ data }: FloatImage, mean: readonly number[]): Float32Array<ArrayBuffer> {
  return toVectors(data.map((value, i) => value - mean[i % 3]!));
}

/** A warped frame as the temporal kernel takes it: x, with its reliability as the fourth value. */
export function toWarped({ warped, weights }: TemporalTarget, mean: readonly number[]): Float32Array<ArrayBuffer> {
  const vectors = toInput(warped, mean);
  for (let i = 0; i < weights.data.length; i++) vectors[4 * i + 3] = weights.data[i]!;
  return vectors;
}
