/** Settings of the variational solver. They are no parameters of a project: nobody would know how to turn them. */
export interface SolverSettings {
  /** standard deviation of the blur before everything, in pixels of the full size */
  readonly blur: number;
  /** size of a pyramid level relative to the next finer one, < 1 */
  readonly pitch: number;
  /** no level has a side shorter than this, pixels */
  readonly smallest: number;
  /** weight of the smoothness term */
  readonly alpha: number;
  /** weight of gradient constancy */
  readonly gamma: number;
  /** smoothness falls with exp(−edgeDecay·|∇grey|), grey in 0–1 */
  readonly edgeDecay: number;
  readonly edgeFloor: number;
  /** linearisations per level */
  readonly warps: number;
  /** updates of the robust weights per warp */
  readonly updates: number;
  /** sweeps of the linear solver per update */
  readonly sweeps: number;
  readonly omega: number;
  /** pixels that one warp may move a component by */
  readonly limit: number;
  readonly medianRadius: 1 | 2 | 3;
  /** of the weighted median that ends each level: see weighted-median.ts */
  readonly sigmaSpace: number;
  readonly sigmaColour: number;
  /** longer side of the level that is searched for large motion, at most, pixels */
  readonly seekSide: number;
  /** motion looked at, as a share of the sides */
  readonly seekReach: number;
  /** see confirm.ts */
  readonly seekSlack: number;
  /** matches and starts are considered on levels of this share of the full size and below */
  readonly trialScale: number;
  /** standard deviation of the blur of their costs, pixels of the level */
  readonly trialBlur: number;
  /** see choose.ts */
  readonly trialShare: number;
}

/**
 * Measured by `npm run bench:flow` on the Middlebury pairs RubberWhale, Grove2 and Urban3 and on the built-in street. `smallest` is for streets,
 * whose frames lie far apart: a photograph of 160×120 px moved by (30, 8) px is found on 59 % of its pixels with 20, on all with 12, and
 * Middlebury does not change.
 */
export const defaultSolver: SolverSettings = {
  blur: 0.6,
  pitch: 0.8,
  smallest: 12,
  alpha: 0.028,
  gamma: 3,
  edgeDecay: 8,
  edgeFloor: 0.05,
  warps: 5,
  updates: 3,
  sweeps: 12,
  omega: 1.85,
  limit: 1,
  medianRadius: 3,
  sigmaSpace: 7,
  sigmaColour: 0.05,
  seekSide: 80,
  seekReach: 0.3,
  seekSlack: 1,
  trialScale: 0.5,
  trialBlur: 2.5,
  trialShare: 0.9,
};
