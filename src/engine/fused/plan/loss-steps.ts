import { CONTENT_VALUES, contentDispatch, contentLossFloats, contentSeed } from '../kernels/content-seed.ts';
import type { GradientBase } from '../kernels/conv-parts.ts';
import {
  gramDispatches,
  gramFinish,
  gramLossFloats,
  gramPartial,
  gramPartialFloats,
  gramSplit,
} from '../kernels/gram.ts';
import { matmul, matmulGrid } from '../kernels/matmul.ts';
import { type LossSegment, sumLossesDispatch, type Term } from '../kernels/sum-losses.ts';
import { tapKind } from './network-shape.ts';
import type { Strategy } from './strategy.ts';
import { type Step, storageOf, type Tensor, totalBytes } from './tensor.ts';
import { bandsText, bindWhole, rangeOf, type Span, spansOf, valueBands, windowOf } from './windows.ts';

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

/** Bands of the product have at least so many positions: whatever the channels, a window then begins where its band does. */
const ALIGNED_POSITIONS = 64;

/**
 * Gram matrix of a tap against its target: `difference` = slope·(G − A).
 * @param factor of ‖G − A‖² in the loss
 * @param slope for `difference`
 * @param bindingLimit bytes that one binding may show
 */
export function gramStep(
  { tap, features, channels }: TapMap,
  target: Tensor,
  difference: Tensor,
  slope: number,
  first: number,
  partialLosses: Tensor,
  bindingLimit: number,
): Step {
  const positions = features.floats / channels;
  const split = gramSplit(channels, positions, undefined, bindingLimit);
  const partials: Tensor = {
    name: `parts of the Gram matrix of ${tap}`,
    floats: gramPartialFloats(split),
    kind: 'work',
  };
  const part = split.perPart * channels;
  const windowOfParts = ({ from, to }: Span) =>
    windowOf(features, { from: from * part, to: Math.min(to * part, features.floats) }, 4);
  const windows = bindWhole([features], bindingLimit)
    ? undefined
    : spansOf(split.parts, 1, (parts) => windowOfParts(parts).size <= bindingLimit).map((parts) => ({
        parts,
        window: windowOfParts(parts),
      }));
  const kernels = { partial: gramPartial(channels, storageOf(features), !!windows), finish: gramFinish(channels) };
  const tensors = [features, partials, target, difference, partialLosses];
  return {
    name: 'Gram',
    layer: tap,
    variant: `${split.parts} parts${bandsText(windows)}`,
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
        windows?.map(({ parts, window }) => ({
          firstPart: parts.from,
          parts: parts.to - parts.from,
          base: window.base,
          features: rangeOf(resolve(features), window),
        })),
      ),
  };
}

/** Partial losses of a style layer. */
export function gramLosses({ features, channels }: TapMap): number {
  return gramLossFloats(gramSplit(channels, features.floats / channels));
}

/** Gradient of the style loss at a tap: F·D, in the gradient there. @param bindingLimit bytes that one binding may show */
export function styleSeed(
  { tap, features, channels }: TapMap,
  difference: Tensor,
  gradient: Tensor,
  base: GradientBase,
  strategy: Strategy,
  bindingLimit: number,
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
  const bands = valueBands(
    [features, gradient],
    bindingLimit,
    channels * Math.ceil(ALIGNED_POSITIONS / tile.rows) * tile.rows,
  );
  return {
    name: 'Gram gradient',
    layer: tap,
    variant: `${tile.rows}×${tile.columns}${bandsText(bands)}`,
    tensors,
    flops: 2 * positions * channels * channels,
    bytes: totalBytes(tensors),
    dispatches: (resolve) =>
      bands.map((band) => ({
        kernel,
        buffers: tensors.map((tensor) => (tensor === difference ? resolve(tensor) : band.resolve(resolve, tensor))),
        ...matmulGrid({ rows: band.values / channels, columns: channels, batch: 1, tile }),
      })),
  };
}

/**
 * Content loss at a tap, and its gradient.
 * @param factor of ‖F − P‖²
 * @param gradientScale of the gradient behind it
 * @param bindingLimit bytes that one binding may show
 */
export function contentStep(
  { tap, features }: TapMap,
  target: Tensor,
  factor: number,
  book: LossBook,
  gradient: Tensor,
  base: GradientBase,
  gradientScale: number,
  bindingLimit: number,
): Step {
  const bands = valueBands([features, target, gradient], bindingLimit, CONTENT_VALUES);
  const losses = bands.map(({ values }) => contentLossFloats(values / 4));
  const first = book.reserve(
    'content',
    losses.reduce((sum, n) => sum + n, 0),
    factor,
  );
  const kernel = contentSeed(tapKind(tap), base, storageOf(features));
  const tensors = [features, target, gradient, book.partials];
  return {
    name: 'content',
    layer: tap,
    variant: bands.length > 1 ? `${bands.length} bands` : '',
    tensors,
    flops: 5 * features.floats,
    bytes: totalBytes([features, target, gradient]),
    dispatches: (resolve) =>
      bands.map((band, i) =>
        contentDispatch(
          kernel,
          tensors.map((tensor) => (tensor === book.partials ? resolve(tensor) : band.resolve(resolve, tensor))),
          band.values / 4,
          2 * factor * gradientScale,
          first + losses.slice(0, i).reduce((sum, n) => sum + n, 0),
        ),
      ),
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
