import type { SlopeArgs } from './slope.ts';

/** CPU reference of `slope`. */
export function slopeCpu({ image, features, width, height }: SlopeArgs<Float32Array>): void {
  for (let z = 0; z < 2; z++) {
    for (let y = 0; y < height; y++) {
      const row = (z * height + y) * width;
      const up1 = (z * height + Math.max(0, y - 1)) * width;
      const up2 = (z * height + Math.max(0, y - 2)) * width;
      const down1 = (z * height + Math.min(height - 1, y + 1)) * width;
      const down2 = (z * height + Math.min(height - 1, y + 2)) * width;
      for (let x = 0; x < width; x++) {
        const left1 = (row + Math.max(0, x - 1)) * 4;
        const left2 = (row + Math.max(0, x - 2)) * 4;
        const right1 = (row + Math.min(width - 1, x + 1)) * 4;
        const right2 = (row + Math.min(width - 1, x + 2)) * 4;
        const here = (row + x) * 4;
        const out = (row + x) * 16;
        for (let c = 0; c < 4; c++) {
          const above1 = image[(up1 + x) * 4 + c]!;
          const above2 = image[(up2 + x) * 4 + c]!;
          const below1 = image[(down1 + x) * 4 + c]!;
          const below2 = image[(down2 + x) * 4 + c]!;
          features[out + c] = image[here + c]!;
          features[out + 4 + c] =
            (8 * (image[right1 + c]! - image[left1 + c]!) - (image[right2 + c]! - image[left2 + c]!)) / 12;
          features[out + 8 + c] = (8 * (below1 - above1) - (below2 - above2)) / 12;
        }
      }
    }
  }
}
