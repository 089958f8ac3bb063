import { NO_PLANE, TWO_PLANES } from '../hypotheses.ts';
import {
  LEAST_DEPTH,
  MOST_SHRUNK,
  NOT_FAR_COST,
  SEPARATOR_COST,
  type SweepArgs,
  VARIANCE_FLOOR,
  WINDOW_RADIUS,
  WORST_COST,
} from './sweep.ts';

/**
 * Plane sweep (Collins 1996; Gallup et al. 2007): for every label, the other picture warped by the plane's exact homography, compared with the reference
 * by normalised cross-correlation over a window. The other picture is read from a level of its pyramid where the plane shrinks it, and as it is where the
 * plane enlarges it: blurring the reference instead would favour wrong planes.
 */
export function sweepCpu(args: SweepArgs<Float32Array, Uint8Array>): void {
  const { reference, width, height, labels, planes, cost } = args;
  const pixels = width * height;
  const samples = (2 * WINDOW_RADIUS + 1) ** 2;
  const grey = new Float32Array(pixels);
  const mean = new Float32Array(pixels);
  const spread = new Float32Array(pixels);
  const product = new Float32Array(pixels);
  const windows = createWindowSums(width, height);
  // Grey around 0: sums of squares lose no digits then.
  for (let i = 0; i < pixels; i++) grey[i] = reference[2 * i]! - 128;
  windows.sum(grey, mean);
  for (let i = 0; i < pixels; i++) product[i] = grey[i]! * grey[i]!;
  windows.sum(product, spread);
  for (let i = 0; i < pixels; i++) {
    mean[i]! /= samples;
    spread[i] = Math.max(0, spread[i]! / samples - mean[i]! * mean[i]!) + VARIANCE_FLOOR;
  }
  const warped = new Float32Array(pixels);
  const outside = new Uint8Array(pixels);
  const sum = new Float32Array(pixels);
  const squares = new Float32Array(pixels);
  const products = new Float32Array(pixels);
  for (let label = 0; label < labels; label++) {
    if (planes[4 * label + 3] === NO_PLANE) {
      for (let i = 0; i < pixels; i++) cost[i * labels + label] = SEPARATOR_COST;
      continue;
    }
    warp(args, label, warped, outside);
    windows.sum(warped, sum);
    for (let i = 0; i < pixels; i++) product[i] = warped[i]! * warped[i]!;
    windows.sum(product, squares);
    for (let i = 0; i < pixels; i++) product[i] = warped[i]! * grey[i]!;
    windows.sum(product, products);
    for (let i = 0; i < pixels; i++) {
      const m = sum[i]! / samples;
      const variance = Math.max(0, squares[i]! / samples - m * m) + VARIANCE_FLOOR;
      const correlation = (products[i]! / samples - m * mean[i]!) / Math.sqrt(variance * spread[i]!);
      const found = outside[i] ? 0 : Math.min(1, Math.max(0, correlation));
      const value = reference[2 * i + 1]! > 0 ? (label === 0 ? 0 : NOT_FAR_COST) : WORST_COST * (1 - found);
      cost[i * labels + label] = Math.round(value);
    }
  }
}

/** The other picture on the reference's grid, and which pixels of it are not there. */
function warp(
  { other, levels, camera, planes, width, height }: SweepArgs<Float32Array, Uint8Array>,
  label: number,
  warped: Float32Array,
  outside: Uint8Array,
): void {
  const { focal, rotation: r, translation: t } = camera;
  const [px, py, pz, kind] = [
    planes[4 * label]!,
    planes[4 * label + 1]!,
    planes[4 * label + 2]!,
    planes[4 * label + 3]!,
  ];
  const [cx, cy] = [width / 2, height / 2];
  // π·Rᵀt: the plane's share of the homography's determinant, det(R + t·πᵀ) = 1 + π·Rᵀt.
  const share =
    px * (r[0]! * t[0] + r[3]! * t[1] + r[6]! * t[2]) +
    py * (r[1]! * t[0] + r[4]! * t[1] + r[7]! * t[2]) +
    pz * (r[2]! * t[0] + r[5]! * t[1] + r[8]! * t[2]);
  for (let y = 0, i = 0; y < height; y++) {
    const b = (y + 0.5 - cy) / focal;
    for (let x = 0; x < width; x++, i++) {
      const a = (x + 0.5 - cx) / focal;
      let rho = px * a + py * b + pz;
      let side = 1;
      if (rho < 0 && kind === TWO_PLANES) {
        rho = -rho;
        side = -1;
      }
      const z = r[6]! * a + r[7]! * b + r[8]! + rho * t[2];
      if (rho < 0 || z < LEAST_DEPTH) {
        outside[i] = 1;
        warped[i] = 0;
        continue;
      }
      const scale = focal / z;
      const u = scale * (r[0]! * a + r[1]! * b + r[2]! + rho * t[0]) + cx;
      const v = scale * (r[3]! * a + r[4]! * b + r[5]! + rho * t[1]) + cy;
      outside[i] = u < 0.5 || v < 0.5 || u > width - 0.5 || v > height - 0.5 ? 1 : 0;
      // How many of the other picture's pixels lie along a pixel of this one, squared.
      let shrunk = Math.abs(1 + side * share) / (z * z * z);
      let at = 0;
      while (at < levels.length - 1 && shrunk > MOST_SHRUNK * MOST_SHRUNK) {
        at++;
        shrunk /= 4;
      }
      const level = levels[at]!;
      const sx = Math.min(level.width - 1, Math.max(0, (u * level.width) / width - 0.5));
      const sy = Math.min(level.height - 1, Math.max(0, (v * level.height) / height - 0.5));
      const left = Math.min(level.width - 2, Math.floor(sx));
      const top = Math.min(level.height - 2, Math.floor(sy));
      const [ax, ay] = [sx - left, sy - top];
      const q = level.offset + top * level.width + left;
      const above = (1 - ax) * other[q]! + ax * other[q + 1]!;
      const below = (1 - ax) * other[q + level.width]! + ax * other[q + level.width + 1]!;
      warped[i] = (1 - ay) * above + ay * below - 128;
    }
  }
}

/** Sums over windows by running sums, the picture's border repeated. */
function createWindowSums(width: number, height: number) {
  const rows = new Float32Array(width * height);
  const columns = new Float64Array(width);
  const R = WINDOW_RADIUS;
  return {
    sum(values: Float32Array, out: Float32Array): void {
      for (let y = 0; y < height; y++) {
        const row = y * width;
        let sum = 0;
        for (let k = -R; k <= R; k++) sum += values[row + Math.min(width - 1, Math.max(0, k))]!;
        rows[row] = sum;
        for (let x = 1; x < width; x++) {
          sum += values[row + Math.min(width - 1, x + R)]! - values[row + Math.max(0, x - R - 1)]!;
          rows[row + x] = sum;
        }
      }
      columns.fill(0);
      for (let k = -R; k <= R; k++) {
        const row = Math.min(height - 1, Math.max(0, k)) * width;
        for (let x = 0; x < width; x++) columns[x]! += rows[row + x]!;
      }
      for (let y = 0; y < height; y++) {
        const enters = Math.min(height - 1, y + R) * width;
        const leaves = Math.max(0, y - R - 1) * width;
        for (let x = 0; x < width; x++) {
          if (y > 0) columns[x]! += rows[enters + x]! - rows[leaves + x]!;
          out[y * width + x] = columns[x]!;
        }
      }
    },
  };
}
