import type { FlowField } from '../../core/field.ts';
import type { FloatImage, Size } from '../../core/image.ts';
import { blurCpu } from '../../gpu/kernels/blur.cpu.ts';

/** Half the side of the window that is compared. */
const RADIUS = 4;
/** Standard deviation of the blur before: motion is right to part of a pixel, and what is farther away is blurred by itself. */
const SOFT = 0.8;
/** Added to both variances and to what they share, grey levels squared: what is even agrees with what is even. */
const FLOOR = 1;

/**
 * Correlation of the grey around every pixel with the grey that its motion leads to, −1 to 1, whatever the light is; 0 where the motion leads out of
 * the picture. Two fields that lead there and back agree with each other between any two pictures; they agree with the pictures only where they are right.
 * @param image, other RGB, one size @param motion on the grid of `image`
 */
export function agreementAlong(image: FloatImage, other: FloatImage, motion: FlowField): Float32Array {
  const { width, height } = image;
  const own = softGrey(image);
  const led = carried(softGrey(other), motion);
  const known = Uint8Array.from(led, (value) => (Number.isNaN(value) ? 0 : 1));
  const sum = (value: (i: number) => number) => windowSums({ width, height }, (i) => (known[i] ? value(i) : 0));
  const [n, a, b] = [sum(() => 1), sum((i) => own[i]!), sum((i) => led[i]!)];
  const [aa, bb, ab] = [sum((i) => own[i]! * own[i]!), sum((i) => led[i]! * led[i]!), sum((i) => own[i]! * led[i]!)];
  return Float32Array.from(n, (count, i) => {
    if (!known[i]) return 0;
    const [meanA, meanB] = [a[i]! / count, b[i]! / count];
    const varianceA = aa[i]! / count - meanA * meanA + FLOOR;
    const varianceB = bb[i]! / count - meanB * meanB + FLOOR;
    return (ab[i]! / count - meanA * meanB + FLOOR) / Math.sqrt(varianceA * varianceB);
  });
}

function softGrey({ width, height, data }: FloatImage): Float32Array {
  const image = Float32Array.from(
    { length: width * height },
    (_, i) => (data[3 * i]! + data[3 * i + 1]! + data[3 * i + 2]!) / 3,
  );
  blurCpu({ image, scratch: new Float32Array(image.length), width, height, channels: 1, batch: 1, sigma: SOFT });
  return image;
}

/** Not a number where the motion leads out of the picture. */
function carried(grey: Float32Array, { width, height, data }: FlowField): Float32Array {
  return grey.map((_, i) => {
    const px = (i % width) + data[2 * i]!;
    const py = Math.floor(i / width) + data[2 * i + 1]!;
    if (!(px >= 0 && py >= 0 && px <= width - 1 && py <= height - 1)) return Number.NaN;
    const left = Math.min(width - 2, Math.floor(px));
    const top = Math.min(height - 2, Math.floor(py));
    const [ax, ay] = [px - left, py - top];
    const q = top * width + left;
    const above = (1 - ax) * grey[q]! + ax * grey[q + 1]!;
    const below = (1 - ax) * grey[q + width]! + ax * grey[q + width + 1]!;
    return (1 - ay) * above + ay * below;
  });
}

/** Sums over the windows around all pixels, cut at the borders: along rows, then along columns. */
function windowSums({ width, height }: Size, value: (i: number) => number): Float64Array {
  const rows = new Float64Array(width * height);
  const out = new Float64Array(width * height);
  const values = Float64Array.from(rows, (_, i) => value(i));
  slide(values, rows, height, width, width, 1);
  slide(rows, out, width, height, 1, width);
  return out;
}

function slide(
  from: Float64Array,
  to: Float64Array,
  lines: number,
  length: number,
  stride: number,
  step: number,
): void {
  for (let line = 0; line < lines; line++) {
    let sum = 0;
    for (let k = -RADIUS; k < length; k++) {
      if (k + RADIUS < length) sum += from[line * stride + (k + RADIUS) * step]!;
      if (k - RADIUS > 0) sum -= from[line * stride + (k - RADIUS - 1) * step]!;
      if (k >= 0) to[line * stride + k * step] = sum;
    }
  }
}
