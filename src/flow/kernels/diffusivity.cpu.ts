import type { DiffusivityArgs } from './diffusivity.ts';

const EPSILON = 1e-6;

/** CPU reference of `diffusivity`. */
export function diffusivityCpu(args: DiffusivityArgs<Float32Array>): void {
  const { features, flow, edges, width, height, alpha } = args;
  for (let z = 0; z < 2; z++) {
    const image = z * width * height;
    for (let y = 0; y < height; y++) {
      const row = image + y * width;
      const above = image + Math.max(0, y - 1) * width;
      const below = image + Math.min(height - 1, y + 1) * width;
      for (let x = 0; x < width; x++) {
        const left = Math.max(0, x - 1);
        const right = Math.min(width - 1, x + 1);
        let s2Right = EPSILON;
        let s2Down = EPSILON;
        for (let c = 0; c < 2; c++) {
          const here = flow[2 * (row + x) + c]!;
          const east = flow[2 * (row + right) + c]!;
          const south = flow[2 * (below + x) + c]!;
          const southEast = flow[2 * (below + right) + c]!;
          const stepRight = east - here;
          const stepDown = south - here;
          const acrossRight = 0.25 * (south - flow[2 * (above + x) + c]! + southEast - flow[2 * (above + right) + c]!);
          const acrossDown = 0.25 * (east - flow[2 * (row + left) + c]! + southEast - flow[2 * (below + left) + c]!);
          s2Right += stepRight * stepRight + acrossRight * acrossRight;
          s2Down += stepDown * stepDown + acrossDown * acrossDown;
        }
        const weight = features[(row + x) * 16 + 15]!;
        const p = 2 * (row + x);
        edges[p] = right === x ? 0 : (alpha * 0.5 * (weight + features[(row + right) * 16 + 15]!)) / Math.sqrt(s2Right);
        edges[p + 1] =
          y + 1 === height ? 0 : (alpha * 0.5 * (weight + features[(below + x) * 16 + 15]!)) / Math.sqrt(s2Down);
      }
    }
  }
}
