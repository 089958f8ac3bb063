import { catmullRom } from '../catmull-rom.ts';
import type { LineariseArgs } from './linearise.ts';

/** CPU reference of `linearise`. */
export function lineariseCpu(args: LineariseArgs<Float32Array>): void {
  const { features: f, origin, tensors: t, flow, width, height } = args;
  const pixels = width * height;
  flow.set(origin.subarray(0, 4 * pixels));
  const columns = new Int32Array(4);
  const weightX = new Float64Array(4);
  const weightY = new Float64Array(4);
  const sampled = new Float64Array(16);
  for (let z = 0; z < 2; z++) {
    const other = (1 - z) * pixels;
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const pixel = z * pixels + y * width + x;
        const o = pixel * 12;
        const px = x + origin[2 * pixel]!;
        const py = y + origin[2 * pixel + 1]!;
        if (!(px >= 0 && py >= 0 && px <= width - 1 && py <= height - 1)) {
          t.fill(0, o, o + 12);
          continue;
        }
        const left = Math.floor(px);
        const top = Math.floor(py);
        catmullRom(px - left, weightX);
        catmullRom(py - top, weightY);
        for (let i = 0; i < 4; i++) columns[i] = Math.min(width - 1, Math.max(0, left + i - 1)) * 16;
        sample(f, other, top, columns, weightX, weightY, width, height, sampled);

        const p = pixel * 16;
        let j11 = 0;
        let j12 = 0;
        let j22 = 0;
        let j13 = 0;
        let j23 = 0;
        let j33 = 0;
        for (let c = 0; c < 3; c++) {
          const dz = sampled[c]! - f[p + c]!;
          const dx = 0.5 * (sampled[4 + c]! + f[p + 4 + c]!);
          const dy = 0.5 * (sampled[8 + c]! + f[p + 8 + c]!);
          j11 += dx * dx;
          j12 += dx * dy;
          j22 += dy * dy;
          j13 += dx * dz;
          j23 += dy * dz;
          j33 += dz * dz;
        }
        t[o] = j11 / 3;
        t[o + 1] = j12 / 3;
        t[o + 2] = j22 / 3;
        t[o + 3] = j13 / 3;
        t[o + 4] = j23 / 3;
        t[o + 5] = j33 / 3;
        const xx = 0.5 * (sampled[12]! + f[p + 12]!);
        const xy = 0.5 * (sampled[13]! + f[p + 13]!);
        const yy = 0.5 * (sampled[14]! + f[p + 14]!);
        const gx = sampled[7]! - f[p + 7]!;
        const gy = sampled[11]! - f[p + 11]!;
        t[o + 6] = xx * xx + xy * xy;
        t[o + 7] = xx * xy + xy * yy;
        t[o + 8] = xy * xy + yy * yy;
        t[o + 9] = xx * gx + xy * gy;
        t[o + 10] = xy * gx + yy * gy;
        t[o + 11] = gx * gx + gy * gy;
      }
    }
  }
}

/** Bicubic sample of the 16 feature floats; sums in locals, because this is a hot loop. */
function sample(
  f: Float32Array,
  image: number,
  top: number,
  columns: Int32Array,
  weightX: Float64Array,
  weightY: Float64Array,
  width: number,
  height: number,
  out: Float64Array,
): void {
  for (let slot = 0; slot < 16; slot += 4) {
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    for (let j = 0; j < 4; j++) {
      const row = (image + Math.min(height - 1, Math.max(0, top + j - 1)) * width) * 16 + slot;
      const weightRow = weightY[j]!;
      for (let i = 0; i < 4; i++) {
        const weight = weightX[i]! * weightRow;
        const p = row + columns[i]!;
        s0 += weight * f[p]!;
        s1 += weight * f[p + 1]!;
        s2 += weight * f[p + 2]!;
        s3 += weight * f[p + 3]!;
      }
    }
    out[slot] = s0;
    out[slot + 1] = s1;
    out[slot + 2] = s2;
    out[slot + 3] = s3;
  }
}
