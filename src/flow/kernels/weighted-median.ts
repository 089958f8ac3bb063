import { type Dispatch, groups, type Kernel, packUniform } from '../../gpu/kernel.ts';
import code from './weighted-median.wgsl?raw';

/** The window has (2·REACH + 1)² taps, DILATION pixels apart. */
export const REACH = 4;
export const DILATION = 2;

/** Halvings of the range of values in the window: what is left of it is far below what a flow is good for. */
export const HALVINGS = 14;

export interface WeightedMedianArgs<Buffer> {
  /** slot 0's R, G, B is read; layout in slope.ts */
  readonly features: Buffer;
  /** flow that the last warp began with */
  readonly origin: Buffer;
  /** flow that it ended with */
  readonly flow: Buffer;
  readonly target: Buffer;
  readonly width: number;
  readonly height: number;
  /** pixels that one warp may move a component by: beyond, the linearisation does not hold */
  readonly limit: number;
  /** standard deviation of the weight over the distance, pixels */
  readonly sigmaSpace: number;
  /** standard deviation of the weight over the root mean square difference of R, G, B in 0–1 */
  readonly sigmaColour: number;
}

const kernel: Kernel = {
  label: 'weighted median',
  code,
  buffers: ['read', 'read', 'read', 'read-write'],
  uniform: true,
  constants: { REACH, DILATION, HALVINGS },
};

/**
 * Limits the increment of a warp, then takes a weighted median of each component in which near pixels of like colour count most, so that
 * motion changes where the picture does (the non-local term of Sun, Roth and Black 2010, with every second pixel of the window left
 * out). The median is found by halving the range of values, which needs no sorting. Near a border the
 * window shrinks on both sides alike.
 */
export function weightedMedian(args: WeightedMedianArgs<GPUBuffer>): Dispatch {
  return {
    kernel,
    buffers: [args.features, args.origin, args.flow, args.target],
    uniform: packUniform(
      { u32: args.width },
      { u32: args.height },
      { f32: args.limit },
      { f32: perSquare(args.sigmaSpace) },
      { f32: perSquare(args.sigmaColour) / 3 },
    ),
    grid: [groups(args.width, 8), groups(args.height, 8), 2],
  };
}

/** Exponent of a Gaussian for each unit squared. */
export function perSquare(sigma: number): number {
  return -1 / (2 * sigma * sigma);
}
