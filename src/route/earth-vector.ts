import type { LatLng } from './lat-lng.ts';

/** From the centre of the earth, in earth radii: x through (0, 0), y through (0, 90° E), z through the north pole. No seam, no pole. */
export type EarthVector = readonly [x: number, y: number, z: number];

const RADIAN = Math.PI / 180;

/** The unit vector of a place. */
export function vectorOf({ lat, lng }: LatLng): EarthVector {
  const ring = Math.cos(lat * RADIAN);
  return [ring * Math.cos(lng * RADIAN), ring * Math.sin(lng * RADIAN), Math.sin(lat * RADIAN)];
}

/** The place below or above a vector of any length but 0. Unlike an arc sine, accurate to 1e-9 m next to the poles too. */
export function placeOf([x, y, z]: EarthVector): LatLng {
  return { lat: Math.atan2(z, Math.hypot(x, y)) / RADIAN, lng: Math.atan2(y, x) / RADIAN };
}

export function subtract(a: EarthVector, b: EarthVector): EarthVector {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}

/** `a · scaleA + b · scaleB` */
export function combine(a: EarthVector, scaleA: number, b: EarthVector, scaleB: number): EarthVector {
  return [a[0] * scaleA + b[0] * scaleB, a[1] * scaleA + b[1] * scaleB, a[2] * scaleA + b[2] * scaleB];
}

export function dot(a: EarthVector, b: EarthVector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

/** The unit vector that points north at a place; at a pole, along the meridian that the place names. */
export function northAt({ lat, lng }: LatLng): EarthVector {
  const sine = Math.sin(lat * RADIAN);
  return [-sine * Math.cos(lng * RADIAN), -sine * Math.sin(lng * RADIAN), Math.cos(lat * RADIAN)];
}

/** The unit vector that points east at a place. */
export function eastAt({ lng }: LatLng): EarthVector {
  return [-Math.sin(lng * RADIAN), Math.cos(lng * RADIAN), 0];
}

/** Where a direction points at a place: degrees clockwise from north, −180–180; its part upwards does not count. */
export function azimuthAt(place: LatLng, direction: EarthVector): number {
  return Math.atan2(dot(direction, eastAt(place)), dot(direction, northAt(place))) / RADIAN;
}
