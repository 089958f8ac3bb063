import type { PairDepths } from './camera-path.ts';
import { median } from './median.ts';
import { apply, transpose, type Vector3 } from './rotations.ts';

/** Steps of the logarithm of height that samples are counted in, and how far around the fullest the height is averaged. */
const HEIGHT_STEP = 0.04;
const HEIGHT_WINDOW = 3;
/** Rays that fall less than this per unit of depth see ground too far away to measure. */
const LEAST_FALL = 0.06;
/** Half of the picture's width in which the ground is looked for. */
const MIDDLE = 0.3;
/** Fewest samples, and their share of all, that make a ground. */
const FEWEST = 40;
const GROUND_SHARE = 0.25;

/**
 * Height of the camera above the ground, in ways between the pair's cameras: what most samples in the lower middle of both pictures lie below the camera, at right angles to
 * the way. Pictures are taken upright.
 * @returns null where no ground stands out
 */
export function groundHeight({ camera, size, first, second }: PairDepths): number | null {
  const [r, t] = [camera.rotation, camera.translation];
  const way: Vector3 = [-t[0], -t[1], -t[2]];
  const logs = [
    ...samplesBelow(first, apply(transpose(r), way), camera.focal, size),
    ...samplesBelow(second, way, camera.focal, size),
  ];
  if (logs.length < FEWEST) return null;
  const counts = new Map<number, number>();
  for (const log of logs) {
    const bin = Math.round(log / HEIGHT_STEP);
    counts.set(bin, (counts.get(bin) ?? 0) + 1);
  }
  const around = (bin: number) => {
    let sum = 0;
    for (let at = bin - HEIGHT_WINDOW; at <= bin + HEIGHT_WINDOW; at++) sum += counts.get(at) ?? 0;
    return sum;
  };
  const mode = [...counts.keys()].sort((a, b) => around(b) - around(a) || a - b)[0]!;
  const near = logs.filter((log) => Math.abs(log / HEIGHT_STEP - mode) <= HEIGHT_WINDOW + 0.5);
  if (near.length < FEWEST || near.length < GROUND_SHARE * logs.length) return null;
  return Math.exp(median(near)!);
}

/** Logarithms of how far samples lie below the camera. @param way direction of travel in the picture's axes, unit length */
function samplesBelow(
  depths: Float32Array,
  way: Vector3,
  focal: number,
  { width, height, stride }: PairDepths['size'],
): number[] {
  const out: number[] = [];
  // Down, at right angles to the way: the camera travels along the ground, whatever its pitch.
  const along = way[1];
  const length = Math.sqrt(Math.max(0, 1 - along * along));
  if (length < 0.7) return out;
  const down = [(-along * way[0]) / length, (1 - along * along) / length, (-along * way[2]) / length] as const;
  let i = 0;
  for (let y = stride >> 1; y < height; y += stride) {
    for (let x = stride >> 1; x < width; x += stride, i++) {
      if (Math.abs(x + 0.5 - width / 2) > MIDDLE * width) continue;
      const fall = (down[0] * (x + 0.5 - width / 2)) / focal + (down[1] * (y + 0.5 - height / 2)) / focal + down[2];
      const below = fall / depths[i]!;
      if (fall > LEAST_FALL && Number.isFinite(below) && below > 0) out.push(Math.log(below));
    }
  }
  return out;
}
