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

/** Parts of the way without a frame that are longer than 50 m and three times the way between two places, in the order of the way. */
export function longStretches(scouted: readonly ScoutedPlace[]): Stretch[] {
  const least = Math.max(LONG, USUAL_WAYS * usualWay(scouted));
  const stretches: Stretch[] = [];
  let between: ScoutedPlace[] = [];
  let from = scouted[0]?.place.along ?? 0;
  const end = (to: number) => {
    const reason = mostOf(between);
    if (reason && to - from > least) stretches.push({ from, to, reason });
    between = [];
    from = to;
  };
  for (const each of scouted) {
    if (each.state === 'found') end(each.place.along);
    else between.push(each);
  }
  end(scouted.at(-1)?.place.along ?? 0);
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
