import type { Size } from '../core/image.ts';
import { convOfTap, layersUpTo } from '../engine/network/layers.ts';

/** Multiply-adds of one evaluation (loss and gradient), by what they are spent on. */
export interface Work {
  /** convolutions from the image to the deepest tap, by layer name */
  readonly forward: ReadonlyMap<string, number>;
  /** Gram matrices of all style taps, whole (their symmetry would spare half) */
  readonly gram: number;
  /** floating-point operations of one evaluation, two for each multiply-add */
  readonly flops: number;
}

/**
 * What one evaluation takes when every convolution is counted directly, nine products for each pair of channels and position: the measure in
 * which engines can be compared, whatever algorithm they use. The gradient down to the image takes as much as the way up, and that of a Gram
 * matrix as much as the matrix.
 */
export function evaluationWork(
  { width, height }: Size,
  taps: { content: readonly string[]; style: readonly string[] },
): Work {
  const forward = new Map<string, number>();
  const positions = (block: number) => Math.floor(width / 2 ** (block - 1)) * Math.floor(height / 2 ** (block - 1));
  for (const { name, block, inputs, outputs } of layersUpTo([...taps.content, ...taps.style])) {
    forward.set(name, 9 * inputs * outputs * positions(block));
  }
  let gram = 0;
  for (const tap of taps.style) {
    const { block, outputs } = convOfTap(tap);
    gram += outputs * outputs * positions(block);
  }
  const convolutions = [...forward.values()].reduce((a, b) => a + b, 0);
  return { forward, gram, flops: 2 * 2 * (convolutions + gram) };
}
