import type { FloatImage, Size } from '../core/image.ts';
import type { TemporalTarget } from './losses/temporal.ts';
import type { LossTerms } from './losses/terms.ts';
import type { AdamMoments, AdamOptions } from './minimizers/adam.ts';
import type { LbfgsOptions } from './minimizers/lbfgs.ts';
import type { StopReason } from './minimizers/minimizer.ts';

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
  /**
   * Minimises where the objective is, without the gradient coming to the host; absent where the engine leaves that to the host.
   * @param start as x of `evaluate`
   * @throws the signal's abort reason
   */
  minimize?(
    start: Float32Array,
    options: MinimizeOptions,
    signal?: AbortSignal,
  ): AsyncGenerator<MinimizeStep, Minimized>;
  dispose(): void;
}

/** Which minimiser, with its options. */
export type MinimizeOptions =
  | ({ readonly minimizer: 'lbfgs' } & LbfgsOptions)
  | ({ readonly minimizer: 'adam' } & AdamOptions);

/** After each evaluation of a minimiser. */
export interface MinimizeStep {
  /** counted from 1 */
  readonly evaluation: number;
  /** at the best (L-BFGS) or current (Adam) image */
  readonly terms: LossTerms;
  /** that image as x, or one a few evaluations further on; ask before the next step */
  readonly image: () => Promise<Float32Array>;
}

/** What a minimiser found. */
export interface Minimized {
  readonly x: Float32Array;
  readonly terms: LossTerms;
  readonly evaluations: number;
  readonly stop: StopReason;
  /** Adam's, where `keepMoments` asked for them; absent where no gradient went into them */
  readonly moments?: AdamMoments;
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
  /** One pass of the network for each style. @throws the signal's abort reason, where the engine measures before it */
  styleTarget(styles: readonly StyleImage[], signal?: AbortSignal): Promise<StyleTarget>;
  /**
   * To be asked before a picture is begun, where the engine can tell: makes room for its full size.
   * @param temporalTargets warped frames that it will be held to
   * @throws PleinAirError kind `device` naming a size that fits; the signal's abort reason
   */
  reserve?(size: Size, temporalTargets: number, signal?: AbortSignal): Promise<void>;
  /**
   * @param spec.style must come from this factory
   * @throws the signal's abort reason, where the engine measures before it
   */
  create(spec: ObjectiveSpec, signal?: AbortSignal): Promise<Objective>;
  dispose(): void;
}
