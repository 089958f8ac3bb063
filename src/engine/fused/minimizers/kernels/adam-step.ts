import type { BufferRange, Dispatch, Kernel } from '../../../../gpu/kernel.ts';
import { ADAM_STATE_WGSL } from '../adam-state.ts';
import code from './adam-step.wgsl?raw';
import progress from './progress.wgsl?raw';

/** Judges an evaluation and says, in the state, what is to be done with the images. */
export interface AdamStepArgs<Buffer> {
  /** content, style, tv, temporal at the trial */
  readonly losses: Buffer;
  readonly state: Buffer;
  /** `LOG_ROWS` rows of `LOG_WORDS` */
  readonly log: Buffer;
}

const kernel: Kernel = {
  label: 'adam-step',
  code: ADAM_STATE_WGSL + progress + code,
  buffers: ['read', 'read-write', 'read-write'],
  uniform: false,
};

/** One invocation. */
export function adamStep({ losses, state, log }: AdamStepArgs<BufferRange>): Dispatch {
  return { kernel, buffers: [losses, state, log], grid: [1, 1, 1] };
}
