import type { Mask } from '../../core/field.ts';
import type { FloatImage } from '../../core/image.ts';
import type { LossGradient } from './terms.ts';

/** An earlier painted frame, warped onto this frame's grid, with the weight of each of its pixels. */
export interface TemporalTarget {
  /** RGB 0–255 */
  readonly warped: FloatImage;
  /** c of Ruder et al. 2016, eq. 8: 1 where the warp can be trusted, 0 at disocclusions and motion boundaries */
  readonly weights: Mask;
}

/**
 * CPU reference: (1/D)·Σ c ⊙ (x − ω)² over pixels and channels (Ruder et al. 2016, eq. 8) and its gradient.
 * @param image interleaved RGB, D values
 * @param weights one per pixel
 */
export function temporalLoss(
  image: ArrayLike<number>,
  warped: ArrayLike<number>,
  weights: ArrayLike<number>,
): LossGradient {
  const count = image.length;
  const channels = count / weights.length;
  const gradient = new Float64Array(count);
  let sum = 0;
  for (let i = 0; i < count; i++) {
    const c = weights[Math.floor(i / channels)]!;
    const d = image[i]! - warped[i]!;
    sum += c * d * d;
    gradient[i] = (2 * c * d) / count;
  }
  return { value: sum / count, gradient };
}
