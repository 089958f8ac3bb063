import type { Size } from '../../../core/image.ts';
import { type Dispatch, groups, type Kernel, packUniform } from '../../../gpu/kernel.ts';
import { NO_PLANE } from '../hypotheses.ts';
import code from './select.wgsl?raw';

export interface SelectArgs<Floats, Shorts> extends Size {
  readonly labels: number;
  /** focal length in pixels of this size */
  readonly focal: number;
  /** of `Hypotheses` */
  readonly planes: Floats;
  /** of `aggregate` */
  readonly sum: Shorts;
  /** inverse depth of every pixel, per way between the cameras */
  readonly depth: Floats;
}

/** Pixels of a workgroup. */
const PIXELS = 8;

const kernel: Kernel = {
  label: 'select label',
  code,
  buffers: ['read', 'read', 'read-write'],
  uniform: true,
  constants: { NO_PLANE },
};

/** The method of `selectCpu`: exactly its labels, and its depths to rounding. */
export function select(args: SelectArgs<GPUBuffer, GPUBuffer>): Dispatch {
  const { width, height, labels, focal } = args;
  return {
    kernel,
    buffers: [args.planes, args.sum, args.depth],
    uniform: packUniform({ u32: width }, { u32: height }, { u32: labels }, { f32: focal }),
    grid: [groups(width, PIXELS), height, 1],
  };
}
