import { type Dispatch, groups, type Kernel, packUniform } from '../kernel.ts';
import code from './blur.wgsl?raw';

/** Gaussian blur of a batch of interleaved images, 1 to 4 channels, in place. */
export interface BlurArgs<Buffer> {
  readonly image: Buffer;
  /** as long as `image`; its contents are lost */
  readonly scratch: Buffer;
  readonly width: number;
  readonly height: number;
  readonly channels: BlurChannels;
  readonly batch: number;
  /** standard deviation in pixels, > 0 */
  readonly sigma: number;
}

type BlurChannels = 1 | 2 | 3 | 4;

const kernels = Object.fromEntries(
  [1, 2, 3, 4].map((channels): [number, Kernel] => [
    channels,
    { label: 'blur', code, buffers: ['read', 'read-write'], uniform: true, constants: { CHANNELS: channels } },
  ]),
) as Readonly<Record<BlurChannels, Kernel>>;

/** Taps on each side of the centre: the Gaussian is cut at two standard deviations, as Ruder's consistency checker does. */
export function blurRadius(sigma: number): number {
  return Math.ceil(2 * sigma);
}

/** Separable Gaussian, cut at `blurRadius`, normalised, borders mirrored with the border pixel repeated. */
export function blur(args: BlurArgs<GPUBuffer>): Dispatch[] {
  const { image, scratch, width, height, sigma } = args;
  const pass = (source: GPUBuffer, target: GPUBuffer, vertical: 0 | 1): Dispatch => ({
    kernel: kernels[args.channels],
    buffers: [source, target],
    uniform: packUniform(
      { u32: width },
      { u32: height },
      { u32: blurRadius(sigma) },
      { u32: vertical },
      { f32: sigma },
    ),
    grid: [groups(width, 8), groups(height, 8), args.batch],
  });
  return [pass(image, scratch, 0), pass(scratch, image, 1)];
}
