import type { LatLng } from '../../route/lat-lng.ts';

/** Mean radius in metres, as turf has it, so that distances agree with those of the route. */
const EARTH_RADIUS = 6371008.8;

const RADIANS = Math.PI / 180;

/** A place in space: metres from the middle of the earth. Has neither poles nor a date line. */
export type Point = readonly [x: number, y: number, z: number];

export function pointOf({ lat, lng }: LatLng): Point {
  const level = EARTH_RADIUS * Math.cos(lat * RADIANS);
  return [level * Math.cos(lng * RADIANS), level * Math.sin(lng * RADIANS), EARTH_RADIUS * Math.sin(lat * RADIANS)];
}

/** Metres along the great circle. */
export function arcBetween(a: Point, b: Point): number {
  const chord = Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
  return 2 * EARTH_RADIUS * Math.asin(Math.min(1, chord / (2 * EARTH_RADIUS)));
}

export function metresBetween(a: LatLng, b: LatLng): number {
  return arcBetween(pointOf(a), pointOf(b));
}

/** Degrees of a great circle that metres along it are. */
export function arcDegrees(metres: number): number {
  return metres / EARTH_RADIUS / RADIANS;
}

/** The other way round. */
export function arcMetres(degrees: number): number {
  return degrees * RADIANS * EARTH_RADIUS;
}
