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

type CpuSweepArgs = SweepArgs<Float32Array, Uint8Array>;

/**
 * Plane sweep (Collins 1996; Gallup et al. 2007): for every label, the other picture warped by the plane's exact homography, compared with the reference
 * by normalised cross-correlation over a window. The other picture is read from a level of its pyramid where the plane shrinks it, and as it is where the
 * plane enlarges it: blurring the reference instead would favour wrong planes.
 */
export function sweepCpu(args: CpuSweepArgs): void {
  const { reference, width, height, labels, planes, cost } = args;
  const pixels = width * height;
  const words = new Uint32Array(cost.buffer, cost.byteOffset, cost.length / 4);
  const share = 1 / (2 * WINDOW_RADIUS + 1) ** 2;
  // Grey around 0: sums of squares lose no digits then.
  const grey = Float32Array.from({ length: pixels }, (_, i) => reference[2 * i]! - 128);
  const mean = new Float32Array(pixels);
  const spread = new Float32Array(pixels);
  const windows = createWindowSums(width, height);
  windows.sum(grey, grey, (row, sums, squares) => {
    for (let x = 0; x < width; x++) {
      mean[row + x] = sums[x]! * share;
      spread[row + x] = Math.max(0, squares[x]! * share - mean[row + x]! ** 2) + VARIANCE_FLOOR;
    }
  });
  const warped = new Float32Array(pixels);
  const outside = new Uint8Array(pixels);
  const quad = new Uint32Array(pixels);
  for (let label = 0; label < labels; label++) {
    const shift = 8 * (label % 4);
    if (planes[4 * label + 3] === NO_PLANE) {
      for (let i = 0; i < pixels; i++) quad[i]! |= SEPARATOR_COST << shift;
    } else {
      const far = label === 0 ? 0 : NOT_FAR_COST;
      warp(args, label, warped, outside);
      windows.sum(warped, grey, (row, sums, squares, products) => {
        for (let x = 0, i = row; x < width; x++, i++) {
          let value = WORST_COST;
          const m = sums[x]! * share;
          const covariance = products[x]! * share - m * mean[i]!;
          if (reference[2 * i + 1]! > 0) value = far;
          else if (covariance > 0 && outside[i] === 0) {
            const variance = Math.max(0, squares[x]! * share - m * m) + VARIANCE_FLOOR;
            value = WORST_COST * (1 - Math.min(1, covariance / Math.sqrt(variance * spread[i]!)));
          }
          quad[i]! |= ((value + 0.5) | 0) << shift;
        }
      });
    }
    if (label % 4 < 3) continue;
    // Four labels at once: writes to a pixel's labels are far apart.
    for (let i = 0, at = label >> 2; i < pixels; i++, at += labels / 4) words[at] = quad[i]!;
    quad.fill(0);
  }
}

/** The other picture on the reference's grid, and which pixels of it are not there. */
function warp(
  { other, levels, camera, planes, width, height }: CpuSweepArgs,
  label: number,
  warped: Float32Array,
  outside: Uint8Array,
): void {
  const { focal, rotation: r, translation: t } = camera;
  const [r0, r3, r6] = [r[0]!, r[3]!, r[6]!];
  const [tx, ty, tz] = t;
  const [px, py, pz] = [planes[4 * label]!, planes[4 * label + 1]!, planes[4 * label + 2]!];
  const twofold = planes[4 * label + 3] === TWO_PLANES;
  const [cx, cy] = [width / 2, height / 2];
  // π·Rᵀt: the plane's share of the homography's determinant, det(R + t·πᵀ) = 1 + π·Rᵀt.
  const share =
    px * (r[0]! * t[0] + r[3]! * t[1] + r[6]! * t[2]) +
    py * (r[1]! * t[0] + r[4]! * t[1] + r[7]! * t[2]) +
    pz * (r[2]! * t[0] + r[5]! * t[1] + r[8]! * t[2]);
  // How many of the other picture's pixels lie along a pixel of this one, squared, is |det| / z³: below this depth it is too many.
  const [front, back] = [1 + share, 1 - share].map((det) => Math.cbrt(Math.abs(det) / (MOST_SHRUNK * MOST_SHRUNK)));
  const [right, bottom] = [width - 0.5, height - 0.5];
  for (let y = 0, i = 0; y < height; y++) {
    const b = (y + 0.5 - cy) / focal;
    const [rowX, rowY, rowZ] = [r[1]! * b + r[2]!, r[4]! * b + r[5]!, r[7]! * b + r[8]!];
    const rowRho = py * b + pz;
    for (let x = 0; x < width; x++, i++) {
      const a = (x + 0.5 - cx) / focal;
      let rho = px * a + rowRho;
      let least = front!;
      if (rho < 0 && twofold) {
        rho = -rho;
        least = back!;
      }
      const z = r6 * a + rowZ + rho * tz;
      if (rho < 0 || z < LEAST_DEPTH) {
        outside[i] = 1;
        warped[i] = 0;
        continue;
      }
      const scale = focal / z;
      const u = scale * (r0 * a + rowX + rho * tx) + cx;
      const v = scale * (r3 * a + rowY + rho * ty) + cy;
      outside[i] = u < 0.5 || v < 0.5 || u > right || v > bottom ? 1 : 0;
      let at = 0;
      for (; at < levels.length - 1 && z < least; at++) least *= LEVEL_STEP;
      const level = levels[at]!;
      const across = level.width;
      const sx = Math.min(across - 1, Math.max(0, (at === 0 ? u : (u * across) / width) - 0.5));
      const sy = Math.min(level.height - 1, Math.max(0, (at === 0 ? v : (v * level.height) / height) - 0.5));
      const left = Math.min(across - 2, sx | 0);
      const top = Math.min(level.height - 2, sy | 0);
      const ax = sx - left;
      const q = level.offset + top * across + left;
      const above = other[q]! + ax * (other[q + 1]! - other[q]!);
      const below = other[q + across]! + ax * (other[q + across + 1]! - other[q + across]!);
      warped[i] = above + (sy - top) * (below - above) - 128;
    }
  }
}

/** A level halves lengths: depths at which it shrinks as much are smaller by this. */
const LEVEL_STEP = Math.cbrt(1 / 4);

/** Takes the sums of the windows around the pixels of a row: of values, their squares, and their products with those of another picture. */
type TakeSums = (row: number, sums: Float64Array, squares: Float64Array, products: Float64Array) => void;

/** Sums over windows by running sums, the picture's border repeated. */
function createWindowSums(width: number, height: number) {
  const R = WINDOW_RADIUS;
  const rows = [0, 1, 2].map(() => new Float32Array(width * height));
  const columns = [0, 1, 2].map(() => new Float64Array(width));
  return {
    /** @param take called row by row from the top */
    sum(values: Float32Array, others: Float32Array, take: TakeSums): void {
      sumRows(values, others);
      for (const [k, column] of columns.entries()) {
        column.fill(0);
        for (let y = -R; y <= R; y++) {
          const row = Math.min(height - 1, Math.max(0, y)) * width;
          for (let x = 0; x < width; x++) column[x]! += rows[k]![row + x]!;
        }
      }
      const [sums, squares, products] = columns as [Float64Array, Float64Array, Float64Array];
      const [sum, square, product] = rows as [Float32Array, Float32Array, Float32Array];
      take(0, sums, squares, products);
      for (let y = 1; y < height; y++) {
        let enters = Math.min(height - 1, y + R) * width;
        let leaves = Math.max(0, y - R - 1) * width;
        for (let x = 0; x < width; x++, enters++, leaves++) {
          sums[x] = sums[x]! + sum[enters]! - sum[leaves]!;
          squares[x] = squares[x]! + square[enters]! - square[leaves]!;
          products[x] = products[x]! + product[enters]! - product[leaves]!;
        }
        take(y * width, sums, squares, products);
      }
    },
  };

  function sumRows(values: Float32Array, others: Float32Array): void {
    const [sums, squares, products] = rows as [Float32Array, Float32Array, Float32Array];
    for (let y = 0; y < height; y++) {
      const row = y * width;
      const last = row + width - 1;
      let sum = 0;
      let square = 0;
      let product = 0;
      for (let k = -R; k <= R; k++) {
        const i = Math.min(last, Math.max(row, row + k));
        const value = values[i]!;
        sum += value;
        square += value * value;
        product += value * others[i]!;
      }
      for (let i = row; ; i++) {
        sums[i] = sum;
        squares[i] = square;
        products[i] = product;
        if (i === last) break;
        const enters = Math.min(last, i + 1 + R);
        const leaves = Math.max(row, i - R);
        const [value, gone] = [values[enters]!, values[leaves]!];
        sum += value - gone;
        square += value * value - gone * gone;
        product += value * others[enters]! - gone * others[leaves]!;
      }
    }
  }
}
