import { createFloatImage, type FloatImage } from '../../core/image.ts';
import { resizeImage } from '../../core/resize.ts';

/** Scales looked at in each octave (Lowe 2004, §3.2). */
export const INTERVALS = 3;
/** Blur of an octave's first level, its own pixels. */
export const BASE_BLUR = 1.6;
/** Blur that the enlarged picture is taken to have already, its pixels. */
const FIRST_BLUR = 1;
/** Small pictures are enlarged four times, where that stays below this many pixels: their finest texture gives most of the matches. */
const MOST_PIXELS = 1.6e6;
/** An octave with a shorter side tells nothing, pixels. */
const SMALLEST_SIDE = 12;

/** One octave of the Gaussian scale space: the picture at one size, blurred more and more. */
export interface Octave {
  readonly width: number;
  readonly height: number;
  /** pixels of the picture in one pixel here: pixel (i, j) has its centre at (i·step + offset, j·step + offset) of the image plane */
  readonly step: number;
  readonly offset: number;
  /** INTERVALS + 3 grey pictures 0–255, level s blurred by BASE_BLUR·2^(s / INTERVALS) */
  readonly levels: readonly Float32Array[];
}

/** Gaussian scale space of the picture's grey, from twice or four times its size down (Lowe 2004, §3). @param image RGB 0–255 */
export function scaleSpace(image: FloatImage): Octave[] {
  const times = 16 * image.width * image.height <= MOST_PIXELS ? 4 : 2;
  const enlarged = resizeImage(toGrey(image), times * image.width, times * image.height, 'triangle');
  let { width, height } = enlarged;
  let first = blur(enlarged.data, width, height, Math.sqrt(BASE_BLUR ** 2 - FIRST_BLUR ** 2));
  const octaves: Octave[] = [];
  for (let step = 1 / times; Math.min(width, height) >= SMALLEST_SIDE; step *= 2) {
    const levels = [first];
    for (let s = 1; s < INTERVALS + 3; s++) {
      const [before, after] = [s - 1, s].map((level) => BASE_BLUR * 2 ** (level / INTERVALS)) as [number, number];
      levels.push(blur(levels[s - 1]!, width, height, Math.sqrt(after ** 2 - before ** 2)));
    }
    octaves.push({ width, height, step, offset: 0.5 / times, levels });
    // The level blurred by twice the base is the next octave's first, at half the size.
    first = everySecond(levels[INTERVALS]!, width, height);
    width >>= 1;
    height >>= 1;
  }
  return octaves;
}

function toGrey({ width, height, data }: FloatImage): FloatImage {
  const grey = createFloatImage(width, height, 1);
  for (let i = 0; i < grey.data.length; i++) grey.data[i] = (data[3 * i]! + data[3 * i + 1]! + data[3 * i + 2]!) / 3;
  return grey;
}

function everySecond(data: Float32Array, width: number, height: number): Float32Array {
  const [w, h] = [width >> 1, height >> 1];
  const out = new Float32Array(w * h);
  for (let y = 0; y < h; y++) for (let x = 0; x < w; x++) out[y * w + x] = data[2 * y * width + 2 * x]!;
  return out;
}

/** Separable Gaussian, edges clamped. */
function blur(data: Float32Array, width: number, height: number, sigma: number): Float32Array {
  const kernel = halfKernel(sigma);
  const radius = kernel.length - 1;
  const across = new Float32Array(width * height);
  const padded = new Float64Array(width + 2 * radius);
  for (let y = 0; y < height; y++) {
    const row = y * width;
    for (let x = -radius; x < width + radius; x++) {
      padded[x + radius] = data[row + Math.min(width - 1, Math.max(0, x))]!;
    }
    for (let x = 0; x < width; x++) {
      const p = x + radius;
      let sum = kernel[0]! * padded[p]!;
      for (let k = 1; k <= radius; k++) sum += kernel[k]! * (padded[p - k]! + padded[p + k]!);
      across[row + x] = sum;
    }
  }
  const out = new Float32Array(width * height);
  const line = new Float64Array(width);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) line[x] = kernel[0]! * across[y * width + x]!;
    for (let k = 1; k <= radius; k++) {
      const weight = kernel[k]!;
      const above = Math.max(0, y - k) * width;
      const below = Math.min(height - 1, y + k) * width;
      for (let x = 0; x < width; x++) line[x]! += weight * (across[above + x]! + across[below + x]!);
    }
    out.set(line, y * width);
  }
  return out;
}

/** Weights of the centre and of one side. */
function halfKernel(sigma: number): Float64Array {
  const radius = Math.max(1, Math.ceil(3 * sigma));
  const kernel = Float64Array.from({ length: radius + 1 }, (_, k) => Math.exp((-k * k) / (2 * sigma * sigma)));
  const sum = kernel.reduce((total, weight) => total + 2 * weight, -kernel[0]!);
  return kernel.map((weight) => weight / sum);
}
