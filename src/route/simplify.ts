import { simplify } from '@turf/simplify';
import type { LatLng } from './lat-lng.ts';
import { toPlane } from './local-plane.ts';

/** Metres to begin with: what no film shows. */
const FIRST_TOLERANCE = 0.25;
/** Halvings between a tolerance that leaves too many and one that leaves fewer than it could. */
const REFINEMENTS = 4;
/** Vertices that are simplified at a time: the time taken, at worst its square, and the stack stay bounded. */
const STRETCH = 1000;

/**
 * Which vertices of a polyline to keep so that there are at most `most`, and by how many metres it is then off at most
 * (Douglas–Peucker, on a plane of its own for each stretch).
 * @param most 2 or more, and more than a thousandth of the vertices
 */
export function simplifyTo(points: readonly LatLng[], most: number): { kept: number[]; tolerance: number } {
  const last = points.length - 1;
  const starts = Array.from({ length: Math.ceil(last / STRETCH) }, (_, i) => i * STRETCH);
  // The third coordinate, of which simplify takes no notice, carries the vertex's index through it.
  const stretches = starts.map((start) =>
    points
      .slice(start, start + STRETCH + 1)
      .map((point, i): [number, number, number] => [...toPlane(point, points[start]!), start + i]),
  );
  const keep = (tolerance: number) => {
    const kept = stretches.flatMap((coordinates) => {
      const { coordinates: left } = simplify({ type: 'LineString', coordinates }, { tolerance, highQuality: true });
      // Each stretch ends where the next begins.
      return left.slice(0, -1).map(([, , index]) => index!);
    });
    return { kept: [...kept, last], tolerance };
  };
  let best = keep(FIRST_TOLERANCE);
  while (best.kept.length > most) best = keep(best.tolerance * 2);
  let fine = best.tolerance / 2;
  for (let i = 0; i < REFINEMENTS; i++) {
    const between = keep((fine + best.tolerance) / 2);
    if (between.kept.length > most) fine = between.tolerance;
    else best = between;
  }
  return best;
}

/**
 * Vertices that stand for a line where only so many can be shown or asked for.
 * @param most as for `simplifyTo` @returns their indices, ascending, both ends among them; all of a line that is short enough
 */
export function thinnedIndices(points: readonly LatLng[], most: number): number[] {
  return points.length <= most ? points.map((_, i) => i) : simplifyTo(points, most).kept;
}
