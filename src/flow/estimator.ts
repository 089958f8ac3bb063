import type { FlowField, FlowPair } from '../core/field.ts';
import type { FloatImage } from '../core/image.ts';

export interface FlowOptions {
  /**
   * What the cameras' own motion makes the fields look like, as far as it is known: where the search begins. It may be wrong anywhere; where it
   * is not finite it says nothing.
   */
  readonly start?: { readonly forward: FlowField; readonly backward: FlowField };
  readonly signal?: AbortSignal | undefined;
}

/** Port: dense optical flow between two images of one size, both directions, with reliability. */
export interface FlowEstimator {
  /**
   * @param a earlier image, RGB 0–255
   * @param b later image, same size
   * @throws PleinAirError kind `input` where the sizes differ or a side is under 16 px
   */
  estimate(a: FloatImage, b: FloatImage, options?: FlowOptions): Promise<FlowPair>;
  /** Frees device memory. */
  dispose(): void;
}
