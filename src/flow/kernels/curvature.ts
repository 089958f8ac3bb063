import { type Dispatch, groups, type Kernel, packUniform } from '../../gpu/kernel.ts';
import code from './curvature.wgsl?raw';

export interface CurvatureArgs<Buffer> {
  /** slots 1 and 2 are read, slot 3 is written; layout in slope.ts */
  readonly features: Buffer;
  readonly width: number;
  readonly height: number;
  readonly edgeDecay: number;
  readonly edgeFloor: number;
}

const kernel: Kernel = { label: 'curvature', code, buffers: ['read-write'], uniform: true };

/**
 * Grey's second derivatives xx, xy, yy (five-point stencil upon the first ones) and the weight of the smoothness term,
 * max(edgeFloor, exp(−edgeDecay·|∇grey|)): motion may change where the image does.
 */
export function curvature(args: CurvatureArgs<GPUBuffer>): Dispatch {
  return {
    kernel,
    buffers: [args.features],
    uniform: packUniform({ u32: args.width }, { u32: args.height }, { f32: args.edgeDecay }, { f32: args.edgeFloor }),
    grid: [groups(args.width, 8), groups(args.height, 8), 2],
  };
}
