import { type Dispatch, groups, type Kernel, packUniform } from '../../gpu/kernel.ts';
import code from './choose.wgsl?raw';

/** Motion beyond this many pixels is none: a blend with `UNKNOWN_MOTION`. */
export const LONGEST_MOTION = 1e4;

/** What a pixel costs whose motion leaves the image: more than most that fits, less than what fits nowhere. */
export const UNSEEN_COST = 0.075;

export interface ChooseArgs<Buffer> {
  /** another field, both directions */
  readonly candidate: Buffer;
  /** what it costs, as `mismatch` writes it, blurred */
  readonly cost: Buffer;
  /** the field so far; takes the candidate's motion where that is the better one */
  readonly field: Buffer;
  /** what that costs; follows `field` */
  readonly best: Buffer;
  readonly width: number;
  readonly height: number;
  /** share of the cost so far that a candidate must stay below, 0–1 */
  readonly share: number;
}

const kernel: Kernel = {
  label: 'choose',
  code,
  buffers: ['read', 'read', 'read-write', 'read-write'],
  uniform: true,
};

/** Takes over another field's motion in every pixel where it is known and clearly the better one: a start may be wrong anywhere. */
export function choose(args: ChooseArgs<GPUBuffer>): Dispatch {
  const { width, height, share } = args;
  return {
    kernel,
    buffers: [args.candidate, args.cost, args.field, args.best],
    uniform: packUniform(
      { u32: width },
      { u32: height },
      { f32: share },
      { f32: LONGEST_MOTION },
      { f32: UNSEEN_COST },
    ),
    grid: [groups(width, 8), groups(height, 8), 2],
  };
}
