import type { FloatImage } from '../../core/image.ts';

/** Levels of the cumulative histograms: finer than the 256 of a screen, so that smooth gradients stay smooth. */
const LEVELS = 1024;

/** Gives each channel of the image the distribution of the target's channel (exact to 255/1024). RGB 0–255. */
export function matchHistogram(image: FloatImage, target: FloatImage): FloatImage {
  const data = new Float32Array(image.data.length);
  for (let channel = 0; channel < 3; channel++) {
    const from = cumulative(image, channel);
    const to = cumulative(target, channel);
    const map = new Float32Array(LEVELS);
    let level = 0;
    for (let i = 0; i < LEVELS; i++) {
      // The middle of the level's mass, so that an image mapped onto itself stays as it is.
      const share = (from[i]! + from[i + 1]!) / 2;
      while (level < LEVELS - 1 && to[level + 1]! < share) level++;
      const inside = to[level + 1]! - to[level]!;
      const part = inside > 0 ? (share - to[level]!) / inside : 0.5;
      map[i] = ((level + part) * 255) / LEVELS;
    }
    for (let i = channel; i < data.length; i += 3) data[i] = map[levelOf(image.data[i]!)]!;
  }
  return { ...image, data };
}

function levelOf(value: number): number {
  return Math.min(LEVELS - 1, Math.max(0, Math.floor((value * LEVELS) / 255)));
}

/** Share of values below each level; length LEVELS + 1, from 0 to 1. */
function cumulative({ data }: FloatImage, channel: number): Float64Array {
  const shares = new Float64Array(LEVELS + 1);
  for (let i = channel; i < data.length; i += 3) shares[levelOf(data[i]!) + 1]!++;
  const count = data.length / 3;
  for (let i = 1; i <= LEVELS; i++) shares[i] = shares[i - 1]! + shares[i]! / count;
  return shares;
}
