import type { RelaxArgs } from './relax.ts';

/** CPU reference of `relax`. */
export function relaxCpu(args: RelaxArgs<Float32Array>): void {
  const { edges, inverse, constant, flow, width, height, sweeps, omega } = args;
  for (let half = 0; half < 2 * sweeps; half++) {
    for (let line = 0; line < 2 * height; line++) {
      const y = line % height;
      const row = line * width;
      const up = y > 0 ? -2 * width : 0;
      const down = y + 1 < height ? 2 * width : 0;
      for (let x = (y + half) & 1; x < width; x += 2) {
        const p = 2 * (row + x);
        // Weights across the border are 0, so that neighbours there may be any finite value: the pixel itself.
        const left = x > 0 ? p - 2 : p;
        const right = x + 1 < width ? p + 2 : p;
        const east = edges[p]!;
        const south = edges[p + 1]!;
        const west = x > 0 ? edges[left]! : 0;
        const north = up !== 0 ? edges[p + up + 1]! : 0;
        const u = flow[p]!;
        const v = flow[p + 1]!;
        const rightU =
          constant[p]! + east * flow[right]! + west * flow[left]! + south * flow[p + down]! + north * flow[p + up]!;
        const rightV =
          constant[p + 1]! +
          east * flow[right + 1]! +
          west * flow[left + 1]! +
          south * flow[p + down + 1]! +
          north * flow[p + up + 1]!;
        const m12 = inverse[2 * p + 1]!;
        flow[p] = u + omega * (inverse[2 * p]! * rightU + m12 * rightV - u);
        flow[p + 1] = v + omega * (m12 * rightU + inverse[2 * p + 2]! * rightV - v);
      }
    }
  }
}
