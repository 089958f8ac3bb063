import type { LatLng } from '../../lat-lng.ts';
import { thinnedIndices } from '../../simplify.ts';
import { toLine, toPlace } from '../positions.ts';

/**
 * Most vertices that can be taken hold of. terra-draw compares each handle with each other one when it makes them and with the mouse
 * whenever that moves.
 */
export const MOST_HANDLES = 300;

/** The line that is shown for editing. */
export interface RouteHandles {
  /** [longitude, latitude] of each handle, rounded to what terra-draw takes */
  readonly line: number[][];
  /** the route's vertex at each handle, ascending */
  readonly kept: readonly number[];
}

/** @param precision decimals of a degree */
export function routeHandles(route: readonly LatLng[], precision: number): RouteHandles {
  const kept = thinnedIndices(route, MOST_HANDLES);
  const scale = 10 ** precision;
  const whole = toLine(route);
  const line = kept.map((i) => (whole[i] ?? []).map((degrees) => Math.round(degrees * scale) / scale));
  return { line, kept };
}

/**
 * The route after one edit of its shown line. Vertices before and after the edit stay exactly what they were, those without a handle
 * too; between the edit and the handles beside it the way is what is shown: straight.
 */
export function withEdit(
  route: readonly LatLng[],
  { line, kept }: RouteHandles,
  edited: readonly number[][],
): { points: LatLng[]; handles: RouteHandles } {
  const most = Math.min(line.length, edited.length);
  const same = (a: number[] | undefined, b: number[] | undefined) => a?.[0] === b?.[0] && a?.[1] === b?.[1];
  let before = 0;
  while (before < most && same(line[before], edited[before])) before += 1;
  let after = 0;
  while (after < most - before && same(line.at(-1 - after), edited.at(-1 - after))) after += 1;

  const head = before > 0 ? route.slice(0, (kept[before - 1] ?? 0) + 1) : [];
  const made = edited.slice(before, edited.length - after).map(([lng = 0, lat = 0]) => toPlace(lng, lat));
  const tail = after > 0 ? route.slice(kept[kept.length - after]) : [];
  const shift = head.length + made.length + tail.length - route.length;
  return {
    points: [...head, ...made, ...tail],
    handles: {
      line: edited.map((position) => [...position]),
      kept: [
        ...kept.slice(0, before),
        ...made.map((_, i) => head.length + i),
        ...kept.slice(kept.length - after).map((index) => index + shift),
      ],
    },
  };
}
