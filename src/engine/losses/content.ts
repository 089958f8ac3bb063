import type { LossGradient } from './terms.ts';

/** Which constant stands before the content distance (`nn_content_loss_function`). */
export type ContentLossFunction = 1 | 2 | 3;

/**
 * K of the content loss: 1 → 1/(2·√N·√M) (neural-style-tf), 2 → 1/(N·M) (artistic-videos' mean squared error),
 * 3 → 1/2 (Gatys, Ecker and Bethge 2015, eq. 1).
 * @param channels N of the layer
 * @param positions M of the layer
 */
export function contentConstant(kind: ContentLossFunction, channels: number, positions: number): number {
  switch (kind) {
    case 1:
      return 1 / (2 * Math.sqrt(channels) * Math.sqrt(positions));
    case 2:
      return 1 / (channels * positions);
    case 3:
      return 1 / 2;
  }
}

/** CPU reference: K·‖F − P‖² and its gradient 2K·(F − P) with respect to F. */
export function contentLoss(
  features: ArrayLike<number>,
  target: ArrayLike<number>,
  channels: number,
  kind: ContentLossFunction,
): LossGradient {
  const k = contentConstant(kind, channels, features.length / channels);
  const gradient = new Float64Array(features.length);
  let sum = 0;
  for (let i = 0; i < features.length; i++) {
    const d = features[i]! - target[i]!;
    sum += d * d;
    gradient[i] = 2 * k * d;
  }
  return { value: k * sum, gradient };
}
