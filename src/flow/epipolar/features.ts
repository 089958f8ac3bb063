import type { FloatImage } from '../../core/image.ts';
import { type Keypoint, keypointsOf, spreadOver } from './keypoints.ts';
import { type Octave, scaleSpace } from './scale-space.ts';

/** Length of a descriptor: 4 × 4 cells of 8 directions. */
export const DESCRIPTOR_SIZE = 128;

/** Places of a picture, told by what surrounds them. */
export interface Features {
  readonly count: number;
  /** x, y of each, image-plane pixels of the picture (pixel (i, j) has its centre at (i + 0.5, j + 0.5)) */
  readonly positions: Float32Array;
  /** DESCRIPTOR_SIZE bytes of each, Euclidean length about 512 */
  readonly descriptors: Uint8Array;
  /** 1 for what is darker than its surroundings, 0 for what is brighter: they never match */
  readonly dark: Uint8Array;
}

const CELLS = 4;
/** The inner cells weigh most: a comparison that begins with them can end sooner. */
const CELL_ORDER = [5, 6, 9, 10, 1, 2, 4, 7, 8, 11, 13, 14, 0, 3, 12, 15];
const DIRECTIONS = 8;
const ORIENTATIONS = 36;
/** Directions nearly as strong as the strongest make a feature of their own (Lowe 2004, §5). */
const SECOND_PEAK = 0.8;
/** Side of a descriptor's cell, in blurs. */
const CELL_BLURS = 3;
const LARGEST_SHARE = 0.2;
const TURN = 2 * Math.PI;

/**
 * Scale-invariant features (Lowe 2004, "Distinctive image features from scale-invariant keypoints") with descriptors that are compared
 * by the Hellinger distance (RootSIFT: Arandjelović and Zisserman 2012).
 * @param image RGB 0–255
 * @param limit of keypoints; those of strong contrast are kept, spread over the picture
 */
export function detectFeatures(image: FloatImage, limit: number): Features {
  const keypoints = spreadOver(keypointsOf(scaleSpace(image)), limit);
  const positions: number[] = [];
  const descriptors: Uint8Array[] = [];
  const dark: number[] = [];
  for (const keypoint of keypoints) {
    const { x, y, octave, contrast } = keypoint;
    for (const angle of orientationsOf(keypoint)) {
      positions.push(x * octave.step + octave.offset, y * octave.step + octave.offset);
      descriptors.push(descriptorOf(keypoint, angle));
      dark.push(contrast > 0 ? 1 : 0);
    }
  }
  const packed = new Uint8Array(descriptors.length * DESCRIPTOR_SIZE);
  descriptors.forEach((descriptor, i) => {
    packed.set(descriptor, i * DESCRIPTOR_SIZE);
  });
  return {
    count: descriptors.length,
    positions: Float32Array.from(positions),
    descriptors: packed,
    dark: Uint8Array.from(dark),
  };
}

/** Calls `visit` with gradients of a square around the keypoint: offset from its pixel, magnitude, direction in radians. */
function eachGradient(
  { octave, level, x, y }: Keypoint,
  radius: number,
  stride: number,
  visit: (dx: number, dy: number, magnitude: number, direction: number) => void,
): void {
  const { width, height, levels }: Octave = octave;
  const data = levels[level]!;
  const [cx, cy] = [Math.round(x), Math.round(y)];
  const [left, right] = [Math.max(1, cx - radius), Math.min(width - 2, cx + radius)];
  const [top, bottom] = [Math.max(1, cy - radius), Math.min(height - 2, cy + radius)];
  for (let j = top; j <= bottom; j += stride) {
    for (let i = left, o = j * width + left; i <= right; i += stride, o += stride) {
      const gx = data[o + 1]! - data[o - 1]!;
      const gy = data[o + width]! - data[o - width]!;
      visit(i - x, j - y, Math.sqrt(gx * gx + gy * gy), Math.atan2(gy, gx));
    }
  }
}

/** Main directions of the gradients around the keypoint, radians (Lowe 2004, §5). */
function orientationsOf(keypoint: Keypoint): number[] {
  const sigma = 1.5 * keypoint.sigma;
  const bins = new Float64Array(ORIENTATIONS);
  eachGradient(keypoint, Math.round(3 * sigma), 1, (dx, dy, magnitude, direction) => {
    const bin = Math.round((direction / TURN) * ORIENTATIONS + ORIENTATIONS) % ORIENTATIONS;
    bins[bin]! += magnitude * Math.exp(-(dx * dx + dy * dy) / (2 * sigma * sigma));
  });
  const at = (k: number) => bins[(k + ORIENTATIONS) % ORIENTATIONS]!;
  const smooth = bins.map((_, k) => (at(k - 2) + at(k + 2) + 4 * (at(k - 1) + at(k + 1)) + 6 * at(k)) / 16);
  const highest = Math.max(...smooth);
  const angles: number[] = [];
  smooth.forEach((value, k) => {
    const before = smooth[(k + ORIENTATIONS - 1) % ORIENTATIONS]!;
    const after = smooth[(k + 1) % ORIENTATIONS]!;
    if (value < SECOND_PEAK * highest || value <= before || value < after) return;
    const peak = k + (before - after) / (2 * (before + after - 2 * value));
    angles.push((peak / ORIENTATIONS) * TURN);
  });
  return angles;
}

/** Histograms of the gradients' directions in 4 × 4 cells, turned to the keypoint's own direction (Lowe 2004, §6). */
function descriptorOf(keypoint: Keypoint, angle: number): Uint8Array {
  const cell = CELL_BLURS * keypoint.sigma;
  const { octave } = keypoint;
  const most = Math.hypot(octave.width, octave.height);
  const radius = Math.round(Math.min(most, (cell * Math.SQRT2 * (CELLS + 1)) / 2));
  const [cos, sin] = [Math.cos(angle) / cell, Math.sin(angle) / cell];
  // A border of cells around takes what interpolation puts outside.
  const side = CELLS + 2;
  const bins = new Float64Array(side * side * DIRECTIONS);
  // The levels are smooth: every second pixel tells as much.
  eachGradient(keypoint, radius, 2, (dx, dy, magnitude, direction) => {
    const u = cos * dx + sin * dy;
    const v = cos * dy - sin * dx;
    const column = u + CELLS / 2 + 0.5;
    const row = v + CELLS / 2 + 0.5;
    if (column <= 0 || column >= CELLS + 1 || row <= 0 || row >= CELLS + 1) return;
    const weight = magnitude * Math.exp((u * u + v * v) * (-2 / (CELLS * CELLS)));
    const turned = (((direction - angle) / TURN + 2) % 1) * DIRECTIONS;
    const [c, r, d] = [Math.floor(column), Math.floor(row), Math.floor(turned)];
    const [fc, fr, fd] = [column - c, row - r, turned - d];
    const [d0, d1] = [d % DIRECTIONS, (d + 1) % DIRECTIONS];
    for (let k = 0; k < 4; k++) {
      const [down, along] = [k >> 1, k & 1];
      const share = weight * (down ? fr : 1 - fr) * (along ? fc : 1 - fc);
      const o = ((r + down) * side + c + along) * DIRECTIONS;
      bins[o + d0]! += share * (1 - fd);
      bins[o + d1]! += share * fd;
    }
  });
  const values = new Float64Array(DESCRIPTOR_SIZE);
  CELL_ORDER.forEach((place, n) => {
    const from = ((Math.floor(place / CELLS) + 1) * side + (place % CELLS) + 1) * DIRECTIONS;
    for (let k = 0; k < DIRECTIONS; k++) values[n * DIRECTIONS + k] = bins[from + k]!;
  });
  // Large gradients are cut, since light makes them; then the square root of the shares.
  const length = Math.hypot(...values) || 1;
  const cut = values.map((value) => Math.min(value / length, LARGEST_SHARE));
  const sum = cut.reduce((total, value) => total + value, 0) || 1;
  return Uint8Array.from(cut, (value) => Math.min(255, Math.round(512 * Math.sqrt(value / sum))));
}
