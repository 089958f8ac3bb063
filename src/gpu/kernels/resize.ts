import { type Dispatch, groups, type Kernel, packUniform } from '../kernel.ts';
import code from './resize.wgsl?raw';

/** Resampling of a batch of interleaved images, 1 to 4 channels, one after the other in `source`. */
export interface ResizeArgs<Buffer> {
  readonly source: Buffer;
  readonly sourceWidth: number;
  readonly sourceHeight: number;
  readonly target: Buffer;
  readonly width: number;
  readonly height: number;
  readonly channels: ResizeChannels;
  readonly batch: number;
  /** factors for even and odd channels: [1, 1] for images, the ratio of the sizes for flow (u, v) */
  readonly gain: readonly [even: number, odd: number];
}

type ResizeChannels = 1 | 2 | 3 | 4;

const kernels = Object.fromEntries(
  [1, 2, 3, 4].map((channels): [number, Kernel] => [
    channels,
    { label: 'resize', code, buffers: ['read', 'read-write'], uniform: true, constants: { CHANNELS: channels } },
  ]),
) as Readonly<Record<ResizeChannels, Kernel>>;

/**
 * Resizes with a triangle filter: bilinear when enlarging, widened to the source's pitch when shrinking. Pixel centres
 * at half integers; taps outside the source are left out and the rest is normalised.
 */
export function resize(args: ResizeArgs<GPUBuffer>): Dispatch {
  const { sourceWidth, sourceHeight, width, height, gain } = args;
  return {
    kernel: kernels[args.channels],
    buffers: [args.source, args.target],
    uniform: packUniform(
      { u32: sourceWidth },
      { u32: sourceHeight },
      { u32: width },
      { u32: height },
      { f32: gain[0] },
      { f32: gain[1] },
    ),
    grid: [groups(width, 8), groups(height, 8), args.batch],
  };
}
