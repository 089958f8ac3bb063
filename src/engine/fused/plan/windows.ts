import { type BufferRange, OFFSET_ALIGNMENT, rangeWithin } from '../../../gpu/kernel.ts';
import { valueBytes } from '../kernels/storage.ts';
import { type Resolve, storageOf, type Tensor, tensorBytes } from './tensor.ts';

/**
 * A tensor larger than what one binding may show is worked on in bands: each dispatch binds a window of it, of rows that lie one behind the
 * other in memory.
 */

/** Part of a tensor that a dispatch binds. */
export interface Window {
  /** bytes, a multiple of `OFFSET_ALIGNMENT` */
  readonly offset: number;
  /** bytes */
  readonly size: number;
  /** elements of the tensor before the window */
  readonly base: number;
}

/** Places of a tensor, the last one excluded. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * The window that holds the values of a span: it begins a little earlier where the span does not begin at a multiple of the alignment.
 * @param element values of one element of the kernel's array: 4 of a map, 1 word of a mask
 */
export function windowOf(tensor: Tensor, { from, to }: Span, element: 1 | 4): Window {
  const bytes = valueBytes(storageOf(tensor));
  const offset = Math.floor((from * bytes) / OFFSET_ALIGNMENT) * OFFSET_ALIGNMENT;
  const end = Math.min(Math.ceil((to * bytes) / 4) * 4, tensorBytes(tensor));
  return { offset, size: end - offset, base: offset / bytes / element };
}

/** What a dispatch binds of a tensor that stands in `range`. */
export function rangeOf(range: BufferRange, { offset, size }: Window): BufferRange {
  return rangeWithin(range, offset, size);
}

/**
 * Spans of equal length that cover `total` places, as few as fit.
 * @param multiple every span but the last has a multiple of this many places
 * @param fits whether a span's windows can be bound; shorter ones are tried until all can, down to `multiple` places
 * @param most places of a span at most
 */
export function spansOf(
  total: number,
  multiple: number,
  fits: (span: Span) => boolean,
  most = Number.POSITIVE_INFINITY,
): Span[] {
  const units = Math.ceil(total / multiple);
  let length = Math.max(1, Math.min(units, Math.floor(most / multiple)));
  for (;;) {
    // Spans of equal length: a last one of a single row would leave the machine idle.
    const each = Math.ceil(units / Math.ceil(units / length)) * multiple;
    const spans = Array.from({ length: Math.ceil(total / each) }, (_, i) => ({
      from: i * each,
      to: Math.min(total, (i + 1) * each),
    }));
    if (length === 1 || spans.every(fits)) return spans;
    length--;
  }
}

/** Whether every tensor can be bound as a whole. @param limit bytes of one binding */
export function bindWhole(tensors: readonly Tensor[], limit: number): boolean {
  return tensors.every((tensor) => tensorBytes(tensor) <= limit);
}

/** A run of values of tensors that are worked on value by value or position by position. */
interface ValueBand {
  readonly values: number;
  /** the same run of each tensor */
  readonly resolve: (resolve: Resolve, tensor: Tensor) => BufferRange;
}

/**
 * Bands of tensors of like length; one of everything where that can be bound.
 * @param multiple values that each band but the last has a multiple of; of them a binding may begin at each
 */
export function valueBands(tensors: readonly Tensor[], limit: number, multiple: number): ValueBand[] {
  const total = tensors[0]!.floats;
  if (bindWhole(tensors, limit)) return [{ values: total, resolve: (resolve, tensor) => resolve(tensor) }];
  const fits = (span: Span) => tensors.every((tensor) => windowOf(tensor, span, 4).size <= limit);
  return spansOf(total, multiple, fits).map((span) => ({
    values: span.to - span.from,
    resolve: (resolve, tensor) => rangeOf(resolve(tensor), windowOf(tensor, span, 4)),
  }));
}

/** What a step says of its bands: nothing where there is one. */
export function bandsText(bands: readonly unknown[] = []): string {
  return bands.length > 1 ? `, ${bands.length} bands` : '';
}
