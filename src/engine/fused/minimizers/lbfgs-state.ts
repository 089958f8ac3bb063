import type { LbfgsOptions } from '../../minimizers/lbfgs.ts';
import type { LineSearchKind } from '../../minimizers/line-search.ts';
import { dotChunks } from './lbfgs-dots-layout.ts';
import { PROGRESS_CONSTANTS, PROGRESS_FIELDS, progressStart, type StopOptions } from './progress-state.ts';
import { codeConstants, stateMembers, stateWords, viewState } from './state-layout.ts';

/** Longest history that the kernels have room for. */
const MAX_HISTORY = 100;

const LINE_SEARCHES = { wolfe: 0, backtrack: 1, none: 2 } as const satisfies Record<LineSearchKind, number>;

/** What the trial that was just evaluated is. */
const PHASES = {
  /** the start */
  start: 0,
  /** a point along the direction */
  search: 1,
  /** the best point of a search that ended elsewhere, evaluated again for its gradient */
  confirm: 2,
  /** the best point of the run, from where it goes downhill without history */
  restart: 3,
} as const;

/** As in engine/minimizers/line-search.ts and lbfgs.ts, but for the last. */
export const LBFGS_RULES = {
  /** sufficient decrease and curvature */
  decrease: 1e-4,
  curvature: 0.9,
  max_trials: 10,
  /** Without a line search, a total above this many times the best one sends the iteration back to the best point. */
  blow_up: 2,
  /** A pair is kept where y·s is above this share of |y||s|: sums in single precision know it no better than to 1e-7 of that. */
  safe_curvature: 1e-6,
} as const;

export const LBFGS_FIELDS = {
  ...PROGRESS_FIELDS,
  // set by the host
  history: 'u32',
  line_search: 'u32',
  first_step: 'f32',
  /** workgroups that share a dot product */
  chunks: 'u32',
  // from here on zero at the start
  phase: 'u32',
  best_value: 'f32',
  /** 1 where the search started from the best image */
  at_best: 'u32',
  // the point that the search starts from
  value: 'f32',
  /** along the direction */
  slope: 'f32',
  /** squared length and sum of absolute values of its gradient */
  square: 'f32',
  steepness: 'f32',
  // the trial and the line search
  t: 'f32',
  trials: 'u32',
  zooming: 'u32',
  low_t: 'f32',
  low_value: 'f32',
  low_slope: 'f32',
  high_t: 'f32',
  high_value: 'f32',
  high_slope: 'f32',
  high_finite: 'u32',
  // the ring: pairs stand in slots 0…pairs−1; once it is full, `oldest` is the next to be replaced
  pairs: 'u32',
  oldest: 'u32',
  /** slot of the pair that the last judgement made, valid with ACT_PUSH */
  slot: 'u32',
  /** share of the gradient in the direction; `weights` hold those of the pairs: x of the step, y of the change */
  gradient_weight: 'f32',
} as const;

/** Words of the state before the weights of the pairs. */
export const LBFGS_HEADER = stateWords(LBFGS_FIELDS);

/** Words of the whole state. */
export function lbfgsStateWords(history: number): number {
  return LBFGS_HEADER + 2 * history;
}

/** The struct `State` and the codes in it, for the kernels. */
export const LBFGS_STATE_WGSL = [
  PROGRESS_CONSTANTS,
  codeConstants('PHASE', PHASES),
  codeConstants('SEARCH', LINE_SEARCHES),
  ...Object.entries(LBFGS_RULES).map(([name, value]) => `const ${name.toUpperCase()} = ${value};\n`),
  `const MAX_HISTORY = ${MAX_HISTORY}u;\n`,
  `struct State {\n${stateMembers(LBFGS_FIELDS)}  weights: array<vec2f>,\n}\n`,
].join('');

export const LBFGS_CODES = { phase: PHASES, lineSearch: LINE_SEARCHES } as const;

export type GpuLbfgsOptions = LbfgsOptions & StopOptions;

/**
 * Beginning of the state buffer: writing it starts the minimiser anew from the image in `trial`, whatever the other buffers hold.
 * @param options.history at most that of the buffers, 1–100
 * @param chunks workgroups that share a dot product, where the image is in parts
 */
export function lbfgsStart(
  pixels: number,
  options: GpuLbfgsOptions,
  chunks = dotChunks(pixels),
): Uint8Array<ArrayBuffer> {
  if (!(options.history >= 1 && options.history <= MAX_HISTORY)) {
    throw new RangeError(`L-BFGS keeps 1 to ${MAX_HISTORY} pairs on the GPU, got ${options.history}`);
  }
  const words = new Float32Array(LBFGS_HEADER);
  Object.assign(viewState(LBFGS_FIELDS, words), {
    ...progressStart(pixels, options),
    history: options.history,
    line_search: LINE_SEARCHES[options.lineSearch],
    first_step: options.firstStep,
    chunks,
  });
  return new Uint8Array(words.buffer);
}
