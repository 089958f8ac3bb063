import { type MismatchArgs, MOST_DIFFERENT } from './mismatch.ts';

/** CPU reference of `mismatch`. */
export function mismatchCpu({ features: f, field, cost, width, height }: MismatchArgs<Float32Array>): void {
  for (let z = 0; z < 2; z++) {
    const other = (1 - z) * height;
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const pixel = (z * height + y) * width + x;
        const px = x + field[2 * pixel]!;
        const py = y + field[2 * pixel + 1]!;
        const seen = px >= 0 && py >= 0 && px <= width - 1 && py <= height - 1;
        cost[2 * pixel] = 0;
        cost[2 * pixel + 1] = seen ? 1 : 0;
        if (!seen) continue;
        const left = Math.floor(px);
        const top = Math.floor(py);
        const ax = px - left;
        const ay = py - top;
        const right = Math.min(width - 1, left + 1);
        const bottom = Math.min(height - 1, top + 1);
        const p = ((other + top) * width + left) * 16;
        const q = ((other + top) * width + right) * 16;
        const r = ((other + bottom) * width + left) * 16;
        const s = ((other + bottom) * width + right) * 16;
        let sum = 0;
        for (let c = 0; c < 3; c++) {
          const above = (1 - ax) * f[p + c]! + ax * f[q + c]!;
          const below = (1 - ax) * f[r + c]! + ax * f[s + c]!;
          sum += Math.abs((1 - ay) * above + ay * below - f[pixel * 16 + c]!);
        }
        cost[2 * pixel] = Math.min(MOST_DIFFERENT, sum / 3);
      }
    }
  }
}
