import type { Params } from '../project/schema.ts';

/** A painting of a frame: a film in several passes paints each frame once in every pass. */
export interface Painted {
  /** of the frame in the film, from 0 */
  readonly index: number;
  /** from 1 */
  readonly pass: number;
}

/** An earlier painting that a frame is held to. */
interface Held {
  readonly painting: Painted;
  /** frames between the two, ≥ 1 */
  readonly distance: number;
}

/**
 * What a painting is within the film. `still`: the only frame. `first`: nothing comes before it. `later`: it follows the frame before. `alone`: of a first
 * pass of several, which paints every frame by itself. `blended`: of a later pass.
 */
export type VisitKind = 'still' | 'first' | 'later' | 'alone' | 'blended';

/** One frame in one pass, with the paintings that it goes on from. */
export interface Visit extends Painted {
  /** place among all paintings of the film, from 0 */
  readonly order: number;
  readonly kind: VisitKind;
  /** the painting before it on the way of its pass; null at the beginning */
  readonly before: Painted | null;
  /** the same frame in the pass before */
  readonly own: Painted | null;
  /** the frame that comes next, in the pass before; null where nothing of it is blended in */
  readonly after: Painted | null;
  /** paintings that the temporal loss holds it to, closest first */
  readonly held: readonly Held[];
  /** the painting that a round trip comes back to, for the last frames of one */
  readonly home: Held | null;
}

type PlanParams = Pick<
  Params,
  | 'weight_temporal'
  | 'flow_method'
  | 'video_temporal_offsets'
  | 'video_anchor_every'
  | 'video_passes'
  | 'video_temporal_after_pass'
  | 'video_blend_weight_other'
  | 'video_direction'
  | 'video_loop'
>;

/** Anchors that a frame is held to at most: each costs a flow, and what is farther away is hardly ever seen any more. */
const MAX_ANCHORS = 4;

/** Frames before the end of a round trip that are drawn towards its beginning. */
const HOMEWARD = 4;

/**
 * Everything that is painted for a film, in order (Ruder et al. 2016: §3.2 one pass, each frame held to earlier ones; §3.3 several
 * passes in alternating directions).
 */
export function planVisits(params: PlanParams, frames: number): Visit[] {
  if (params.video_passes === 1 || frames === 1) return passOf(params, frames, 1, 0);
  return Array.from({ length: params.video_passes }, (_, i) => passOf(params, frames, i + 1, i * frames)).flat();
}

function passOf(params: PlanParams, frames: number, pass: number, painted: number): Visit[] {
  const several = params.video_passes > 1 && frames > 1;
  const backwards = (params.video_direction === 'backward') !== (pass % 2 === 0);
  const indexAt = (place: number) => (backwards ? frames - 1 - place : place);
  const at = (place: number, inPass = pass): Painted => ({ index: indexAt(place), pass: inPass });
  const round = params.video_loop && frames > 2;
  const blended = several && pass > 1;
  const offsets = heldOffsets(params);
  // Without a flow there is nothing to hold a frame to.
  const holds =
    params.weight_temporal > 0 &&
    params.flow_method !== 'none' &&
    (several ? blended && pass >= params.video_temporal_after_pass : true);

  const before = (place: number): Painted | null => {
    if (several && !blended) return null;
    if (place > 0) return at(place - 1);
    return blended && round ? at(frames - 1, pass - 1) : null;
  };
  const after = (place: number): Painted | null => {
    if (!blended || params.video_blend_weight_other === 0) return null;
    if (place < frames - 1) return at(place + 1, pass - 1);
    return round ? at(0) : null;
  };
  const held = (place: number): Held[] => {
    if (!holds) return [];
    if (place === 0) return blended && round ? [{ painting: at(frames - 1, pass - 1), distance: 1 }] : [];
    return offsets(place).map((distance) => ({ painting: at(place - distance), distance }));
  };
  const home = (place: number): Held | null => {
    const distance = frames - place;
    // The first frames after the beginning are held to it already.
    return holds && round && distance <= HOMEWARD && place > distance ? { painting: at(0), distance } : null;
  };
  const kindAt = (place: number): VisitKind => {
    if (frames === 1) return 'still';
    if (several) return blended ? 'blended' : 'alone';
    return place === 0 ? 'first' : 'later';
  };
  return Array.from({ length: frames }, (_, place) => ({
    ...at(place),
    order: painted + place,
    kind: kindAt(place),
    before: before(place),
    own: blended ? at(place, pass - 1) : null,
    after: after(place),
    held: held(place),
    home: home(place),
  }));
}

/** Distances to the earlier frames that the frame at a place of the way is held to, closest first. */
function heldOffsets({ video_temporal_offsets: offsets, video_anchor_every: every }: PlanParams) {
  return (place: number): number[] => {
    const anchors = every > 0 ? Array.from({ length: MAX_ANCHORS }, (_, i) => (i + 1) * every) : [];
    return [...new Set([...offsets, ...anchors])].filter((distance) => distance <= place).sort((a, b) => a - b);
  };
}

type BudgetParams = Pick<
  Params,
  'job_max_iterations' | 'video_first_iterations' | 'video_iterations' | 'video_pass_iterations'
>;

/** Evaluations for a painting, at full size. @param restarts whether the sequence begins anew with it */
export function budget(params: BudgetParams, kind: VisitKind, restarts = false): number {
  switch (kind) {
    case 'still':
      return params.job_max_iterations;
    case 'first':
      return params.video_first_iterations;
    case 'later':
      return restarts ? params.video_first_iterations : params.video_iterations;
    case 'alone':
    case 'blended':
      return params.video_pass_iterations;
  }
}

/** Evaluations planned for each painting of a film, in order. */
export function filmBudgets(params: BudgetParams & PlanParams, frames: number): number[] {
  return planVisits(params, frames).map(({ kind }) => budget(params, kind));
}
