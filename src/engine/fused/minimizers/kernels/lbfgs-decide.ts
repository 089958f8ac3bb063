import type { BufferRange, Dispatch, Kernel } from '../../../../gpu/kernel.ts';
import { DOTS_LAYOUT_WGSL } from '../lbfgs-dots-layout.ts';
import { LBFGS_STATE_WGSL } from '../lbfgs-state.ts';
import code from './lbfgs-decide.wgsl?raw';
import judge from './lbfgs-judge.wgsl?raw';
import lineSearch from './lbfgs-line-search.wgsl?raw';
import progress from './progress.wgsl?raw';

/** Judges an evaluation and says, in the state, what is to be done next. */
export interface LbfgsDecideArgs<Buffer> {
  /** of `lbfgsDots` */
  readonly partials: Buffer;
  /** content, style, tv, temporal at the trial */
  readonly losses: Buffer;
  readonly state: Buffer;
  /** 2·history² dot products between pairs, see the kernel */
  readonly gram: Buffer;
  /** `LOG_ROWS` rows of `LOG_WORDS` */
  readonly log: Buffer;
}

const kernel: Kernel = {
  label: 'lbfgs-decide',
  code: LBFGS_STATE_WGSL + DOTS_LAYOUT_WGSL + progress + judge + lineSearch + code,
  buffers: ['read', 'read', 'read-write', 'read-write', 'read-write'],
  uniform: false,
};

/** One workgroup. */
export function lbfgsDecide(args: LbfgsDecideArgs<BufferRange>): Dispatch {
  const { partials, losses, state, gram, log } = args;
  return { kernel, buffers: [partials, losses, state, gram, log], grid: [1, 1, 1] };
}
