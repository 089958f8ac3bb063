import { distance, intermediatePoint } from './geodesy.ts';
import type { LatLng } from './lat-lng.ts';

/** A polyline of great circles, ready to be measured along. */
export interface Way {
  /** vertices, one or more */
  readonly points: readonly LatLng[];
  /** metres of the way to each vertex; never falls */
  readonly along: Float64Array;
  /** metres */
  readonly length: number;
}

/** Nearer vertices are one place: what lies between them is rounding, which has no direction. */
const SAME_PLACE = 1e-6;

/** Measures a polyline, in linear time. @param points one or more; the same place may come several times */
export function createWay(points: readonly LatLng[]): Way {
  const along = new Float64Array(points.length);
  for (let i = 1; i < points.length; i++) {
    const step = distance(points[i - 1]!, points[i]!);
    along[i] = along[i - 1]! + (step < SAME_PLACE ? 0 : step);
  }
  return { points, along, length: along.at(-1) ?? 0 };
}

/**
 * The segment on which a place of the way lies, as the index of its first vertex; at a vertex the one that begins there, at the end
 * the last. Never one without length, unless the whole way has none.
 */
export function segmentAt({ along, length }: Way, metres: number): number {
  // The first vertex beyond the place; at the end of the way, the first at the end.
  const beyond = metres < length ? (i: number) => along[i]! > metres : (i: number) => along[i]! >= length;
  let low = 1;
  let high = along.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (beyond(middle)) high = middle;
    else low = middle + 1;
  }
  return Math.max(0, low - 1);
}

/** The place after so many metres of the way; before its start the start, beyond its end the end. */
export function positionOnWay(way: Way, metres: number): LatLng {
  const { points, along, length } = way;
  const i = segmentAt(way, metres);
  const from = points[i]!;
  const step = (along[i + 1] ?? 0) - along[i]!;
  if (step <= 0 || metres <= 0) return from;
  if (metres >= length) return points[i + 1]!;
  return intermediatePoint(from, points[i + 1]!, (metres - along[i]!) / step);
}
