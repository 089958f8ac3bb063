import type { BufferRange, Dispatch } from '../../../gpu/kernel.ts';
import { ADAM_STATE_WORDS } from './adam-state.ts';
import { type AdamStepArgs, adamStep } from './kernels/adam-step.ts';
import { type AdamUpdateArgs, adamUpdate } from './kernels/adam-update.ts';
import type { ObjectiveBuffers } from './objective-buffers.ts';
import { LOG_ROWS, LOG_WORDS } from './progress-state.ts';

/** Length of each buffer in 32-bit words. Nothing in them need be set but `state`, by `adamStart`, and the moments of a run that goes on. */
export function adamBuffers(pixels: number) {
  return {
    state: ADAM_STATE_WORDS,
    /** rows for `readLog` */
    log: LOG_ROWS * LOG_WORDS,
    /** the image evaluated last whose losses are finite, four values a pixel: the result, and what a live picture shows */
    best: 4 * pixels,
    /** moments, four values a pixel */
    first: 4 * pixels,
    second: 4 * pixels,
  };
}

/**
 * Adam as two dispatches to run after each evaluation of the objective, as engine/minimizers/adam.ts has it but with moments in
 * single precision, and where losses are not finite it ends with the image before. Once the state says that the run has stopped, they change nothing.
 */
export function adamDispatches(
  pixels: number,
  objective: ObjectiveBuffers,
  buffers: Readonly<Record<keyof ReturnType<typeof adamBuffers>, BufferRange>>,
): Dispatch[] {
  const all = { ...objective, ...buffers };
  return [adamStep(all), adamUpdate(pixels, all)];
}

/** A part of the image: as many pixels of every vector. */
export interface AdamPart<Buffer> extends Omit<AdamUpdateArgs<Buffer>, 'state'> {
  readonly pixels: number;
}

/** `adamDispatches` for an image whose vectors are in parts. */
export function adamPartDispatches(
  parts: readonly AdamPart<BufferRange>[],
  shared: AdamStepArgs<BufferRange>,
): Dispatch[] {
  const { state } = shared;
  return [adamStep(shared), ...parts.map((part) => adamUpdate(part.pixels, { ...part, state }, true))];
}
