import type { FlowField, Mask } from '../core/field.ts';

/** Half the side of the window that the local motion is fitted in, pixels. */
const REACH = 3;
/** The most that is told: beyond this the fit says that the field folds, not how large a texture becomes. */
const MOST = 8;

/**
 * How many times larger than in the other picture a texture is in this one, per pixel: det(I + ∇w)^(−1/2), ∇w by weighted least squares of an
 * affine motion over 7×7 pixels. 1 where too few pixels are trusted to tell.
 * @param flow where pixels are in the other picture @param trust of the flow, same size
 */
export function magnification({ width, height, data: w }: FlowField, trust: Mask): Float32Array {
  const out = new Float32Array(width * height).fill(1);
  for (let y = 0, pixel = 0; y < height; y++) {
    for (let x = 0; x < width; x++, pixel++) {
      if (!(trust.data[pixel]! > 0)) continue;
      let [n, sx, sy, sxx, sxy, syy, su, sv, sxu, syu, sxv, syv] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
      for (let j = Math.max(0, y - REACH); j <= Math.min(height - 1, y + REACH); j++) {
        for (let i = Math.max(0, x - REACH); i <= Math.min(width - 1, x + REACH); i++) {
          const at = j * width + i;
          const c = trust.data[at]!;
          if (!(c > 0)) continue;
          const [dx, dy, u, v] = [c * (i - x), c * (j - y), w[2 * at]!, w[2 * at + 1]!];
          n += c;
          sx += dx;
          sy += dy;
          sxx += dx * (i - x);
          sxy += dx * (j - y);
          syy += dy * (j - y);
          su += c * u;
          sv += c * v;
          sxu += dx * u;
          syu += dy * u;
          sxv += dx * v;
          syv += dy * v;
        }
      }
      const [xx, xy, yy] = [sxx - (sx * sx) / n, sxy - (sx * sy) / n, syy - (sy * sy) / n];
      const area = xx * yy - xy * xy;
      // Pixels on one line tell nothing of the other direction.
      if (!(area > n * n)) continue;
      const [xu, yu, xv, yv] = [sxu - (sx * su) / n, syu - (sy * su) / n, sxv - (sx * sv) / n, syv - (sy * sv) / n];
      const [ux, uy] = [(yy * xu - xy * yu) / area, (xx * yu - xy * xu) / area];
      const [vx, vy] = [(yy * xv - xy * yv) / area, (xx * yv - xy * xv) / area];
      const covered = (1 + ux) * (1 + vy) - uy * vx;
      out[pixel] = covered > 1 / (MOST * MOST) ? 1 / Math.sqrt(covered) : MOST;
    }
  }
  return out;
}
