import type { AssembleArgs } from './assemble.ts';

const EPSILON = 1e-6;

/** CPU reference of `assemble`. */
export function assembleCpu(args: AssembleArgs<Float32Array>): void {
  const { tensors: t, edges, origin, flow, inverse, constant, width, height, gamma } = args;
  for (let z = 0; z < 2; z++) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const pixel = (z * height + y) * width + x;
        const u = origin[2 * pixel]!;
        const v = origin[2 * pixel + 1]!;
        const du = flow[2 * pixel]! - u;
        const dv = flow[2 * pixel + 1]! - v;
        const o = pixel * 12;
        const uu = du * du;
        const uv = 2 * du * dv;
        const vv = dv * dv;
        const brightness =
          t[o]! * uu + t[o + 1]! * uv + t[o + 2]! * vv + 2 * (t[o + 3]! * du + t[o + 4]! * dv) + t[o + 5]!;
        const gradient =
          t[o + 6]! * uu + t[o + 7]! * uv + t[o + 8]! * vv + 2 * (t[o + 9]! * du + t[o + 10]! * dv) + t[o + 11]!;
        const weightB = 1 / Math.sqrt(Math.max(brightness, 0) + EPSILON);
        const weightG = gamma / Math.sqrt(Math.max(gradient, 0) + EPSILON);

        const a11 = weightB * t[o]! + weightG * t[o + 6]!;
        const a12 = weightB * t[o + 1]! + weightG * t[o + 7]!;
        const a22 = weightB * t[o + 2]! + weightG * t[o + 8]!;
        constant[2 * pixel] = a11 * u + a12 * v - weightB * t[o + 3]! - weightG * t[o + 9]!;
        constant[2 * pixel + 1] = a12 * u + a22 * v - weightB * t[o + 4]! - weightG * t[o + 10]!;

        let total = edges[2 * pixel]! + edges[2 * pixel + 1]!;
        if (x > 0) total += edges[2 * pixel - 2]!;
        if (y > 0) total += edges[2 * (pixel - width) + 1]!;
        const m11 = a11 + total;
        const m22 = a22 + total;
        const scale = 1 / (m11 * m22 - a12 * a12);
        inverse[4 * pixel] = m22 * scale;
        inverse[4 * pixel + 1] = -a12 * scale;
        inverse[4 * pixel + 2] = m11 * scale;
        inverse[4 * pixel + 3] = 0;
      }
    }
  }
}
