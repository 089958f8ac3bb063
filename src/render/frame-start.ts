import type { FloatImage } from '../core/image.ts';
import { seedFrom } from '../core/random.ts';
import { matchLinear } from '../engine/color/linear-match.ts';
import { initialImage } from '../engine/initial-image.ts';
import type { TemporalTarget } from '../engine/losses/temporal.ts';
import type { Params } from '../project/schema.ts';
import { paintByAnalogy } from './analogy.ts';
import { withFineStrokes } from './fine-strokes.ts';
import type { VisitKind } from './plan.ts';
import {
  blendedStart,
  type Carried,
  type CarriedFar,
  type CarriedTarget,
  carry,
  temporalTargets,
  towardsTargets,
} from './temporal.ts';
import { unveiled } from './unveiled.ts';

/** What a frame starts from and is held to. */
export interface FrameStart {
  readonly initial: FloatImage;
  readonly coarseToFine: boolean;
  readonly temporal: readonly TemporalTarget[];
}

/** What is painted already around a frame; paintings beyond a cut are left out. */
export interface Surroundings {
  /** the painting before it; null for the first */
  readonly before: Carried | null;
  /** the film begins anew with this frame: the one before it gives its colours alone */
  readonly cut: boolean;
  /** the frame itself, in the pass before */
  readonly own: FloatImage | null;
  readonly after: Carried | null;
  /** closest first */
  readonly held: readonly Carried[];
  readonly home: CarriedFar | null;
  /** the first painting of the film, once there is one */
  readonly first: FloatImage | null;
}

/** Trust below which a pixel is painted anew. */
const TRUSTED = 0.9;

interface StartOptions {
  readonly params: Params;
  readonly kind: VisitKind;
  readonly content: FloatImage;
  /** the first painting of the mix */
  readonly style: FloatImage;
  readonly mean: readonly [number, number, number];
  readonly around: Surroundings;
}

/** A frame with nothing around it. */
export const ALONE: Surroundings = {
  before: null,
  cut: false,
  own: null,
  after: null,
  held: [],
  home: null,
  first: null,
};

/**
 * Start and temporal targets of a frame: one that follows another starts from that one, warped, and is held to it where the flow can be
 * trusted (Ruder et al. 2016, §3.1 and §3.2); one of a further pass starts from a blend (§3.3).
 */
export function frameStart(options: StartOptions): FrameStart {
  const { params, kind, around } = options;
  switch (kind) {
    case 'still':
      return fresh(options, params.job_init_type);
    case 'first':
    case 'alone':
      return fresh(options, params.video_first_init);
    case 'blended':
      return blended(options);
    case 'later':
      return around.cut ? anew(options) : following(options);
  }
}

/** From nothing that is painted: at small sizes first. */
function fresh(
  { params, content, style, mean }: StartOptions,
  from: 'content' | 'random' | 'style' | 'gray',
  temporal: readonly TemporalTarget[] = [],
): FrameStart {
  // The same noise in every frame: another one each time would boil.
  const seed = seedFrom(params.job_seed, 'initial image');
  const initial = initialImage(from, { content, style, mean, noiseRatio: params.job_noise_ratio, seed });
  return { initial, coarseToFine: true, temporal };
}

/**
 * After a cut: as a first frame, but a photograph takes the colours that the film has had so far, and the end of a round trip is drawn
 * home.
 */
function anew(options: StartOptions): FrameStart {
  const { params, content, around } = options;
  const start = fresh(options, params.video_first_init, temporalTargets([], around.home, content, params));
  if (params.video_first_init !== 'content' || !around.before) return start;
  return { ...start, initial: matchLinear(content, around.before.painted, 'sym') };
}

function following(options: StartOptions): FrameStart {
  const { params, content, around } = options;
  const { before, held, home, first } = around;
  const temporal = temporalTargets(held, home, content, params);
  const from = params.video_init;
  if (from === 'prev' && before) return { initial: before.painted, coarseToFine: false, temporal };
  if (from === 'first' && first) return { initial: first, coarseToFine: false, temporal };
  if (from === 'content' || from === 'random' || from === 'style') return fresh(options, from, temporal);
  if (!before) return fresh(options, params.video_first_init, temporal);
  const carried = carry(before, content, params);
  // Without a flow there is nothing to carry it along.
  if (!carried) return fresh(options, params.video_first_init, temporal);
  return { initial: towardsTargets(completed(carried, before, options), temporal), coarseToFine: false, temporal };
}

/** The frame before, carried along, with something in place of what it does not show. */
function completed(carried: CarriedTarget, before: Carried, { params, content }: StartOptions): FloatImage {
  const { warped, seen, enlarged } = carried;
  if (params.flow_fill !== 'analogy' && params.flow_fill !== 'content') return warped;
  const shapes = unveiled({ warped, weights: seen }, matchLinear(content, before.painted, 'sym'));
  const { painted, photograph, motion } = before;
  if (params.flow_fill === 'content' || !photograph || !motion) return shapes;
  const where = Uint8Array.from(seen.data, (c, i) => (c < TRUSTED || enlarged.data[i]! > 0 ? 1 : 0));
  const made = paintByAnalogy(
    { photograph, painting: painted },
    { photograph: content, guess: shapes, where, motion: motion.field, seed: seedFrom(params.job_seed, 'analogy') },
  );
  const data = made.data.map((value, i) => {
    const c = seen.data[Math.floor(i / 3)]!;
    return value + c * (warped.data[i]! - value);
  });
  return withFineStrokes({ ...made, data }, made, enlarged);
}

function blended({ params, content, around }: StartOptions): FrameStart {
  const { before, after, own, held, home } = around;
  const neighbours = (
    [
      [before, params.video_blend_weight],
      [after, params.video_blend_weight_other],
    ] as const
  ).flatMap(([carried, weight]) => {
    const target = carried && carry(carried, content, params);
    return target && weight > 0 ? [{ target, weight }] : [];
  });
  return {
    initial: blendedStart(own ?? content, neighbours),
    coarseToFine: false,
    temporal: temporalTargets(held, home, content, params),
  };
}
