import type { View } from '../imagery.ts';
import { viewGeometry } from './geometry.ts';
import type { PanoramaLayout } from './projector.ts';

/** Rays along each side of the view: shares to about a hundredth. */
const GRID = 96;

/** Directions depend on no size; something must be given. */
const ANY_SIZE = { width: 4096, height: 2048 };

/** The share of a view, 0–1, that a panorama does not show: a projector would fill it from the nearest edge. */
export function outsideShare(layout: PanoramaLayout, view: View): number {
  const { axes, size, focal, left, top, across, downwards, wraps } = viewGeometry(ANY_SIZE, layout, view);
  const [right, down, forward] = axes;
  let outside = 0;
  for (let j = 0; j < GRID; j++) {
    for (let i = 0; i < GRID; i++) {
      const a = (((i + 0.5) / GRID - 0.5) * size.width) / focal;
      const b = (((j + 0.5) / GRID - 0.5) * size.height) / focal;
      const x = a * right[0] + b * down[0] + forward[0];
      const y = a * right[1] + b * down[1] + forward[1];
      const z = a * right[2] + b * down[2] + forward[2];
      const turned = Math.atan2(x, z) / (2 * Math.PI) + 0.5 - left;
      const downward = Math.atan2(y, Math.sqrt(x * x + z * z)) / Math.PI + 0.5 - top;
      const beside = !wraps && turned - Math.floor(turned) > across;
      if (beside || downward < 0 || downward > downwards) outside++;
    }
  }
  return outside / GRID ** 2;
}
