import type { CameraPose } from '../route/camera.ts';
import type { LatLng } from '../route/lat-lng.ts';
import { cameraPose } from '../route/local-plane.ts';
import type { Placement } from './placement.ts';

/**
 * The camera of a photograph on the tangent plane of an origin, which is one for a whole film.
 * @returns undefined where the place, the direction or the field of view is not known
 */
export function placedPose(place: Placement | undefined, origin: LatLng | undefined): CameraPose | undefined {
  if (!place || !origin || place.heading === undefined || place.fov === undefined) return undefined;
  return cameraPose({ position: place, heading: place.heading, pitch: place.pitch ?? 0, fov: place.fov }, origin);
}
