import type { FlowPair } from '../core/field.ts';
import type { FloatImage } from '../core/image.ts';

/** Port: dense optical flow between two images of one size, both directions, with reliability. */
export interface FlowEstimator {
  /**
   * @param a earlier image, RGB 0–255
   * @param b later image, same size
   * @throws PleinAirError kind `input` where the sizes differ or a side is under 16 px
   */
  estimate(a: FloatImage, b: FloatImage, signal?: AbortSignal): Promise<FlowPair>;
  /** Frees device memory. */
  dispose(): void;
}
