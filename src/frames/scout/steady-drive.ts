import type { Sighting } from '../imagery.ts';

/** A picture that could stand for a place. */
export interface Candidate {
  readonly sighting: Sighting;
  /** metres from the place */
  readonly distance: number;
}

/**
 * What a change from one place to the next costs, in metres that the new picture would have to be nearer. All are small beside the width of
 * a search (50 m): a drive that turns off is let go at once. They are large beside the few metres by which two passes of a street, or its
 * two sides, are nearer in turn: those must not alternate.
 * The first line that applies counts: pictures taken in one go belong together (same car, same side, same light); those of one day differ
 * by side or camera; those of one year by weather and leaves; others by everything, building sites included.
 */
const HOLDS: readonly { readonly same: (sighting: Sighting) => string | null; readonly cost: number }[] = [
  { same: ({ sequence }) => sequence, cost: 0 },
  { same: ({ date }) => date, cost: 6 },
  { same: ({ date }) => date?.slice(0, 4) ?? null, cost: 12 },
  { same: () => '', cost: 20 },
];

/** The cheapest way to some place that ends with one of its candidates. */
interface Way {
  readonly candidate: Candidate;
  readonly cost: number;
  readonly before: Way | null;
}

/**
 * Chooses one picture for each place so that the metres to all pictures and the costs of all changes are least together. Takes time
 * in proportion to the number of candidates: what a change costs depends on few things that two pictures can have in common, so that
 * for each of them only the cheapest way so far matters.
 * @param candidates one or more for each place, nearest first
 */
export function steadyDrive(candidates: readonly (readonly Candidate[])[]): Candidate[] {
  let ways: Way[] = [];
  for (const [at, here] of candidates.entries()) {
    const cheapest = HOLDS.map(({ same }) => cheapestBy(ways, same));
    ways = here.map((candidate) => {
      const before = at === 0 ? null : bestBefore(cheapest, candidate.sighting);
      return { candidate, before: before?.way ?? null, cost: candidate.distance + (before?.cost ?? 0) };
    });
  }
  const drive: Candidate[] = [];
  for (let way = cheapestOf(ways); way; way = way.before) drive.push(way.candidate);
  return drive.reverse();
}

function bestBefore(
  cheapest: readonly ReadonlyMap<string, Way>[],
  sighting: Sighting,
): { way: Way; cost: number } | null {
  let best: { way: Way; cost: number } | null = null;
  for (const [level, { same, cost }] of HOLDS.entries()) {
    const shared = same(sighting);
    const way = shared === null ? undefined : cheapest[level]?.get(shared);
    if (way && (best === null || way.cost + cost < best.cost)) best = { way, cost: way.cost + cost };
  }
  return best;
}

function cheapestBy(ways: readonly Way[], same: (sighting: Sighting) => string | null): Map<string, Way> {
  const cheapest = new Map<string, Way>();
  for (const way of ways) {
    const shared = same(way.candidate.sighting);
    if (shared !== null && way.cost < (cheapest.get(shared)?.cost ?? Number.POSITIVE_INFINITY))
      cheapest.set(shared, way);
  }
  return cheapest;
}

/** Of equals the first, whose picture is the nearest. */
function cheapestOf(ways: readonly Way[]): Way | null {
  return ways.reduce<Way | null>((best, way) => (best === null || way.cost < best.cost ? way : best), null);
}
