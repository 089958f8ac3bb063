import { DILATION, HALVINGS, perSquare, REACH, type WeightedMedianArgs } from './weighted-median.ts';

const SIDE = 2 * REACH + 1;

/** CPU reference of `weightedMedian`. Writes the limited increments back to `flow`, which nothing reads afterwards. */
export function weightedMedianCpu(args: WeightedMedianArgs<Float32Array>): void {
  const { features, origin, flow, target, width, height, limit } = args;
  for (let i = 0; i < 4 * width * height; i++) {
    const start = origin[i]!;
    flow[i] = start + Math.min(limit, Math.max(-limit, flow[i]! - start));
  }
  const space = perSquare(args.sigmaSpace);
  const perColour = perSquare(args.sigmaColour) / 3;
  const shifts = Int32Array.from({ length: SIDE }, (_, k) => DILATION * (k - REACH));
  const across = new Int32Array(SIDE);
  const down = new Int32Array(SIDE);
  const us = new Float32Array(SIDE * SIDE);
  const vs = new Float32Array(SIDE * SIDE);
  const weights = new Float32Array(SIDE * SIDE);
  for (let z = 0; z < 2; z++) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const own = (z * height + y) * width + x;
        const [red, green, blue] = [features[own * 16]!, features[own * 16 + 1]!, features[own * 16 + 2]!];
        const wide = Math.min(x, width - 1 - x);
        const high = Math.min(y, height - 1 - y);
        for (let i = 0; i < SIDE; i++) across[i] = Math.min(wide, Math.max(-wide, shifts[i]!));
        for (let i = 0; i < SIDE; i++) down[i] = Math.min(high, Math.max(-high, shifts[i]!));
        let half = 0;
        for (let j = 0, k = 0; j < SIDE; j++) {
          const row = (z * height + y + down[j]!) * width;
          for (let i = 0; i < SIDE; i++, k++) {
            const pixel = row + x + across[i]!;
            const dr = features[pixel * 16]! - red;
            const dg = features[pixel * 16 + 1]! - green;
            const db = features[pixel * 16 + 2]! - blue;
            const distance2 = shifts[i]! * shifts[i]! + shifts[j]! * shifts[j]!;
            const weight = Math.exp(space * distance2 + perColour * (dr * dr + dg * dg + db * db));
            us[k] = flow[2 * pixel]!;
            vs[k] = flow[2 * pixel + 1]!;
            weights[k] = weight;
            half += 0.5 * weight;
          }
        }
        target[2 * own] = medianOf(us, weights, half);
        target[2 * own + 1] = medianOf(vs, weights, half);
      }
    }
  }
}

function medianOf(values: Float32Array, weights: Float32Array, half: number): number {
  let low = values[0]!;
  let high = low;
  for (let k = 1; k < values.length; k++) {
    const value = values[k]!;
    if (value < low) low = value;
    else if (value > high) high = value;
  }
  for (let step = 0; step < HALVINGS; step++) {
    const middle = 0.5 * (low + high);
    let below = 0;
    for (let k = 0; k < values.length; k++) if (values[k]! <= middle) below += weights[k]!;
    if (below >= half) high = middle;
    else low = middle;
  }
  return high;
}
