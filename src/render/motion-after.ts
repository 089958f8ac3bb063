import type { MotionAfter } from '../export/interpolate.ts';
import type { Params } from '../project/schema.ts';
import type { FilmMotion } from './film-motion.ts';

type MotionParams = Pick<Params, 'video_cut_threshold' | 'video_direction'>;

/**
 * Motion from each frame of a film to the next, for the frames between them; none across a cut, which is judged as in painting.
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
    if (share === null || share < params.video_cut_threshold) return null;
    const forward = await motion.between(earlier, later);
    const backward = await motion.between(later, earlier);
    // Found while the frames between these two are made.
    if (later + 1 < frames) motion.prepare(later, later + 1);
    return forward && backward && { forward: forward.field, backward: backward.field };
  };
}
