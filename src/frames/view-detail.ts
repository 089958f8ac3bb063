import { focalLength } from '../route/pinhole.ts';
import type { View } from './imagery.ts';

/** Whether a view shows more detail at its centre, where it is coarsest, than a panorama of `width` pixels has. */
export function isFinerThan(view: View, width: number): boolean {
  return focalLength(view.fov, view.width) > width / (2 * Math.PI);
}
