import { MOST_DIFFERENT } from './mismatch.ts';
import { BLOCK_RADIUS, DISTANCE_COST, OUTSIDE_COST, type SeekArgs } from './seek.ts';

/** CPU reference of `seek`: motion by motion, with running sums along columns and rows in place of the blocks. */
export function seekCpu(args: SeekArgs<Float32Array>): void {
  const { field, width, height, reachX, reachY } = args;
  const pixels = width * height;
  const best = new Float32Array(2 * pixels).fill(1e9);
  const cost = new Float32Array(pixels);
  const columns = new Float32Array(width);
  const f = reduced(args);
  for (let z = 0; z < 2; z++) {
    for (let v = -reachY; v <= reachY; v++) {
      for (let u = -reachX; u <= reachX; u++) {
        differences(f, z * pixels, (1 - z) * pixels, u, v, cost, width, height);
        const far = DISTANCE_COST * (Math.abs(u) + Math.abs(v));
        for (let y = Math.max(0, -v); y < Math.min(height, height - v); y++) {
          const top = Math.max(0, y - BLOCK_RADIUS);
          const bottom = Math.min(height - 1, y + BLOCK_RADIUS);
          columns.fill(0);
          for (let row = top; row <= bottom; row++) {
            for (let x = 0; x < width; x++) columns[x]! += cost[row * width + x]!;
          }
          for (let x = Math.max(0, -u); x < Math.min(width, width - u); x++) {
            const left = Math.max(0, x - BLOCK_RADIUS);
            const right = Math.min(width - 1, x + BLOCK_RADIUS);
            let sum = 0;
            for (let column = left; column <= right; column++) sum += columns[column]!;
            const mean = sum / ((right - left + 1) * (bottom - top + 1)) + far;
            const pixel = z * pixels + y * width + x;
            if (mean >= best[pixel]!) continue;
            best[pixel] = mean;
            field[2 * pixel] = u;
            field[2 * pixel + 1] = v;
          }
        }
      }
    }
  }
}

const FLOATS = 5;

/** Colour and grey's gradient alone, side by side: what the many comparisons read. */
function reduced({ features, width, height }: SeekArgs<Float32Array>): Float32Array {
  const out = new Float32Array(2 * width * height * FLOATS);
  for (let pixel = 0, o = 0; pixel < 2 * width * height; pixel++, o += FLOATS) {
    for (let c = 0; c < 3; c++) out[o + c] = features[pixel * 16 + c]!;
    out[o + 3] = features[pixel * 16 + 7]!;
    out[o + 4] = features[pixel * 16 + 11]!;
  }
  return out;
}

function differences(
  f: Float32Array,
  own: number,
  other: number,
  u: number,
  v: number,
  cost: Float32Array,
  width: number,
  height: number,
): void {
  for (let y = 0; y < height; y++) {
    const inside = y + v >= 0 && y + v < height;
    for (let x = 0; x < width; x++) {
      const place = y * width + x;
      if (!inside || x + u < 0 || x + u >= width) {
        cost[place] = OUTSIDE_COST;
        continue;
      }
      const p = (own + place) * FLOATS;
      const q = (other + place + v * width + u) * FLOATS;
      const colour = Math.abs(f[q]! - f[p]!) + Math.abs(f[q + 1]! - f[p + 1]!) + Math.abs(f[q + 2]! - f[p + 2]!);
      const slope = Math.abs(f[q + 3]! - f[p + 3]!) + Math.abs(f[q + 4]! - f[p + 4]!);
      cost[place] = Math.min(MOST_DIFFERENT, colour / 3) + Math.min(MOST_DIFFERENT, slope);
    }
  }
}
