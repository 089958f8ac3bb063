import type { ConfirmArgs } from './confirm.ts';
import { UNKNOWN_MOTION } from './mismatch.ts';

/** CPU reference of `confirm`. */
export function confirmCpu({ field, target, width, height, slack }: ConfirmArgs<Float32Array>): void {
  for (let z = 0; z < 2; z++) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const p = 2 * ((z * height + y) * width + x);
        const u = field[p]!;
        const v = field[p + 1]!;
        const px = Math.floor(x + u + 0.5);
        const py = Math.floor(y + v + 0.5);
        target[p] = UNKNOWN_MOTION;
        target[p + 1] = UNKNOWN_MOTION;
        if (!(px >= 0 && py >= 0 && px < width && py < height)) continue;
        const back = 2 * (((1 - z) * height + py) * width + px);
        if (Math.abs(u + field[back]!) > slack || Math.abs(v + field[back + 1]!) > slack) continue;
        target[p] = u;
        target[p + 1] = v;
      }
    }
  }
}
