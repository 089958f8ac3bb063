import { type Dispatch, groups, type Kernel, packUniform } from '../../gpu/kernel.ts';
import code from './slope.wgsl?raw';

/** Floats a pixel has in `features`: image, ∂x, ∂y (each R, G, B, grey), then grey's xx, xy, yy and the edge weight. */
export const FEATURE_FLOATS = 16;

/** Images a and b, one after the other, R, G, B, grey in 0–1. */
export interface SlopeArgs<Buffer> {
  readonly image: Buffer;
  /** slots 0–2 of 4 are written */
  readonly features: Buffer;
  readonly width: number;
  readonly height: number;
}

const kernel: Kernel = { label: 'slope', code, buffers: ['read', 'read-write'], uniform: true };

/** Image and first derivatives, stencil (1, −8, 0, 8, −1)/12 with the border repeated (Brox et al. 2004, section 4). */
export function slope(args: SlopeArgs<GPUBuffer>): Dispatch {
  return {
    kernel,
    buffers: [args.image, args.features],
    uniform: packUniform({ u32: args.width }, { u32: args.height }),
    grid: [groups(args.width, 8), groups(args.height, 8), 2],
  };
}
