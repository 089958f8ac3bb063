import { type Dispatch, groups, type Kernel, packUniform } from '../../gpu/kernel.ts';
import code from './confirm.wgsl?raw';
import { UNKNOWN_MOTION } from './mismatch.ts';

export interface ConfirmArgs<Buffer> {
  /** both directions */
  readonly field: Buffer;
  readonly target: Buffer;
  readonly width: number;
  readonly height: number;
  /** pixels that the way there and back may miss its beginning by, in either component */
  readonly slack: number;
}

const kernel: Kernel = { label: 'confirm', code, buffers: ['read', 'read-write'], uniform: true };

/** Keeps motion that the other direction leads back from, read at the nearest pixel; the rest becomes `UNKNOWN_MOTION`. */
export function confirm(args: ConfirmArgs<GPUBuffer>): Dispatch {
  return {
    kernel,
    buffers: [args.field, args.target],
    uniform: packUniform({ u32: args.width }, { u32: args.height }, { f32: args.slack }, { f32: UNKNOWN_MOTION }),
    grid: [groups(args.width, 8), groups(args.height, 8), 2],
  };
}
