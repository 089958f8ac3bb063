/** The weighted terms of the objective at one image, and their sum. */
export interface LossTerms {
  readonly content: number;
  readonly style: number;
  readonly tv: number;
  readonly temporal: number;
  readonly total: number;
}

/** A loss with its gradient: what every CPU reference in this folder returns. */
export interface LossGradient {
  readonly value: number;
  /** same length and order as the argument that it is the gradient of */
  readonly gradient: Float64Array;
}

/** Scales weights to sum 1, as layer and style weights enter the losses. @throws RangeError when none is positive */
export function normalizeWeights(weights: readonly number[]): number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  if (!(sum > 0)) throw new RangeError(`weights must have a positive sum, got [${weights.join(', ')}]`);
  return weights.map((w) => w / sum);
}
