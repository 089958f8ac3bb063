import type { FlowPair, Mask } from '../core/field.ts';
import type { FloatImage } from '../core/image.ts';
import { seedFrom } from '../core/random.ts';
import { initialImage } from '../engine/initial-image.ts';
import type { TemporalTarget } from '../engine/losses/temporal.ts';
import { fillOutside, type Warped, warpBackward } from '../flow/warp.ts';
import type { Params } from '../project/schema.ts';

/** The frame before, as the next one sees it. */
interface Previous {
  /** RGB 0–255, without what `color_mode` puts back */
  readonly painted: FloatImage;
  /** between the two photographs; null where none is looked for (`flow_method: none`) */
  readonly flow: FlowPair | null;
}

/** What a frame starts from and is held to. */
export interface FrameStart {
  readonly initial: FloatImage;
  readonly coarseToFine: boolean;
  readonly temporal: readonly TemporalTarget[];
}

interface StartOptions {
  readonly params: Params;
  readonly content: FloatImage;
  /** the first painting of the mix */
  readonly style: FloatImage;
  readonly mean: readonly [number, number, number];
  readonly still: boolean;
  /** null for the first frame */
  readonly previous: Previous | null;
  /** the first painted frame of the film; null while it is being painted */
  readonly firstPainted: FloatImage | null;
}

/**
 * Start and temporal targets of a frame (Ruder et al. 2016, §3.1 and §3.2): a later frame starts from the painted frame before it,
 * warped, and is held to it where the flow can be trusted.
 */
export function frameStart(options: StartOptions): FrameStart {
  const { params, content, previous } = options;
  const fresh = (kind: 'content' | 'random' | 'style' | 'gray'): FloatImage =>
    initialImage(kind, {
      content,
      style: options.style,
      mean: options.mean,
      noiseRatio: params.job_noise_ratio,
      // The same noise in every frame: another one each time would boil.
      seed: seedFrom(params.job_seed, 'initial image'),
    });
  if (!previous || !options.firstPainted) {
    const kind = options.still ? params.job_init_type : params.video_first_init;
    return { initial: fresh(kind), coarseToFine: true, temporal: [] };
  }
  const target = previous.flow && warpedTarget(previous.painted, previous.flow, content, params);
  const temporal = target && params.weight_temporal > 0 ? [target] : [];
  switch (params.video_init) {
    case 'prev_warped':
      // Without a flow there is nothing to carry it along.
      if (!target) return { initial: fresh(params.video_first_init), coarseToFine: true, temporal };
      return { initial: target.warped, coarseToFine: false, temporal };
    case 'prev':
      return { initial: previous.painted, coarseToFine: false, temporal };
    case 'first':
      return { initial: options.firstPainted, coarseToFine: false, temporal };
    default:
      return { initial: fresh(params.video_init), coarseToFine: true, temporal };
  }
}

function warpedTarget(painted: FloatImage, flow: FlowPair, content: FloatImage, params: Params): TemporalTarget {
  const carried = warpBackward(painted, flow.backward, { interpolation: params.flow_warp });
  return {
    warped: filled(carried, content, params),
    weights: seenBefore(flow.reliability.backward, carried.inside),
  };
}

/** The blur of a mask trusts pixels a little that come from outside: what stands there is a fill, and nothing to hold a frame to. */
function seenBefore(reliability: Mask, inside: Mask): Mask {
  return { ...reliability, data: reliability.data.map((weight, i) => weight * inside.data[i]!) };
}

function filled(warped: Warped, content: FloatImage, params: Params): FloatImage {
  switch (params.flow_fill) {
    case 'content':
      return fillOutside(warped, { fill: 'content', content });
    case 'random':
      return fillOutside(warped, { fill: 'random', seed: seedFrom(params.job_seed, 'fill') });
    case 'mean':
      return fillOutside(warped, { fill: 'mean' });
  }
}
