import simplify from '@turf/simplify';
import type { LatLng } from './lat-lng.ts';

/** Tolerances in degrees, from a centimetre on the ground to all of the earth, and how often the range between is halved. */
const FINEST = 1e-7;
const COARSEST = 360;
const HALVINGS = 10;

/**
 * Chooses at most `most` (≥ 2) vertices that keep the line's shape, by Douglas and Peucker's method.
 * @returns their indices, ascending; the first and the last vertex are among them
 */
export function thinnedIndices(points: readonly LatLng[], most: number): number[] {
  const all = points.map((_, i) => i);
  if (points.length <= most) return all;
  const coordinates = points.map(({ lat, lng }) => [lng, lat]);
  const line = { type: 'LineString' as const, coordinates };
  let fine = FINEST;
  let coarse = COARSEST;
  let best = [0, points.length - 1];
  for (let i = 0; i < HALVINGS; i++) {
    const tolerance = Math.sqrt(fine * coarse);
    const left = simplify(line, { tolerance, highQuality: true }).coordinates;
    if (left.length > most) fine = tolerance;
    else {
      coarse = tolerance;
      best = indicesOf(left, coordinates);
    }
  }
  return best;
}

/** Where the positions of `part` stand in `whole`, of which they are a part in the same order. */
function indicesOf(part: readonly number[][], whole: readonly number[][]): number[] {
  const indices: number[] = [];
  let next = 0;
  for (const [lng, lat] of part.slice(0, -1)) {
    next = whole.findIndex((at, i) => i >= next && at[0] === lng && at[1] === lat);
    indices.push(next);
    next += 1;
  }
  return [...indices, whole.length - 1];
}
