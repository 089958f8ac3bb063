import { destination, smallestTurn } from './geodesy.ts';
import type { LatLng } from './lat-lng.ts';

/** Degrees from one point of the arc to the next, at most. */
const ARC_STEP = 6;

/** A camera as seen from above. Angles in degrees. */
interface GroundView {
  readonly position: LatLng;
  /** clockwise from north */
  readonly heading: number;
  /** horizontal, < 360 */
  readonly fov: number;
}

/**
 * What a camera sees, from above: a closed ring (its last point is its first), counter-clockwise as GeoJSON wants it, from the camera
 * along the right edge, an arc at `reach` metres, and back along the left edge. It stays in one piece where it crosses the date line:
 * its longitudes may then go beyond ±180.
 */
export function groundRing({ position, heading, fov }: GroundView, reach: number): LatLng[] {
  const steps = Math.max(1, Math.ceil(fov / ARC_STEP));
  const arc = Array.from({ length: steps + 1 }, (_, i) => {
    const { lat, lng } = destination(position, reach, heading + fov / 2 - (i / steps) * fov);
    return { lat, lng: position.lng + smallestTurn(position.lng, lng) };
  });
  return [position, ...arc, position];
}
