import { PleinAirError } from '../../core/errors.ts';
import type { LatLng } from '../lat-lng.ts';
import { thinnedIndices } from '../simplify.ts';

/** A part of a route that one request can take. */
export interface RoutePart {
  readonly points: readonly LatLng[];
  /** the index of each in the whole route */
  readonly indices: readonly number[];
}

/**
 * Leads a long route along roads part by part, one after the other; each begins where the last one ended. Of more than `most` vertices
 * only as many are asked for as show its shape: servers shared by all are not there for thousands.
 * @param partSize most points of a request, ≥ 2
 * @throws PleinAirError kind `input` for a route of one point
 */
export async function snapInParts(
  points: readonly LatLng[],
  { most, partSize }: { most: number; partSize: number },
  snapPart: (part: RoutePart) => Promise<LatLng[]>,
): Promise<LatLng[]> {
  if (points.length < 2) {
    throw new PleinAirError('input', 'A route of one point leads nowhere.', 'Draw a second point, then snap to roads.');
  }
  const chosen = thinnedIndices(points, most);
  const way: LatLng[] = [];
  for (let from = 0; from < chosen.length - 1; from += partSize - 1) {
    const indices = chosen.slice(from, from + partSize);
    const part = await snapPart({ indices, points: indices.flatMap((index) => points[index] ?? []) });
    append(way, part);
  }
  return way;
}

/** Appends a line whose beginning may be the end of what is there. */
export function append(way: LatLng[], part: readonly LatLng[]): void {
  for (const position of part) {
    const last = way.at(-1);
    if (last?.lat !== position.lat || last.lng !== position.lng) way.push(position);
  }
}
