import type { FlowPair } from '../core/field.ts';
import { type RgbaImage, toFloatImage, toRgbaImage } from '../core/image.ts';
import { createInBetween } from '../flow/in-between.ts';

/**
 * Motion between the frame at this place among those given, from 0, and the one after it; after the last comes the first.
 * @returns null where the film is cut, or no motion is known
 */
export type MotionAfter = (place: number) => Promise<Pick<FlowPair, 'forward' | 'backward'> | null>;

export interface InterpolateOptions {
  /** frames shown for each one given: itself and those between it and the next; a whole number from 1 */
  readonly times: number;
  readonly motionAfter: MotionAfter;
  /** after the last frame the film goes on with the first */
  readonly circle: boolean;
}

/**
 * Each frame followed by those between it and the next, made along the motion between them, so that all are shown equally long. Where there
 * is no motion to follow (a cut, the end) the frame itself is shown again instead. At most three frames are held at a time.
 * @param frames of one size
 */
export async function* interpolateFrames(
  frames: AsyncIterable<RgbaImage>,
  { times, motionAfter, circle }: InterpolateOptions,
  signal?: AbortSignal,
): AsyncGenerator<RgbaImage> {
  let first: RgbaImage | undefined;
  let before: RgbaImage | undefined;
  let place = 0;
  for await (const frame of frames) {
    if (before) yield* shownFrom(before, frame, place++);
    first ??= frame;
    before = frame;
  }
  if (before) yield* shownFrom(before, circle && place > 0 ? first : undefined, place);

  async function* shownFrom(from: RgbaImage, to: RgbaImage | undefined, at: number): AsyncGenerator<RgbaImage> {
    yield from;
    if (times === 1) return;
    const motion = to && (await motionAfter(at));
    const between = motion && to ? createInBetween(toFloatImage(from), toFloatImage(to), motion) : null;
    for (let i = 1; i < times; i++) {
      signal?.throwIfAborted();
      yield between ? toRgbaImage(between(i / times)) : from;
    }
  }
}
