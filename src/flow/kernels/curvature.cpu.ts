import type { CurvatureArgs } from './curvature.ts';

/** CPU reference of `curvature`. */
export function curvatureCpu(args: CurvatureArgs<Float32Array>): void {
  const { features, width, height, edgeDecay, edgeFloor } = args;
  for (let z = 0; z < 2; z++) {
    for (let y = 0; y < height; y++) {
      const row = (z * height + y) * width;
      const up1 = (z * height + Math.max(0, y - 1)) * width;
      const up2 = (z * height + Math.max(0, y - 2)) * width;
      const down1 = (z * height + Math.min(height - 1, y + 1)) * width;
      const down2 = (z * height + Math.min(height - 1, y + 2)) * width;
      for (let x = 0; x < width; x++) {
        const left1 = (row + Math.max(0, x - 1)) * 16;
        const left2 = (row + Math.max(0, x - 2)) * 16;
        const right1 = (row + Math.min(width - 1, x + 1)) * 16;
        const right2 = (row + Math.min(width - 1, x + 2)) * 16;
        const place = (row + x) * 16;
        const alongY = (slot: number) =>
          (8 * (features[(down1 + x) * 16 + slot]! - features[(up1 + x) * 16 + slot]!) -
            (features[(down2 + x) * 16 + slot]! - features[(up2 + x) * 16 + slot]!)) /
          12;
        features[place + 12] =
          (8 * (features[right1 + 7]! - features[left1 + 7]!) - (features[right2 + 7]! - features[left2 + 7]!)) / 12;
        features[place + 13] = alongY(7);
        features[place + 14] = alongY(11);
        const gx = features[place + 7]!;
        const gy = features[place + 11]!;
        features[place + 15] = Math.max(edgeFloor, Math.exp(-edgeDecay * Math.sqrt(gx * gx + gy * gy)));
      }
    }
  }
}
