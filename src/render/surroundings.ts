import type { FloatImage } from '../core/image.ts';
import type { Params } from '../project/schema.ts';
import type { FilmMotion } from './film-motion.ts';
import type { CutSide } from './frame-record.ts';
import type { Surroundings } from './frame-start.ts';
import type { Painted, Visit } from './plan.ts';
import type { Carried } from './temporal.ts';

/** What is found out about a frame before it is painted. */
export interface Found extends Surroundings {
  /** share of the frame, 0–1, that is found again in the frame before; null where none comes before, or no flow is looked for */
  readonly reliable: number | null;
  /** where the film begins anew with this frame: the side of the cut */
  readonly side: CutSide | null;
}

/** What can be seen of a film's frames so far. */
export interface Pictures {
  /** a painting that is there already */
  painting(painting: Painted): Promise<FloatImage>;
  /** a frame's photograph in the colours of the film @param index from 0 */
  photograph(index: number): Promise<FloatImage>;
}

/**
 * Collects what is painted around a frame. Across a cut nothing is carried, neither from the frame before nor from those further back.
 * @param start of the film, for `video_init: first`
 */
export async function findSurroundings(
  visit: Visit,
  params: Pick<Params, 'video_cut_threshold' | 'flow_fill'>,
  motion: FilmMotion,
  pictures: Pictures,
  start: Painted,
): Promise<Found> {
  const { index, before, own, after, held, home } = visit;
  const threshold = params.video_cut_threshold;
  const carried = async (painting: Painted): Promise<Carried> => ({
    painted: await pictures.painting(painting),
    motion: await motion.between(index, painting.index),
  });
  const byAnalogy = visit.kind === 'later' && params.flow_fill === 'analogy';
  const carriedBefore = async (painting: Painted): Promise<Carried> => ({
    ...(await carried(painting)),
    photograph: byAnalogy && !cut ? await pictures.photograph(painting.index) : null,
  });
  const cutBetween = async (from: number, to: number) => {
    const share = await motion.share(from, to);
    return share !== null && share < threshold;
  };
  /** Whether the film is whole between the frame and one further back on its way. */
  const reaches = async (to: Painted, distance: number) => {
    const step = (to.index - index) / distance;
    // A round trip comes back to its beginning over no frame in between.
    if (Math.abs(step) !== 1) return !(await cutBetween(index, to.index));
    for (let at = index; at !== to.index; at += step) if (await cutBetween(at, at + step)) return false;
    return true;
  };
  const reliable = before && (await motion.share(index, before.index));
  const cut = reliable !== null && reliable < threshold;
  const reached = [];
  for (const { painting, distance } of cut ? [] : held) {
    if (await reaches(painting, distance)) reached.push(await carried(painting));
  }
  const isHome = home && !(await cutBetween(index, home.painting.index));
  return {
    reliable,
    cut,
    side: cut && before ? sideOf(index, before.index) : null,
    before: before && (visit.kind === 'later' || !cut) ? await carriedBefore(before) : null,
    own: own && (await pictures.painting(own)),
    after: after && !(await cutBetween(index, after.index)) ? await carried(after) : null,
    held: reached,
    home: isHome ? { ...(await carried(home.painting)), distance: home.distance } : null,
    first: visit.kind === 'later' ? await pictures.painting(start) : null,
  };
}

/** @returns null between the ends of a round trip, where nothing is cut */
function sideOf(index: number, before: number): CutSide | null {
  if (before === index - 1) return 'before';
  return before === index + 1 ? 'after' : null;
}
