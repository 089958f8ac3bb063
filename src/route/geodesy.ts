import { bearing as turfBearing } from '@turf/bearing';
import { distance as turfDistance } from '@turf/distance';
import { combine, dot, eastAt, northAt, placeOf, subtract, vectorOf } from './earth-vector.ts';
import type { LatLng } from './lat-lng.ts';
import { sineCosine } from './trigonometry.ts';

/**
 * Mean radius of the earth in metres (IUGG), as turf has it. All lengths are on this sphere: up to 0.6 % off those on the WGS 84
 * ellipsoid, which is less than how far a camera's position is off.
 */
export const EARTH_RADIUS = 6_371_008.8;

const coordinates = ({ lat, lng }: LatLng): [lng: number, lat: number] => [lng, lat];

/** A heading of any size as 0 ≤ heading < 360. */
export function normaliseHeading(degrees: number): number {
  return ((degrees % 360) + 360) % 360;
}

/** A longitude of any size as −180–180; those within stay as they are. */
export function normaliseLongitude(degrees: number): number {
  return Math.abs(degrees) <= 180 ? degrees : normaliseHeading(degrees + 180) - 180;
}

/** The shorter way to turn, in degrees: > −180 and ≤ 180, clockwise positive. */
export function smallestTurn(from: number, to: number): number {
  const turn = normaliseHeading(to - from);
  return turn > 180 ? turn - 360 : turn;
}

/** Metres along the great circle. */
export function distance(from: LatLng, to: LatLng): number {
  return turfDistance(coordinates(from), coordinates(to), { units: 'meters' });
}

/** Where one has to set out for the shortest way: degrees clockwise from north, 0 ≤ bearing < 360. Of a place to itself: 0. */
export function bearing(from: LatLng, to: LatLng): number {
  return normaliseHeading(turfBearing(coordinates(from), coordinates(to)));
}

/**
 * Where one comes to after `metres` straight ahead, accurate to 1e-8 m everywhere. Not turf's: at the poles that loses the heading.
 * @param heading degrees clockwise from north; at a pole, from the meridian that `from` names
 */
export function destination(from: LatLng, metres: number, heading: number): LatLng {
  const angle = metres / EARTH_RADIUS;
  const { sine, cosine } = sineCosine(heading);
  const ahead = combine(northAt(from), cosine, eastAt(from), sine);
  return placeOf(combine(vectorOf(from), Math.cos(angle), ahead, Math.sin(angle)));
}

/**
 * The place at a share of the great circle from `from` (0) to `to` (1), accurate to 1e-8 m everywhere. Between opposite ends of the
 * earth, where every way is as short, it goes north first.
 */
export function intermediatePoint(from: LatLng, to: LatLng, share: number): LatLng {
  if (share === 0) return from;
  if (share === 1) return to;
  const start = vectorOf(from);
  const chord = subtract(vectorOf(to), start);
  const ahead = combine(chord, 1, start, -dot(chord, start));
  const length = Math.sqrt(dot(ahead, ahead));
  const angle = distance(from, to) / EARTH_RADIUS;
  if (angle < 1e-15) return from;
  // Below this only rounding is left of the direction: the ends are opposite.
  const tangent = length < 1e-12 && angle > 3 ? northAt(from) : ahead;
  const scale = Math.sin(share * angle) / Math.sqrt(dot(tangent, tangent));
  return placeOf(combine(start, Math.cos(share * angle), tangent, scale));
}
