/** A function's value and gradient at one point. Objectives may carry more with it (the single loss terms). */
export interface Evaluated {
  readonly value: number;
  /** same length as x */
  readonly gradient: Float32Array;
}

/** The function to minimise. `x` must not be kept or changed by it. */
export type Evaluate<E extends Evaluated> = (x: Float32Array) => Promise<E>;

/** Why a minimiser stopped: budget spent, relative decrease below `ftol`, no step found that goes down, value not finite. */
export type StopReason = 'evaluations' | 'ftol' | 'line_search' | 'not_finite';

/** One evaluation of the function, as it happens. */
export interface Step<E extends Evaluated> {
  /** counted from 1 */
  readonly evaluation: number;
  /** best (L-BFGS) or current (Adam) image; not to be changed, valid until the next step */
  readonly x: Float32Array;
  /** the function at `x` */
  readonly at: E;
}

export interface Minimum<E extends Evaluated> {
  readonly x: Float32Array;
  readonly at: E;
  readonly evaluations: number;
  readonly stop: StopReason;
}

/** Stops where |f_k − f_{k+1}|/max(|f_k|, |f_{k+1}|, 1) ≤ ftol over `interval` iterations, after SciPy's L-BFGS-B. */
export function createDecreaseTest(ftol: number, interval: number): (value: number) => boolean {
  let reference = Number.NaN;
  let iterations = 0;
  return (value) => {
    if (ftol <= 0) return false;
    if (Number.isNaN(reference)) {
      reference = value;
      return false;
    }
    iterations++;
    if (iterations % interval !== 0) return false;
    // Adam and unsearched steps may go up for a while: that is no sign of being settled, so the size of the change counts.
    const change = Math.abs(reference - value) / Math.max(Math.abs(reference), Math.abs(value), 1);
    reference = value;
    return change <= ftol;
  };
}
