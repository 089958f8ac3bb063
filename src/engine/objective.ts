import type { FloatImage, Size } from '../core/image.ts';
import type { TemporalTarget } from './losses/temporal.ts';
import type { LossTerms } from './losses/terms.ts';

/** The objective at one image. */
export interface Evaluation {
  /** weighted total, summed in double precision */
  readonly value: number;
  readonly terms: LossTerms;
  /** d value / d x, same length as x */
  readonly gradient: Float32Array;
}

/**
 * What is minimised for one frame at one size. `x` is the image, interleaved RGB 0–255 minus the mean of the weights in use,
 * length = width·height·3.
 */
export interface Objective {
  readonly size: Size;
  evaluate(x: Float32Array): Promise<Evaluation>;
  dispose(): void;
}

/** A painting with its share in the mix. */
export interface StyleImage {
  /** RGB 0–255, already at the size at which it is to be seen */
  readonly image: FloatImage;
  /** v_s; the shares of all styles sum to 1 */
  readonly weight: number;
}

/** Mixed Gram matrices of all styles for one picture size; kept from frame to frame by whoever asked for it. */
export interface StyleTarget {
  dispose(): void;
}

/** Everything that makes an objective, apart from the params. */
export interface ObjectiveSpec {
  /** RGB 0–255; gives the content target and the size */
  readonly content: FloatImage;
  readonly style: StyleTarget;
  /** same size as content; empty for a frame painted alone */
  readonly temporal: readonly TemporalTarget[];
}

/** Port: an engine. Both engines give the same terms within 1e-3 and the same gradient within 1e-3 of its norm. */
export interface ObjectiveFactory {
  /** subtracted from RGB 0–255 to get x */
  readonly mean: readonly [number, number, number];
  /** one pass of the network for each style */
  styleTarget(styles: readonly StyleImage[]): Promise<StyleTarget>;
  /** @param spec.style must come from this factory */
  create(spec: ObjectiveSpec): Promise<Objective>;
  dispose(): void;
}
