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

/** How the distance to a warped frame is measured (`video_temporal_criterion`). */
export type TemporalCriterion = 'mse' | 'smoothl1';

/**
 * CPU reference: (1/D)·Σ c ⊙ ρ(x − ω) over pixels and channels (Ruder et al. 2016, eq. 8) and its gradient. `mse`: ρ(d) = d²;
 * `smoothl1`: d²/2 where |d| < 1, else |d| − 1/2, as Torch's SmoothL1Criterion has it.
 * @param image interleaved RGB, D values
 * @param weights one per pixel
 */
export function temporalLoss(
  image: ArrayLike<number>,
  warped: ArrayLike<number>,
  weights: ArrayLike<number>,
  criterion: TemporalCriterion = 'mse',
): LossGradient {
  const count = image.length;
  const channels = count / weights.length;
  const gradient = new Float64Array(count);
  let sum = 0;
  for (let i = 0; i < count; i++) {
    const c = weights[Math.floor(i / channels)]!;
    const d = image[i]! - warped[i]!;
    if (criterion === 'mse') {
      sum += c * d * d;
      gradient[i] = (2 * c * d) / count;
    } else {
      const near = Math.min(Math.abs(d), 1);
      sum += c * near * (Math.abs(d) - near / 2);
      gradient[i] = (c * Math.sign(d) * near) / count;
    }
  }
  return { value: sum / count, gradient };
}
