import { type ChooseArgs, LONGEST_MOTION, UNSEEN_COST } from './choose.ts';

/** CPU reference of `choose`. */
export function chooseCpu(args: ChooseArgs<Float32Array>): void {
  const { candidate, cost, field, best, width, height, share } = args;
  const costOf = (px: number, py: number, blurred: Float32Array, pixel: number) => {
    const inside = px >= 0 && py >= 0 && px <= width - 1 && py <= height - 1;
    return inside ? blurred[2 * pixel]! / Math.max(blurred[2 * pixel + 1]!, 1e-6) : UNSEEN_COST;
  };
  for (let line = 0, pixel = 0; line < 2 * height; line++) {
    const y = line % height;
    for (let x = 0; x < width; x++, pixel++) {
      const u = candidate[2 * pixel]!;
      const v = candidate[2 * pixel + 1]!;
      if (Math.max(Math.abs(u), Math.abs(v)) >= LONGEST_MOTION) continue;
      const before = costOf(x + field[2 * pixel]!, y + field[2 * pixel + 1]!, best, pixel);
      if (costOf(x + u, y + v, cost, pixel) >= share * before) continue;
      field[2 * pixel] = u;
      field[2 * pixel + 1] = v;
      best[2 * pixel] = cost[2 * pixel]!;
      best[2 * pixel + 1] = cost[2 * pixel + 1]!;
    }
  }
}
