import { type Dispatch, groups, type Kernel, packUniform } from '../../gpu/kernel.ts';
import code from './mismatch.wgsl?raw';

/** What stands in a field, in both components, where it says nothing: beyond any motion, and no NaN, which a GPU need not keep. */
export const UNKNOWN_MOTION = 1e9;

/** Differences in colour (mean of R, G, B in 0–1) count up to this: what is hidden costs no more than what is merely wrong. */
export const MOST_DIFFERENT = 0.1;

export interface MismatchArgs<Buffer> {
  /** slot 0's R, G, B is read; layout in slope.ts */
  readonly features: Buffer;
  /** both directions */
  readonly field: Buffer;
  /** 2 floats a pixel: the difference, and 1; or 0 and 0 where the field leaves the image. Blurred, their ratio is a mean over what is seen. */
  readonly cost: Buffer;
  readonly width: number;
  readonly height: number;
}

const kernel: Kernel = { label: 'mismatch', code, buffers: ['read', 'read', 'read-write'], uniform: true };

/** How badly a field brings the two images onto each other: the difference between a pixel and where the field leads (bilinear). */
export function mismatch(args: MismatchArgs<GPUBuffer>): Dispatch {
  return {
    kernel,
    buffers: [args.features, args.field, args.cost],
    uniform: packUniform({ u32: args.width }, { u32: args.height }, { f32: MOST_DIFFERENT }),
    grid: [groups(args.width, 8), groups(args.height, 8), 2],
  };
}
