import { type Dispatch, groups, type Kernel, packUniform } from '../../gpu/kernel.ts';
import code from './median.wgsl?raw';

export interface MedianArgs<Buffer> {
  /** flow that the last warp began with */
  readonly origin: Buffer;
  /** flow that it ended with */
  readonly flow: Buffer;
  readonly target: Buffer;
  readonly width: number;
  readonly height: number;
  /** window of (2·radius + 1)² pixels */
  readonly radius: 1 | 2 | 3;
  /** pixels that one warp may move a component by: beyond, the linearisation does not hold */
  readonly limit: number;
}

const kernels = Object.fromEntries(
  [1, 2, 3].map((radius): [number, Kernel] => [
    radius,
    { label: 'median', code, buffers: ['read', 'read', 'read-write'], uniform: true, constants: { RADIUS: radius } },
  ]),
) as Readonly<Record<1 | 2 | 3, Kernel>>;

/** Limits the increment of a warp, then takes the median of each component (Sun, Roth and Black 2010); border repeated. */
export function median(args: MedianArgs<GPUBuffer>): Dispatch {
  return {
    kernel: kernels[args.radius],
    buffers: [args.origin, args.flow, args.target],
    uniform: packUniform({ u32: args.width }, { u32: args.height }, { f32: args.limit }),
    grid: [groups(args.width, 8), groups(args.height, 8), 2],
  };
}
