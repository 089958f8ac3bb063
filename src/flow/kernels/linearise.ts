import { type Dispatch, groups, type Kernel, packUniform } from '../../gpu/kernel.ts';
import code from './linearise.wgsl?raw';

/** Floats a pixel has in `tensors`: 11, 12, 22, 13, 23, 33 of the brightness form, then of the gradient form. */
export const TENSOR_FLOATS = 12;

/** Flow buffers hold both directions (u, v): a → b on a's grid, then b → a on b's. */
export interface LineariseArgs<Buffer> {
  /** layout in slope.ts */
  readonly features: Buffer;
  /** flow around which the data term is linearised */
  readonly origin: Buffer;
  readonly tensors: Buffer;
  /** becomes a copy of `origin`: where the solver starts */
  readonly flow: Buffer;
  readonly width: number;
  readonly height: number;
}

const kernel: Kernel = {
  label: 'linearise',
  code,
  buffers: ['read', 'read', 'read-write', 'read-write'],
  uniform: true,
};

/**
 * Data term of Brox et al. 2004 (eq. 1 with 3) as two quadratic forms (du, dv, 1)·J·(du, dv, 1)ᵀ: mean squared
 * brightness difference of R, G, B and squared difference of grey's gradient. The other image is sampled bicubically
 * (Catmull–Rom), derivatives are averaged between the two. A pixel that leaves the image has no data: zeros.
 */
export function linearise(args: LineariseArgs<GPUBuffer>): Dispatch {
  return {
    kernel,
    buffers: [args.features, args.origin, args.tensors, args.flow],
    uniform: packUniform({ u32: args.width }, { u32: args.height }),
    grid: [groups(args.width, 8), groups(args.height, 8), 2],
  };
}
