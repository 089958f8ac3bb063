import { BASE_BLUR, INTERVALS, type Octave } from './scale-space.ts';

/** A place that can be found again at another size. */
export interface Keypoint {
  readonly octave: Octave;
  /** level of the octave nearest to the scale */
  readonly level: number;
  /** position and blur in pixels of the octave */
  readonly x: number;
  readonly y: number;
  readonly sigma: number;
  /** of the difference of Gaussians, grey levels: positive for what is darker than its surroundings */
  readonly contrast: number;
}

/** Nearer to the edge there is no room for a descriptor, pixels of the octave. */
const MARGIN = 5;
const STEPS = 5;
/** Lower extrema are noise, grey levels. */
const LOWEST_CONTRAST = 1;
/** Greatest ratio of the principal curvatures: edges slide along themselves (Lowe 2004, §4.1). */
const EDGE_RATIO = 10;

/** Extrema of the difference of Gaussians over place and scale, to a fraction of a pixel (Lowe 2004, §3–4). */
export function keypointsOf(octaves: readonly Octave[]): Keypoint[] {
  return octaves.flatMap((octave) => {
    const differences = differencesOf(octave);
    const found: Keypoint[] = [];
    for (let s = 1; s <= INTERVALS; s++) addExtrema(octave, differences, s, found);
    return found;
  });
}

/** At most `limit` keypoints: the strongest of every part of the picture before the second strongest of any. */
export function spreadOver(keypoints: readonly Keypoint[], limit: number): Keypoint[] {
  if (keypoints.length <= limit) return [...keypoints];
  const cell = 20;
  const taken = new Map<number, number>();
  const ranked = [...keypoints]
    .sort((p, q) => Math.abs(q.contrast) - Math.abs(p.contrast))
    .map((keypoint) => {
      const { octave, x, y } = keypoint;
      const key = Math.floor((y * octave.step) / cell) * 65536 + Math.floor((x * octave.step) / cell);
      const rank = taken.get(key) ?? 0;
      taken.set(key, rank + 1);
      return { keypoint, rank };
    });
  ranked.sort((p, q) => p.rank - q.rank);
  return ranked.slice(0, limit).map(({ keypoint }) => keypoint);
}

function differencesOf({ levels }: Octave): Float32Array[] {
  return levels.slice(1).map((level, s) => {
    const below = levels[s]!;
    const out = new Float32Array(level.length);
    for (let i = 0; i < out.length; i++) out[i] = level[i]! - below[i]!;
    return out;
  });
}

function addExtrema(octave: Octave, differences: readonly Float32Array[], s: number, found: Keypoint[]): void {
  const { width, height } = octave;
  const layers = [differences[s]!, differences[s - 1]!, differences[s + 1]!];
  const around = [-1, 1, -width, width, -width - 1, -width + 1, width - 1, width + 1];
  for (let y = MARGIN; y < height - MARGIN; y++) {
    for (let x = MARGIN, i = y * width + x; x < width - MARGIN; x++, i++) {
      const value = layers[0]![i]!;
      if (Math.abs(value) < 0.5 * LOWEST_CONTRAST || !isExtremum(layers, around, i, value)) continue;
      const keypoint = localise(octave, differences, x, y, s);
      if (keypoint) found.push(keypoint);
    }
  }
}

function isExtremum(layers: readonly Float32Array[], around: readonly number[], i: number, value: number): boolean {
  const sign = value > 0 ? 1 : -1;
  const top = sign * value;
  for (let l = 0; l < 3; l++) {
    const layer = layers[l]!;
    if (l > 0 && sign * layer[i]! > top) return false;
    for (let k = 0; k < 8; k++) if (sign * layer[i + around[k]!]! > top) return false;
  }
  return true;
}

/** Fits a parabola over place and scale (Brown and Lowe 2002); null where it leads away, is too flat or lies on an edge. */
function localise(octave: Octave, d: readonly Float32Array[], x: number, y: number, s: number): Keypoint | null {
  const { width, height } = octave;
  for (let step = 0; step < STEPS; step++) {
    const i = y * width + x;
    const [below, at, above] = [d[s - 1]!, d[s]!, d[s + 1]!];
    const gx = (at[i + 1]! - at[i - 1]!) / 2;
    const gy = (at[i + width]! - at[i - width]!) / 2;
    const gs = (above[i]! - below[i]!) / 2;
    const twice = 2 * at[i]!;
    const xx = at[i + 1]! + at[i - 1]! - twice;
    const yy = at[i + width]! + at[i - width]! - twice;
    const ss = above[i]! + below[i]! - twice;
    const xy = (at[i + width + 1]! - at[i + width - 1]! - at[i - width + 1]! + at[i - width - 1]!) / 4;
    const xs = (above[i + 1]! - above[i - 1]! - below[i + 1]! + below[i - 1]!) / 4;
    const ys = (above[i + width]! - above[i - width]! - below[i + width]! + below[i - width]!) / 4;
    // Cramer's rule for H·o = −g.
    const [c0, c1, c2] = [yy * ss - ys * ys, xs * ys - xy * ss, xy * ys - xs * yy];
    const determinant = xx * c0 + xy * c1 + xs * c2;
    if (Math.abs(determinant) < 1e-12) return null;
    const ox = -(c0 * gx + c1 * gy + c2 * gs) / determinant;
    const oy = -(c1 * gx + (xx * ss - xs * xs) * gy + (xy * xs - xx * ys) * gs) / determinant;
    const os = -(c2 * gx + (xy * xs - xx * ys) * gy + (xx * yy - xy * xy) * gs) / determinant;
    if (Math.max(Math.abs(ox), Math.abs(oy), Math.abs(os)) <= 0.5) {
      const contrast = at[i]! + (gx * ox + gy * oy + gs * os) / 2;
      const curvature = xx * yy - xy * xy;
      const onEdge = curvature <= 0 || (xx + yy) ** 2 * EDGE_RATIO >= (EDGE_RATIO + 1) ** 2 * curvature;
      if (Math.abs(contrast) < LOWEST_CONTRAST || onEdge) return null;
      const sigma = BASE_BLUR * 2 ** ((s + os) / INTERVALS);
      return { octave, level: s, x: x + ox, y: y + oy, sigma, contrast };
    }
    x += Math.round(ox);
    y += Math.round(oy);
    s += Math.round(os);
    const inside = x >= MARGIN && x < width - MARGIN && y >= MARGIN && y < height - MARGIN;
    if (!inside || s < 1 || s > INTERVALS) return null;
  }
  return null;
}
