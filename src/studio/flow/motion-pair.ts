import type { Params } from '../../project/schema.ts';

/** Places of two frames in the film, from 0. */
export interface MotionPair {
  /** painted first: the other is held to it */
  readonly before: number;
  readonly after: number;
}

/**
 * The frame that is painted before the selected one, and that one; with the first that is painted, it and the next.
 * @param selected its place, from 0 @param count frames of the film
 * @returns null where a single frame has no other
 */
export function motionPair(selected: number, count: number, direction: Params['video_direction']): MotionPair | null {
  if (count < 2) return null;
  if (direction === 'backward') {
    const after = Math.min(selected, count - 2);
    return { before: after + 1, after };
  }
  const after = Math.max(1, selected);
  return { before: after - 1, after };
}
