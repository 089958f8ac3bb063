import type { FloatImage } from '../../../src/core/image.ts';
import { createRandom } from '../../../src/core/random.ts';

/** One row of the given colours, RGB 0–255. */
export function row(...colors: readonly (readonly [number, number, number])[]): FloatImage {
  return { width: colors.length, height: 1, channels: 3, data: Float32Array.from(colors.flat()) };
}

/** Independent colours in a box of RGB. */
export function speckle(
  pixels: number,
  seed: number,
  low: readonly [number, number, number] = [0, 0, 0],
  high: readonly [number, number, number] = [255, 255, 255],
): FloatImage {
  const random = createRandom(seed);
  const data = Float32Array.from({ length: pixels * 3 }, (_, i) => random.uniform(low[i % 3]!, high[i % 3]!));
  return { width: pixels, height: 1, channels: 3, data };
}

/** Values of one channel. */
export function channel({ data }: FloatImage, index: number): number[] {
  return Array.from({ length: data.length / 3 }, (_, i) => data[3 * i + index]!);
}

export function mean(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}

export function covariance(a: readonly number[], b: readonly number[]): number {
  const [ma, mb] = [mean(a), mean(b)];
  return mean(a.map((v, i) => (v - ma) * (b[i]! - mb)));
}

/** BT.601 luma of a colour as a screen shows it. */
export function shownLuma(r: number, g: number, b: number): number {
  const clip = (v: number) => Math.min(255, Math.max(0, v));
  return 0.299 * clip(r) + 0.587 * clip(g) + 0.114 * clip(b);
}
