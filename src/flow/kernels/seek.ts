import { type Dispatch, groups, type Kernel, packUniform } from '../../gpu/kernel.ts';
import { MOST_DIFFERENT } from './mismatch.ts';
import code from './seek.wgsl?raw';

/** Blocks of (2·radius + 1)² pixels. */
export const BLOCK_RADIUS = 2;

/** What a pixel of a block costs that lies outside the other image: less likely, but not out of the question. */
export const OUTSIDE_COST = MOST_DIFFERENT;

/** What a pixel of the way costs: of places that look alike the nearest is taken. */
export const DISTANCE_COST = 1e-4;

export interface SeekArgs<Buffer> {
  /** layout in slope.ts */
  readonly features: Buffer;
  /** whole pixels, both directions */
  readonly field: Buffer;
  readonly width: number;
  readonly height: number;
  /** longest motion looked at, pixels */
  readonly reachX: number;
  readonly reachY: number;
}

const kernel: Kernel = { label: 'seek', code, buffers: ['read', 'read-write'], uniform: true };

/**
 * Block matching: for every pixel the whole motion within reach whose block differs least, by what `mismatch` counts. Exhaustive, so that what
 * moves far and is thin is found as well, and meant for small images: the work is pixels × motions × 25.
 */
export function seek(args: SeekArgs<GPUBuffer>): Dispatch {
  const { width, height, reachX, reachY } = args;
  return {
    kernel,
    buffers: [args.features, args.field],
    uniform: packUniform(
      { u32: width },
      { u32: height },
      { u32: reachX },
      { u32: reachY },
      { f32: MOST_DIFFERENT },
      { f32: OUTSIDE_COST },
      { f32: DISTANCE_COST },
    ),
    grid: [groups(width, 8), groups(height, 8), 2],
  };
}
