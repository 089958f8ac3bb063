import type { Size } from '../../../core/image.ts';
import type { TemporalCriterion } from '../../losses/temporal.ts';
import { imageLossFloats, imageTerms, imageTermsDispatch } from '../kernels/image-terms.ts';
import type { LossBook } from './loss-steps.ts';
import { type Step, type Tensor, totalBytes } from './tensor.ts';
import { bandsText, bindWhole, rangeOf, type Span, spansOf, windowOf } from './windows.ts';

/** What the terms of the image itself are made with. */
export interface ImageTermsPlan {
  readonly size: Size;
  readonly image: Tensor;
  /** warped frames */
  readonly targets: number;
  readonly gradient: Tensor;
  readonly tv: number;
  /** weight of one temporal target */
  readonly temporal: number;
  readonly criterion: TemporalCriterion;
}

/** Warped frames with their reliability: of all frames the pixels of one span, [targets, pixels, 4]. */
export interface WarpedPart {
  readonly tensor: Tensor;
  readonly pixels: Span;
}

/** Both ends of a span moved out by `margin` places, within `total`. */
const widened = ({ from, to }: Span, margin: number, total: number): Span => ({
  from: Math.max(0, from - margin),
  to: Math.min(total, to + margin),
});

const sum = (values: readonly number[]) => values.reduce((total, n) => total + n, 0);

/**
 * Total variation and temporal loss; the gradient begins with theirs.
 * @param bindingLimit bytes that one binding may show: where the image or the warped frames are larger they are worked on in bands of rows,
 * each with warped frames of its own
 */
export function planImageTerms(
  plan: ImageTermsPlan,
  book: LossBook,
  bindingLimit: number,
): { readonly step: Step; readonly warped: readonly WarpedPart[] } {
  const { size, image, targets, gradient, tv, temporal, criterion } = plan;
  const { width, height } = size;
  const kept = (name: string, pixels: number): Tensor => ({
    name,
    floats: Math.max(4, 4 * pixels * targets),
    kind: 'kept',
  });
  const inOne = kept('warped frames', width * height);
  const whole = bindWhole([image, gradient, inOne], bindingLimit);
  const values = ({ from, to }: Span): Span => ({ from: 4 * width * from, to: 4 * width * to });
  const imageWindow = (rows: Span) => windowOf(image, values(widened(rows, 1, height)), 4);
  const gradientWindow = (rows: Span) => windowOf(gradient, values(rows), 4);
  const fits = (rows: Span) =>
    imageWindow(rows).size <= bindingLimit &&
    gradientWindow(rows).size <= bindingLimit &&
    16 * width * (rows.to - rows.from) * targets <= bindingLimit;
  const spans = whole ? [{ from: 0, to: height }] : spansOf(height, 1, fits);
  const counts = spans.map(({ from, to }) => imageLossFloats({ width, height: to - from }));
  const perValue = temporal / (3 * width * height);
  const tvFirst = book.reserve('tv', sum(counts), tv);
  const temporalFirst = book.reserve('temporal', sum(counts), perValue);
  const kernel = imageTerms(criterion, !whole);
  const bands = spans.map((rows, i) => {
    const before = sum(counts.slice(0, i));
    const pixels: Span = { from: width * rows.from, to: width * rows.to };
    return {
      rows,
      pixels,
      tensor: whole ? inOne : kept(`warped frames, part ${i + 1} of ${spans.length}`, pixels.to - pixels.from),
      tvFirst: tvFirst + before,
      temporalFirst: temporalFirst + before,
    };
  });
  const warped = bands.map(({ tensor }) => tensor);
  const common = { size, targets, tv, temporal: perValue };
  return {
    warped: bands.map(({ tensor, pixels }) => ({ tensor, pixels })),
    step: {
      name: 'image terms',
      layer: 'image',
      variant: `${criterion}${bandsText(bands)}`,
      tensors: [image, ...warped, gradient, book.partials],
      flops: 30 * width * height,
      bytes: totalBytes([image, ...warped, gradient]),
      dispatches: (resolve) =>
        bands.map(({ rows, pixels, tensor, tvFirst: lossFirst, temporalFirst }) => {
          const terms = { ...common, lossFirst };
          const losses = resolve(book.partials);
          if (whole) return imageTermsDispatch(kernel, [...[image, tensor, gradient].map(resolve), losses], terms);
          const [own, made] = [imageWindow(rows), gradientWindow(rows)];
          return imageTermsDispatch(
            kernel,
            [rangeOf(resolve(image), own), resolve(tensor), rangeOf(resolve(gradient), made), losses],
            terms,
            {
              first: pixels.from,
              pixels: pixels.to - pixels.from,
              imageBase: own.base,
              gradientBase: made.base,
              temporalFirst,
            },
          );
        }),
    },
  };
}
