import type { LossGradient } from './terms.ts';

/**
 * Constant before ‖G/M − A‖² of one layer: 1/(4N²), after Gatys et al. 2015, eq. 4, with each Gram matrix divided by its own
 * number of positions M, so that a style image may have any size.
 * @param channels N of the layer
 */
export function styleConstant(channels: number): number {
  return 1 / (4 * channels * channels);
}

/** CPU reference: normalised Gram matrix FᵀF/M. @param features [M, N] row by row @returns [N, N] */
export function gramMatrix(features: ArrayLike<number>, channels: number): Float64Array {
  const positions = features.length / channels;
  const gram = new Float64Array(channels * channels);
  for (let p = 0; p < features.length; p += channels) {
    for (let i = 0; i < channels; i++) {
      const f = features[p + i]!;
      if (f === 0) continue;
      for (let j = 0; j < channels; j++) gram[i * channels + j]! += f * features[p + j]!;
    }
  }
  for (let i = 0; i < gram.length; i++) gram[i]! /= positions;
  return gram;
}

/** Gram matrices of several styles as one target. */
export interface MixedGram {
  /** Σ_s v_s·A_s, [N, N] */
  readonly mean: Float32Array;
  /** Σ_s v_s·‖A_s‖² − ‖Σ_s v_s·A_s‖²: what the distance to the mean leaves out of the summed distances */
  readonly spread: number;
}

/**
 * Σ_s v_s·‖G − A_s‖² = ‖G − Ā‖² + spread for Σ v_s = 1: any number of styles costs one distance, and the reported loss keeps the
 * constant.
 * @param grams normalised Gram matrices of one layer, one per style
 * @param weights v_s, summing to 1
 */
export function mixGrams(grams: readonly ArrayLike<number>[], weights: readonly number[]): MixedGram {
  const length = grams[0]!.length;
  const mean = new Float64Array(length);
  let squares = 0;
  grams.forEach((gram, s) => {
    const weight = weights[s]!;
    let sum = 0;
    for (let i = 0; i < length; i++) {
      mean[i]! += weight * gram[i]!;
      sum += gram[i]! * gram[i]!;
    }
    squares += weight * sum;
  });
  let square = 0;
  for (let i = 0; i < length; i++) square += mean[i]! * mean[i]!;
  return { mean: Float32Array.from(mean), spread: Math.max(0, squares - square) };
}

/**
 * CPU reference: 1/(4N²)·(‖FᵀF/M − Ā‖² + spread) and its gradient with respect to F, F·(FᵀF/M − Ā)/(N²·M) (Gatys et al. 2015,
 * eqs. 4 and 6).
 */
export function styleLoss(features: ArrayLike<number>, channels: number, target: MixedGram): LossGradient {
  const positions = features.length / channels;
  const gram = gramMatrix(features, channels);
  const k = styleConstant(channels);
  let sum = 0;
  for (let i = 0; i < gram.length; i++) {
    gram[i]! -= target.mean[i]!;
    sum += gram[i]! * gram[i]!;
  }
  const gradient = new Float64Array(features.length);
  for (let p = 0; p < features.length; p += channels) {
    for (let j = 0; j < channels; j++) {
      let dot = 0;
      for (let i = 0; i < channels; i++) dot += features[p + i]! * gram[i * channels + j]!;
      gradient[p + j] = (4 * k * dot) / positions;
    }
  }
  return { value: k * (sum + target.spread), gradient };
}
