import { type Dispatch, groups, type Kernel, packUniform } from '../../gpu/kernel.ts';
import code from './diffusivity.wgsl?raw';

export interface DiffusivityArgs<Buffer> {
  /** slot 3's edge weight is read; layout in slope.ts */
  readonly features: Buffer;
  /** current flow, both directions */
  readonly flow: Buffer;
  /** 2 floats a pixel: weight to the right neighbour, weight to the lower one; 0 across the border */
  readonly edges: Buffer;
  readonly width: number;
  readonly height: number;
  /** weight of the smoothness term */
  readonly alpha: number;
}

const kernel: Kernel = { label: 'diffusivity', code, buffers: ['read', 'read', 'read-write'], uniform: true };

/**
 * α·w·ψ′ at half pixels with ψ(s²) = 2·√(s² + 1e-6), s² = |∇u|² + |∇v|² and w the image's edge weight, for the current
 * flow (lagged diffusivity; half-point differences as in Brox' thesis 2005, section A.1).
 */
export function diffusivity(args: DiffusivityArgs<GPUBuffer>): Dispatch {
  return {
    kernel,
    buffers: [args.features, args.flow, args.edges],
    uniform: packUniform({ u32: args.width }, { u32: args.height }, { f32: args.alpha }),
    grid: [groups(args.width, 8), groups(args.height, 8), 2],
  };
}
