import type { FlowField, FlowPair, RelativeCamera } from '../core/field.ts';
import type { FloatImage } from '../core/image.ts';

/**
 * What the fields may look like. It may be wrong anywhere; where it is not finite it says nothing. It may be smaller than the images: its
 * vectors count in its own pixels.
 */
export interface FlowStart {
  readonly forward: FlowField;
  readonly backward: FlowField;
}

/** What is known of the cameras before the pictures are compared. It starts and checks the search, and is never trusted more than they are. */
export interface CameraPrior {
  /** horizontal field of view of the pictures, degrees; null where it has to be found too */
  readonly fov: number | null;
  /** from a to b; null where nothing is known. Its translation may be zero: the cameras stand on one spot, as far as is known */
  readonly motion: Pick<RelativeCamera, 'rotation' | 'translation'> | null;
}

export interface FlowOptions {
  /** looks for a moving camera in a static scene first; absent: every pixel moves by itself */
  readonly camera?: CameraPrior | undefined;
  /** taken over pixel by pixel, where they bring the images closer together than what was found without them */
  readonly starts?: readonly FlowStart[];
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
