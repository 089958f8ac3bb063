import type { Mask } from '../core/field.ts';
import type { TemporalTarget } from '../engine/losses/temporal.ts';
import type { Params } from '../project/schema.ts';

/**
 * Weights of several earlier frames in one temporal loss (Ruder et al. 2016, eq. 10).
 * @param weights reliability of each frame's warp, closest frame first, all of one size
 * @param how `closest_first`: max(c_j − Σ_{nearer} c_k, 0); `normalize`: c_j / max(Σ c_k, 1)
 */
export function combineWeights(weights: readonly Mask[], how: Params['video_weight_combine']): Mask[] {
  const size = weights[0]?.data.length ?? 0;
  const sums = new Float32Array(size);
  if (how === 'normalize') {
    for (const { data } of weights) for (let i = 0; i < size; i++) sums[i]! += data[i]!;
    return weights.map((mask) => ({ ...mask, data: mask.data.map((c, i) => c / Math.max(1, sums[i]!)) }));
  }
  return weights.map((mask) => {
    const left = mask.data.map((c, i) => Math.max(c - sums[i]!, 0));
    for (let i = 0; i < size; i++) sums[i]! += mask.data[i]!;
    return { ...mask, data: left };
  });
}

/**
 * Targets of a frame that lies `distance` frames before the end of a round trip. Where the first frame can be seen again, it takes a share
 * of 1/(distance + 1) from the others, so that whatever the film has drifted by is spread evenly over its last frames; where nothing else
 * holds the frame, it holds it alone.
 * @param targets with the weights that they have without the round trip, at most 1 together
 * @param home the first frame, warped onto this one
 */
export function drawnHome(
  targets: readonly TemporalTarget[],
  home: TemporalTarget,
  distance: number,
): TemporalTarget[] {
  const share = 1 / (distance + 1);
  const seen = home.weights.data;
  const held = targets.reduce(
    (sum, { weights }) => sum.map((c, i) => c + weights.data[i]!),
    new Float32Array(seen.length),
  );
  const left = targets.map(({ warped, weights }) => ({
    warped,
    weights: { ...weights, data: weights.data.map((c, i) => c * (1 - share * seen[i]!)) },
  }));
  const taken = seen.map((c, i) => c * (1 - (1 - share) * Math.min(1, held[i]!)));
  return [...left, { warped: home.warped, weights: { ...home.weights, data: taken } }];
}
