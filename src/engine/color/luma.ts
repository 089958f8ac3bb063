import type { FloatImage } from '../../core/image.ts';
import { type ColorSpace, fromColorSpace, toColorSpace } from './spaces.ts';

/** The painted lightness with the photograph's colours (neural-style-tf's `original_colors`). Images of one size, RGB 0–255. */
export function swapLuma(painted: FloatImage, photograph: FloatImage, space: ColorSpace): FloatImage {
  const clipped = { ...painted, data: painted.data.map((v) => Math.min(255, Math.max(0, v))) };
  const light = toColorSpace(clipped, space);
  const colors = toColorSpace(photograph, space);
  for (let i = 0; i < colors.data.length; i += 3) colors.data[i] = light.data[i]!;
  return fromColorSpace(colors, space);
}

/** Lightness as a grey RGB image. */
export function grayscale(image: FloatImage, space: ColorSpace): FloatImage {
  const converted = toColorSpace(image, space);
  for (let i = 0; i < converted.data.length; i += 3) {
    converted.data[i + 1] = 0;
    converted.data[i + 2] = 0;
  }
  return fromColorSpace(converted, space);
}

/** Deviation in grey levels below which an image counts as flat: stretching it would show rounding, not painting. */
const FLAT = 1;

/** Shifts and scales a grey image so that mean and deviation are those of another (Gatys et al. 2016b, eq. 10). */
export function matchLightness(image: FloatImage, target: FloatImage): FloatImage {
  const from = moments(image);
  const to = moments(target);
  const scale = to.deviation / Math.max(from.deviation, FLAT);
  return { ...image, data: image.data.map((v) => (v - from.mean) * scale + to.mean) };
}

function moments({ data }: FloatImage): { mean: number; deviation: number } {
  let sum = 0;
  for (const v of data) sum += v;
  const mean = sum / data.length;
  let square = 0;
  for (const v of data) square += (v - mean) ** 2;
  return { mean, deviation: Math.sqrt(square / data.length) };
}
