import { distance } from '../../route/geodesy.ts';
import type { PlaceState, ScoutedPlace } from './scouted.ts';

/** A part of the way that the film leaps over. */
export interface Stretch {
  /** metres of the way: the frames before and after, or an end of the drive */
  readonly from: number;
  readonly to: number;
  /** what most places in between have come to; `repeated` where pictures are far apart */
  readonly reason: Exclude<PlaceState, 'found'>;
}

/** A leap that a viewer notices in a street, in metres. */
const LONG = 50;
/** As often must it be the usual way between two frames: where frames are wanted every 100 m, 100 m are no leap. */
const USUAL_WAYS = 3;

/**
 * Parts of the way over which the film leaps by more than 50 m and three times the way between two places, in the order of the way. A leap is
 * that of the places or of their pictures, whichever is longer: where pictures are looked for far around a place, those at both ends of a
 * gap serve places deep within it.
 */
export function longStretches(scouted: readonly ScoutedPlace[]): Stretch[] {
  const least = Math.max(LONG, USUAL_WAYS * usualWay(scouted));
  const stretches: Stretch[] = [];
  let between: ScoutedPlace[] = [];
  let before: ScoutedPlace | undefined;
  let from = scouted[0]?.place.along ?? 0;
  const end = (to: number, leap: number) => {
    if (leap > least) stretches.push({ from, to, reason: mostOf(between) ?? 'repeated' });
    between = [];
    from = to;
  };
  for (const each of scouted) {
    const { state, place, sighting } = each;
    if (state === 'found') {
      const apart = before?.sighting && sighting ? distance(before.sighting.position, sighting.position) : 0;
      // Positions of pictures are good to a metre at best.
      end(place.along, Math.max(place.along - from, Math.round(apart)));
      before = each;
    } else between.push(each);
  }
  const last = scouted.at(-1)?.place.along ?? 0;
  end(last, last - from);
  return stretches;
}

/** The median, in metres. */
function usualWay(scouted: readonly ScoutedPlace[]): number {
  const ways = scouted.slice(1).map(({ place }, at) => place.along - (scouted[at]?.place.along ?? 0));
  return ways.sort((a, b) => a - b)[Math.floor(ways.length / 2)] ?? 0;
}

function mostOf(places: readonly ScoutedPlace[]): Stretch['reason'] | null {
  const counts = new Map<Stretch['reason'], number>();
  for (const { state } of places) if (state !== 'found') counts.set(state, (counts.get(state) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? null;
}
