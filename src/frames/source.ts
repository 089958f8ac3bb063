import type { Frame } from './frame.ts';

/** What is known of a frame before its pixels are fetched. */
export interface FrameRef {
  /** unique within its source, stable between runs */
  readonly id: string;
  /** shown to people */
  readonly name: string;
}

/**
 * Port: where frames come from. `list` is cheap and comes first; `load` fetches pixels.
 * Implementations live in `sources/`, one folder each, and do not import one another.
 */
export interface FrameSource {
  readonly id: string;
  /** Frames in the order of the film. @throws PleinAirError kind `input` where there is none. */
  list(signal?: AbortSignal): Promise<FrameRef[]>;
  /** @throws PleinAirError naming the frame and the reason */
  load(ref: FrameRef, signal?: AbortSignal): Promise<Frame>;
}
