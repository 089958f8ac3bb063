import type { StopReason } from '../../minimizers/minimizer.ts';
import { codeConstants } from './state-layout.ts';

/** Why a minimiser stopped, as its state and log tell it. */
export const STOP_CODES = {
  running: 0,
  evaluations: 1,
  ftol: 2,
  line_search: 3,
  not_finite: 4,
} as const satisfies Record<StopReason | 'running', number>;

/** What an evaluation was, in the low bits of a log row's flags; the stop code stands above them. */
export const LOG_FLAGS = { accepted: 1, restarted: 2, recalled: 4 } as const;
export const STOP_SHIFT = 8;

/** 32-bit words of a log row. */
export const LOG_WORDS = 8;
/** Rows of the log, a ring: more than are ever on their way to the host. */
export const LOG_ROWS = 256;

/** What the last judgement asks of the kernel that moves the images. */
export const ACTIONS = {
  /** the trial becomes the point that the search starts from */
  accept: 1,
  /** its step and change of gradient become a pair */
  push: 2,
  /** the trial becomes the best image */
  keep: 4,
  /** a new direction */
  turn: 8,
  /** a new trial along the direction */
  move: 16,
  /** the best image becomes the trial again */
  recall: 32,
} as const;

/** Words that the states of all minimisers begin with. */
export const PROGRESS_FIELDS = {
  // set by the host
  pixels: 'u32',
  evaluations: 'u32',
  ftol: 'f32',
  ftol_interval: 'u32',
  /** added to totals where two are compared relatively: what the objective leaves out */
  constant: 'f32',
  // from here on zero at the start
  spent: 'u32',
  stop: 'u32',
  actions: 'u32',
  /** total that the decrease is measured from, and tests since the start; the first one sets it */
  reference: 'f32',
  tests: 'u32',
  // of the best (L-BFGS) or last (Adam) image
  content: 'f32',
  style: 'f32',
  tv: 'f32',
  temporal: 'f32',
} as const;

/** Options that every minimiser has. */
export interface StopOptions {
  /** of the objective, ≥ 1 */
  readonly evaluations: number;
  readonly ftol: number;
  readonly ftolInterval: number;
  /**
   * The additive part of the objective that `losses` leave out; enters the relative comparisons (ftol, blow-up), so that both
   * engines stop alike. 0 by default.
   */
  readonly constant?: number;
}

/** WGSL constants of the tables above. */
export const PROGRESS_CONSTANTS = [
  codeConstants('STOP', STOP_CODES),
  codeConstants('LOG', LOG_FLAGS),
  codeConstants('ACT', ACTIONS),
  `const STOP_SHIFT = ${STOP_SHIFT}u;\nconst LOG_WORDS = ${LOG_WORDS}u;\nconst LOG_ROWS = ${LOG_ROWS}u;\n`,
].join('');

/** Host-set words of a fresh state. */
export function progressStart(pixels: number, options: StopOptions) {
  return {
    pixels,
    evaluations: options.evaluations,
    ftol: options.ftol,
    ftol_interval: options.ftolInterval,
    constant: options.constant ?? 0,
  };
}
