import type { Size } from '../../../core/image.ts';
import type { TemporalCriterion } from '../../losses/temporal.ts';
import { contentDispatch, contentLossFloats, contentSeed } from '../kernels/content-seed.ts';
import type { GradientBase } from '../kernels/conv-parts.ts';
import {
  gramDispatches,
  gramFinish,
  gramLossFloats,
  gramPartial,
  gramPartialFloats,
  gramSplit,
} from '../kernels/gram.ts';
import { imageLossFloats, imageTerms, imageTermsDispatch } from '../kernels/image-terms.ts';
import { matmul, matmulGrid } from '../kernels/matmul.ts';
import { type LossSegment, sumLossesDispatch, type Term } from '../kernels/sum-losses.ts';
import { tapKind } from './network-shape.ts';
import type { Strategy } from './strategy.ts';
import { type Step, storageOf, type Tensor, totalBytes } from './tensor.ts';

/** Features at a tap. */
export interface TapMap {
  readonly tap: string;
  readonly features: Tensor;
  readonly channels: number;
}

/** Hands out places for partial losses, and remembers what they are. */
export interface LossBook {
  /** grows while planning */
  readonly partials: Tensor & { floats: number };
  readonly segments: LossSegment[];
  /** @returns where the segment begins */
  reserve(term: Term, count: number, factor: number): number;
}

export function createLossBook(): LossBook {
  const partials = { name: 'partial losses', floats: 0, kind: 'kept' as const };
  const segments: LossSegment[] = [];
  return {
    partials,
    segments,
    reserve(term, count, factor) {
      const first = partials.floats;
      segments.push({ term, first, count, factor });
      partials.floats += count;
      return first;
    },
  };
}

/**
 * Gram matrix of a tap against its target: `difference` = slope·(G − A).
 * @param factor of ‖G − A‖² in the loss
 * @param slope for `difference`
 */
export function gramStep(
  { tap, features, channels }: TapMap,
  target: Tensor,
  difference: Tensor,
  slope: number,
  first: number,
  partialLosses: Tensor,
): Step {
  const positions = features.floats / channels;
  const split = gramSplit(channels, positions);
  const partials: Tensor = {
    name: `parts of the Gram matrix of ${tap}`,
    floats: gramPartialFloats(split),
    kind: 'work',
  };
  const kernels = { partial: gramPartial(channels, storageOf(features)), finish: gramFinish(channels) };
  const tensors = [features, partials, target, difference, partialLosses];
  return {
    name: 'Gram',
    layer: tap,
    variant: `${split.parts} parts`,
    tensors,
    flops: 2 * positions * channels * channels,
    bytes: totalBytes(tensors),
    dispatches: (resolve) =>
      gramDispatches(
        kernels,
        split,
        {
          features: resolve(features),
          partials: resolve(partials),
          target: resolve(target),
          difference: resolve(difference),
          losses: resolve(partialLosses),
        },
        slope,
        first,
      ),
  };
}

/** Partial losses of a style layer. */
export function gramLosses({ features, channels }: TapMap): number {
  return gramLossFloats(gramSplit(channels, features.floats / channels));
}

/** Gradient of the style loss at a tap: F·D, in the gradient there. */
export function styleSeed(
  { tap, features, channels }: TapMap,
  difference: Tensor,
  gradient: Tensor,
  base: GradientBase,
  strategy: Strategy,
): Step {
  const positions = features.floats / channels;
  const tile = strategy.product(channels, positions);
  const kernel = matmul({
    depth: channels,
    columns: channels,
    tile,
    rows: positions % tile.rows === 0 ? 'padded' : 'any',
    result: { tap: tapKind(tap), base },
    storage: { source: storageOf(features), filters: 'f32', result: storageOf(gradient) },
  });
  const tensors = [features, difference, gradient];
  return {
    name: 'Gram gradient',
    layer: tap,
    variant: `${tile.rows}×${tile.columns}`,
    tensors,
    flops: 2 * positions * channels * channels,
    bytes: totalBytes(tensors),
    dispatches: (resolve) => [
      {
        kernel,
        buffers: tensors.map(resolve),
        ...matmulGrid({ rows: positions, columns: channels, batch: 1, tile }),
      },
    ],
  };
}

/** Content loss at a tap, and its gradient. @param factor of ‖F − P‖² @param gradientScale of the gradient behind it */
export function contentStep(
  { tap, features }: TapMap,
  target: Tensor,
  factor: number,
  book: LossBook,
  gradient: Tensor,
  base: GradientBase,
  gradientScale: number,
): Step {
  const values = features.floats / 4;
  const first = book.reserve('content', contentLossFloats(values), factor);
  const kernel = contentSeed(tapKind(tap), base, storageOf(features));
  const tensors = [features, target, gradient, book.partials];
  return {
    name: 'content',
    layer: tap,
    variant: '',
    tensors,
    flops: 5 * features.floats,
    bytes: totalBytes([features, target, gradient]),
    dispatches: (resolve) => [contentDispatch(kernel, tensors.map(resolve), values, 2 * factor * gradientScale, first)],
  };
}

/** What the terms of the image itself are made with. */
export interface ImageTermsPlan {
  readonly size: Size;
  readonly image: Tensor;
  readonly warped: Tensor;
  readonly targets: number;
  readonly gradient: Tensor;
  readonly tv: number;
  /** weight of one temporal target */
  readonly temporal: number;
  readonly criterion: TemporalCriterion;
}

/** Total variation and temporal loss; the gradient begins with theirs. */
export function imageStep(plan: ImageTermsPlan, book: LossBook): Step {
  const { size, image, warped, targets, gradient, tv, temporal, criterion } = plan;
  const count = imageLossFloats(size);
  const perValue = temporal / (3 * size.width * size.height);
  const lossFirst = book.reserve('tv', count, tv);
  book.reserve('temporal', count, perValue);
  const kernel = imageTerms(criterion);
  const tensors = [image, warped, gradient, book.partials];
  return {
    name: 'image terms',
    layer: 'image',
    variant: criterion,
    tensors,
    flops: 30 * size.width * size.height,
    bytes: totalBytes([image, warped, gradient]),
    dispatches: (resolve) => [
      imageTermsDispatch(kernel, tensors.map(resolve), { size, targets, tv, temporal: perValue, lossFirst }),
    ],
  };
}

/** All partial losses to totals. */
export function sumStep(book: LossBook, totals: Tensor): Step {
  const tensors = [book.partials, totals];
  return {
    name: 'sum of losses',
    layer: 'losses',
    variant: '',
    tensors,
    flops: 0,
    bytes: 0,
    dispatches: (resolve) => [sumLossesDispatch(tensors.map(resolve), book.segments)],
  };
}
