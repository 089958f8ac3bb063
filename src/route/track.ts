import { PleinAirError } from '../core/errors.ts';
import { normaliseHeading, smallestTurn } from './geodesy.ts';
import { headingsAlong } from './headings.ts';
import type { LatLng } from './lat-lng.ts';
import { createWay, positionOnWay, type Way } from './way.ts';

/** Metres of the track over which its direction is averaged: receivers jitter by some metres. */
const SMOOTH = 15;
/**
 * Milliseconds between two points beyond which nothing between them is known. As ExifTool's GeoMaxIntSecs,
 * https://exiftool.org/geotag.html
 */
const LONGEST_GAP = 1_800_000;

/** Where somebody was when. */
export interface Track {
  readonly way: Way;
  /** of each vertex of the way, milliseconds since 1970 UTC, rising */
  readonly times: readonly number[];
  /** direction of travel at each vertex, degrees clockwise from north */
  readonly headings: readonly number[];
}

/**
 * Makes a track of points with times, in the order of their times. Points without one, and all but the first at the same time, are left
 * out.
 * @param name of the file, for the error
 * @throws PleinAirError kind `input` where fewer than two points have times
 */
export function createTrack(name: string, points: readonly LatLng[], times: readonly (number | null)[] | null): Track {
  const timed = points
    .flatMap((position, i) => {
      const time = times?.[i] ?? null;
      return time === null ? [] : [{ position, time }];
    })
    .sort((a, b) => a.time - b.time)
    .filter(({ time }, i, all) => time !== all[i - 1]?.time);
  if (timed.length < 2) {
    throw new PleinAirError(
      'input',
      `The track ${name} has no times.`,
      'Take a recorded track; a route that was planned on a map has none.',
    );
  }
  const way = createWay(timed.map(({ position }) => position));
  const places = timed.map(({ position }, i) => ({ position, along: way.along[i]! }));
  const rule = { mode: 'travel', lookAt: null, offset: 0, smooth: SMOOTH } as const;
  return { way, times: timed.map(({ time }) => time), headings: headingsAlong(way, places, rule) };
}

/**
 * Where it was at a time, and where it was heading (degrees, 0 ≤ heading < 360), at even speed from one point to the next.
 * @param timeMs milliseconds since 1970 UTC
 * @returns null before the first point, after the last, and between two that are more than half an hour apart
 */
export function positionAt(track: Track, timeMs: number): { position: LatLng; heading: number } | null {
  const { way, times, headings } = track;
  if (!(timeMs >= times[0]! && timeMs <= times.at(-1)!)) return null;
  let before = 0;
  let after = times.length - 1;
  while (after - before > 1) {
    const middle = (before + after) >> 1;
    if (times[middle]! <= timeMs) before = middle;
    else after = middle;
  }
  // At the last point itself the gap before it does not matter.
  if (timeMs === times[after]!) before = after;
  const elapsed = timeMs - times[before]!;
  const gap = times[after]! - times[before]!;
  if (elapsed > 0 && gap > LONGEST_GAP) return null;
  const share = gap === 0 ? 0 : elapsed / gap;
  const turn = smallestTurn(headings[before]!, headings[after]!);
  return {
    position: positionOnWay(way, way.along[before]! + share * (way.along[after]! - way.along[before]!)),
    heading: normaliseHeading(headings[before]! + share * turn),
  };
}
