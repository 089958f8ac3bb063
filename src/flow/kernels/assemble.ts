import { type Dispatch, groups, type Kernel, packUniform } from '../../gpu/kernel.ts';
import code from './assemble.wgsl?raw';

/** Floats a pixel has in `inverse`: 11, 12, 22 of the inverted matrix, and one unused. */
export const INVERSE_FLOATS = 4;

export interface AssembleArgs<Buffer> {
  /** layout in linearise.ts */
  readonly tensors: Buffer;
  /** layout in diffusivity.ts */
  readonly edges: Buffer;
  /** flow at which the data term was linearised */
  readonly origin: Buffer;
  /** current flow */
  readonly flow: Buffer;
  readonly inverse: Buffer;
  /** data part of the right side, 2 floats a pixel */
  readonly constant: Buffer;
  readonly width: number;
  readonly height: number;
  /** weight of gradient constancy beside brightness constancy */
  readonly gamma: number;
}

const kernel: Kernel = {
  label: 'assemble',
  code,
  buffers: ['read', 'read', 'read', 'read', 'read-write', 'read-write'],
  uniform: true,
};

/**
 * The linear system of one lagged update, per pixel (A + Σe)·w = c + Σe·w_neighbour, in the whole flow w rather than its
 * increment, so that a sweep reads one field. Robust weights 1/√(s² + 1e-6), separate roots for brightness and gradient
 * (Brox et al. 2004 with the separate penalties of Bruhn and Weickert 2005).
 */
export function assemble(args: AssembleArgs<GPUBuffer>): Dispatch {
  return {
    kernel,
    buffers: [args.tensors, args.edges, args.origin, args.flow, args.inverse, args.constant],
    uniform: packUniform({ u32: args.width }, { u32: args.height }, { f32: args.gamma }),
    grid: [groups(args.width, 8), groups(args.height, 8), 2],
  };
}
