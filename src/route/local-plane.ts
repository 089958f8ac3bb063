import type { CameraPose } from './camera.ts';
import { bearing, destination, distance, normaliseHeading } from './geodesy.ts';
import type { LatLng } from './lat-lng.ts';
import { sineCosine } from './trigonometry.ts';

/** Metres on the tangent plane of an origin. */
export type PlanePoint = readonly [east: number, north: number];

/**
 * Where a place lies on the tangent plane of an origin (azimuthal equidistant: distance and bearing from the origin are those on the
 * sphere). Distances between any two places within 5 km of the origin are true to a millimetre, within 20 km to 10 cm.
 */
export function toPlane(place: LatLng, origin: LatLng): PlanePoint {
  const length = distance(origin, place);
  const { sine, cosine } = sineCosine(bearing(origin, place));
  return [length * sine, length * cosine];
}

/** The place at a point of the tangent plane; undoes `toPlane`. */
export function fromPlane([east, north]: PlanePoint, origin: LatLng): LatLng {
  return destination(origin, Math.hypot(east, north), (Math.atan2(east, north) * 180) / Math.PI);
}

/** Where a camera stands and looks on the earth. Angles in degrees. */
export interface EarthPose {
  readonly position: LatLng;
  /** clockwise from north */
  readonly heading: number;
  /** above the horizon positive */
  readonly pitch: number;
  /** horizontal */
  readonly fov: number;
  /** metres above the ground, default 0 */
  readonly height?: number;
}

/**
 * The pose on the tangent plane of an origin. Its heading is turned by what the meridians of the two places differ: north of the place
 * is not quite the plane's (0.05° at 5 km to the east in mid-latitudes).
 */
export function cameraPose(pose: EarthPose, origin: LatLng): CameraPose {
  const [east, north] = toPlane(pose.position, origin);
  // Straight away from the origin is one direction, seen from either end.
  const outwards = bearing(pose.position, origin) + 180;
  const meridians = east === 0 && north === 0 ? 0 : bearing(origin, pose.position) - outwards;
  return {
    position: [east, north, pose.height ?? 0],
    heading: normaliseHeading(pose.heading + meridians),
    pitch: pose.pitch,
    fov: pose.fov,
  };
}
