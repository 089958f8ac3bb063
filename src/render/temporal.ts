import type { FlowField, Mask } from '../core/field.ts';
import type { FloatImage } from '../core/image.ts';
import { seedFrom } from '../core/random.ts';
import type { TemporalTarget } from '../engine/losses/temporal.ts';
import { magnification } from '../flow/magnification.ts';
import { fillOutside, type Warped, warpBackward } from '../flow/warp.ts';
import type { Params } from '../project/schema.ts';
import type { Motion } from './chained-flow.ts';
import { combineWeights, drawnHome } from './long-term.ts';

/** A painting of another frame, and how to carry it along. */
export interface Carried {
  /** RGB 0–255, without what `color_mode` puts back */
  readonly painted: FloatImage;
  /** from the frame to be painted to that one; null where none is looked for (`flow_method: none`) */
  readonly motion: Motion | null;
  /** the photograph that it was painted from, in the colours of the film; only for `flow_fill: analogy` */
  readonly photograph?: FloatImage | null;
}

/** The same with the number of frames between the two. */
export interface CarriedFar extends Carried {
  readonly distance: number;
}

/** A painting on another frame's grid. */
export interface CarriedTarget extends TemporalTarget {
  /** 1 where the place is seen in the painting, whatever its size there; `weights` is less where the paint is enlarged */
  readonly seen: Mask;
  /** 0–1, how far the paint is enlarged beyond what looks like paint */
  readonly enlarged: Mask;
}

type WarpParams = Pick<Params, 'flow_warp' | 'flow_fill' | 'flow_magnified_value' | 'job_seed'>;

/** Enlargement up to which strokes stay strokes, and from which they are a blur. */
const SHARP = 1.25;
const SOFT = 2.5;

/**
 * A painting carried onto the frame's grid, with its trust in each pixel.
 * @returns null without a motion
 */
export function carry({ painted, motion }: Carried, content: FloatImage, params: WarpParams): CarriedTarget | null {
  if (!motion) return null;
  const warped = warpBackward(painted, motion.field, { interpolation: params.flow_warp });
  const seen = seenBefore(motion.reliability, warped.inside);
  const lost = 1 - params.flow_magnified_value;
  const enlarged = lost > 0 ? enlargement(motion.field, seen) : { ...seen, data: new Float32Array(seen.data.length) };
  const weights = { ...seen, data: seen.data.map((c, i) => c * (1 - lost * enlarged.data[i]!)) };
  return { warped: filled(warped, content, params), weights, seen, enlarged };
}

/** From 0, paint as large as it was or little larger, to 1, a blur. */
function enlargement(field: FlowField, seen: Mask): Mask {
  const data = magnification(field, seen).map((scale) => {
    const t = Math.min(1, Math.max(0, (scale - SHARP) / (SOFT - SHARP)));
    return t * t * (3 - 2 * t);
  });
  return { ...seen, data };
}

/**
 * What a frame is held to (Ruder et al. 2016, eqs. 9 and 10).
 * @param held closest first @param home of a round trip, or null
 */
export function temporalTargets(
  held: readonly Carried[],
  home: CarriedFar | null,
  content: FloatImage,
  params: WarpParams & Pick<Params, 'video_weight_combine'>,
): TemporalTarget[] {
  const carried = held.flatMap((one) => carry(one, content, params) ?? []);
  const weights = combineWeights(
    carried.map((target) => target.weights),
    params.video_weight_combine,
  );
  const targets = carried.map(({ warped }, i) => ({ warped, weights: weights[i]! }));
  const back = home && carry(home, content, params);
  return back && home ? drawnHome(targets, back, home.distance) : targets;
}

/**
 * A start that agrees with what the frame is held to: where the frame before has nothing to give but an earlier one has, that one's
 * pixels take the place of the wrong ones.
 */
export function towardsTargets(start: FloatImage, targets: readonly TemporalTarget[]): FloatImage {
  const data = start.data.slice();
  for (const { warped, weights } of targets) {
    for (let i = 0; i < data.length; i++) {
      data[i]! += weights.data[Math.floor(i / 3)]! * (warped.data[i]! - start.data[i]!);
    }
  }
  return { ...start, data };
}

/**
 * Where a frame of a further pass starts: (x + Σ b·c·ω) / (1 + Σ b·c), x being its result of the pass before.
 * @param neighbours with the blend weight b of each
 */
export function blendedStart(
  own: FloatImage,
  neighbours: readonly { readonly target: TemporalTarget; readonly weight: number }[],
): FloatImage {
  const data = own.data.map((x, i) => {
    let sum = x;
    let total = 1;
    for (const { target, weight } of neighbours) {
      const share = weight * target.weights.data[Math.floor(i / 3)]!;
      sum += share * target.warped.data[i]!;
      total += share;
    }
    return sum / total;
  });
  return { ...own, data };
}

/** The blur of a mask trusts pixels a little that come from outside: what stands there is a fill, and nothing to hold a frame to. */
function seenBefore(reliability: Mask, inside: Mask): Mask {
  return { ...reliability, data: reliability.data.map((weight, i) => weight * inside.data[i]!) };
}

function filled(warped: Warped, content: FloatImage, params: WarpParams): FloatImage {
  switch (params.flow_fill) {
    case 'analogy':
    case 'content':
      return fillOutside(warped, { fill: 'content', content });
    case 'random':
      return fillOutside(warped, { fill: 'random', seed: seedFrom(params.job_seed, 'fill') });
    case 'mean':
      return fillOutside(warped, { fill: 'mean' });
  }
}
