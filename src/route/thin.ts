import simplify from '@turf/simplify';
import type { LatLng } from './lat-lng.ts';

/** First tolerance in degrees: a tenth of a metre on the ground. */
const FINEST = 1e-6;

/**
 * Chooses at most `most` (≥ 2) vertices that keep the line's shape, by Douglas and Peucker's method.
 * @returns their indices, ascending; the first and the last vertex are among them
 */
export function thinnedIndices(points: readonly LatLng[], most: number): number[] {
  const all = points.map((_, i) => i);
  if (points.length <= most) return all;
  const coordinates = points.map(({ lat, lng }) => [lng, lat]);
  const line = { type: 'LineString' as const, coordinates };
  for (let tolerance = FINEST; tolerance < 360; tolerance *= 1.5) {
    const { coordinates: left } = simplify(line, { tolerance, highQuality: true });
    if (left.length > most) continue;
    return indicesOf(left, coordinates);
  }
  return [0, points.length - 1];
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
