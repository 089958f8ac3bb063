import type { AdamOptions } from '../../minimizers/adam.ts';
import { PROGRESS_CONSTANTS, PROGRESS_FIELDS, progressStart, type StopOptions } from './progress-state.ts';
import { stateMembers, stateWords, viewState } from './state-layout.ts';

export const ADAM_FIELDS = {
  ...PROGRESS_FIELDS,
  // set by the host
  learning_rate: 'f32',
  beta1: 'f32',
  beta2: 'f32',
  /** 1 − β, from double precision: the difference of single ones has four digits */
  rest1: 'f32',
  rest2: 'f32',
  /** gradients in the moments; above the run's own where it goes on with those of an earlier one */
  updates: 'u32',
  /** 1 − βᵏ after k updates */
  correction1: 'f32',
  correction2: 'f32',
  // from here on zero at the start
  /** bias-corrected, of the next step */
  rate: 'f32',
} as const;

export const ADAM_STATE_WORDS = stateWords(ADAM_FIELDS);

/** The struct `State` and the codes in it, for the kernels. */
export const ADAM_STATE_WGSL = `${PROGRESS_CONSTANTS}struct State {\n${stateMembers(ADAM_FIELDS)}}\n`;

export type GpuAdamOptions = AdamOptions & StopOptions;

/**
 * The state buffer: writing it starts Adam anew from the image in `trial`, whatever the other buffers hold; save that a run with
 * `options.moments` goes on from those in `first` and `second`, to be written too.
 */
export function adamStart(pixels: number, options: GpuAdamOptions): Uint8Array<ArrayBuffer> {
  const words = new Float32Array(ADAM_STATE_WORDS);
  const updates = options.moments?.updates ?? 0;
  Object.assign(viewState(ADAM_FIELDS, words), {
    ...progressStart(pixels, options),
    learning_rate: options.learningRate,
    beta1: options.beta1,
    beta2: options.beta2,
    rest1: 1 - options.beta1,
    rest2: 1 - options.beta2,
    updates,
    correction1: 1 - options.beta1 ** updates,
    correction2: 1 - options.beta2 ** updates,
  });
  return new Uint8Array(words.buffer);
}
