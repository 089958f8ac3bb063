import type { MotionAfter } from '../export/camera-chain.ts';
import type { Params } from '../project/schema.ts';
import type { FilmMotion } from './film-motion.ts';

type MotionParams = Pick<Params, 'video_cut_threshold' | 'video_direction'>;

/**
 * Motion from each frame of a film to the next, for the frames between them, with the cameras where they are known; `cut` across a cut, which is
 * judged as in painting, null with `flow_method: none`.
 * @param frames of the whole film
 * @param from index of the first frame that is shown
 */
export function filmMotionAfter(motion: FilmMotion, params: MotionParams, frames: number, from = 0): MotionAfter {
  return async (place) => {
    const earlier = from + place;
    const later = (earlier + 1) % frames;
    const share = await (params.video_direction === 'forward'
      ? motion.share(later, earlier)
      : motion.share(earlier, later));
    if (share === null) return null;
    if (share < params.video_cut_threshold) return 'cut';
    const forward = await motion.between(earlier, later);
    const backward = await motion.between(later, earlier);
    // Found while the frames between these two are made.
    if (later + 1 < frames) motion.prepare(later, later + 1);
    if (!forward || !backward) return null;
    const geometry = await motion.geometry(earlier, later);
    return {
      forward: forward.field,
      backward: backward.field,
      reliability: { forward: forward.reliability, backward: backward.reliability },
      ...(geometry && { geometry }),
    };
  };
}
