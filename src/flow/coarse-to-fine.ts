import type { Size } from '../core/image.ts';
import type { BlurArgs } from '../gpu/kernels/blur.ts';
import type { ResizeArgs } from '../gpu/kernels/resize.ts';
import { type AssembleArgs, INVERSE_FLOATS } from './kernels/assemble.ts';
import type { CurvatureArgs } from './kernels/curvature.ts';
import type { DiffusivityArgs } from './kernels/diffusivity.ts';
import { type LineariseArgs, TENSOR_FLOATS } from './kernels/linearise.ts';
import type { MedianArgs } from './kernels/median.ts';
import type { RelaxArgs } from './kernels/relax.ts';
import { FEATURE_FLOATS, type SlopeArgs } from './kernels/slope.ts';
import type { SolverSettings } from './solver-settings.ts';

/** What the method is made of, over any kind of buffer: computed at once on the CPU, recorded as dispatches on the GPU. */
export interface FlowStages<Buffer> {
  blur(args: BlurArgs<Buffer>): void;
  resize(args: ResizeArgs<Buffer>): void;
  slope(args: SlopeArgs<Buffer>): void;
  curvature(args: CurvatureArgs<Buffer>): void;
  linearise(args: LineariseArgs<Buffer>): void;
  diffusivity(args: DiffusivityArgs<Buffer>): void;
  assemble(args: AssembleArgs<Buffer>): void;
  relax(args: RelaxArgs<Buffer>): void;
  median(args: MedianArgs<Buffer>): void;
}

const WORK = ['features', 'tensors', 'edges', 'inverse', 'constant', 'flow', 'origin', 'next'] as const;
type WorkBuffer = (typeof WORK)[number];
type BufferName = WorkBuffer | `image${number}`;
type FlowBuffers<Buffer> = Readonly<Record<BufferName, Buffer>>;

/** Sizes of the pyramid, finest first, each `pitch` times the one before, as long as both sides reach `smallest`. */
export function pyramid(size: Size, { pitch, smallest }: SolverSettings): Size[] {
  const levels = [size];
  for (let scale = pitch; ; scale *= pitch) {
    const width = Math.round(size.width * scale);
    const height = Math.round(size.height * scale);
    if (Math.min(width, height) < smallest) return levels;
    levels.push({ width, height });
  }
}

/** Floats that each buffer needs for these levels; every buffer holds both images or both directions. */
export function bufferFloats(levels: readonly Size[]): Record<BufferName, number> {
  const pixels = levels[0]!.width * levels[0]!.height;
  const floats: Record<WorkBuffer, number> = {
    features: FEATURE_FLOATS,
    tensors: TENSOR_FLOATS,
    edges: 2,
    inverse: INVERSE_FLOATS,
    constant: 2,
    flow: 2,
    origin: 2,
    next: 2,
  };
  return Object.fromEntries([
    ...WORK.map((name) => [name, 2 * pixels * floats[name]]),
    ...levels.map(({ width, height }, level) => [`image${level}`, 2 * width * height * 4]),
  ]) as Record<BufferName, number>;
}

/**
 * Coarse-to-fine variational flow in both directions at once (Brox et al. 2004, with the median filter of Sun, Roth
 * and Black 2010). Yields after each warp, so that a caller on the CPU can let others run or stop.
 * @param buffers as `bufferFloats` says; `image0` holds the pair, `origin` zeros on the coarsest level
 * @returns the buffer with the flow of the finest level: a → b, then b → a, (u, v) interleaved
 */
export function* coarseToFine<Buffer>(
  stages: FlowStages<Buffer>,
  buffers: FlowBuffers<Buffer>,
  levels: readonly Size[],
  settings: SolverSettings,
): Generator<void, Buffer> {
  const imageOf = (level: number) => buffers[`image${level}`]!;
  const { width, height } = levels[0]!;
  // The tensors are not in use yet and longer than an image.
  const scratch = buffers.tensors;
  stages.blur({ image: imageOf(0), scratch, width, height, channels: 4, batch: 2, sigma: settings.blur });
  for (let level = 1; level < levels.length; level++) {
    scale(stages, imageOf(level - 1), levels[level - 1]!, imageOf(level), levels[level]!, 4);
  }
  let { origin, next } = buffers;
  for (let level = levels.length - 1; level >= 0; level--) {
    const size = levels[level]!;
    const coarser = levels[level + 1];
    if (coarser) {
      scale(stages, origin, coarser, next, size, 2);
      [origin, next] = [next, origin];
    }
    stages.slope({ image: imageOf(level), features: buffers.features, ...size });
    stages.curvature({ features: buffers.features, ...size, ...settings });
    for (let warp = 0; warp < settings.warps; warp++) {
      solve(stages, buffers, origin, size, settings);
      const { limit, medianRadius: radius } = settings;
      stages.median({ origin, flow: buffers.flow, target: next, ...size, radius, limit });
      [origin, next] = [next, origin];
      yield;
    }
  }
  return origin;
}

/** One warp: linearise around `origin`, then solve for `buffers.flow` with lagged robust weights. */
function solve<Buffer>(
  stages: FlowStages<Buffer>,
  buffers: FlowBuffers<Buffer>,
  origin: Buffer,
  size: Size,
  settings: SolverSettings,
): void {
  const { features, tensors, edges, inverse, constant, flow } = buffers;
  const { alpha, gamma, sweeps, omega } = settings;
  stages.linearise({ features, origin, tensors, flow, ...size });
  for (let update = 0; update < settings.updates; update++) {
    stages.diffusivity({ features, flow, edges, ...size, alpha });
    stages.assemble({ tensors, edges, origin, flow, inverse, constant, ...size, gamma });
    stages.relax({ edges, inverse, constant, flow, ...size, sweeps, omega });
  }
}

/** Resamples both images, or both fields with their vectors scaled along. */
function scale<Buffer>(
  stages: FlowStages<Buffer>,
  source: Buffer,
  from: Size,
  target: Buffer,
  to: Size,
  channels: 2 | 4,
): void {
  stages.resize({
    source,
    sourceWidth: from.width,
    sourceHeight: from.height,
    target,
    ...to,
    channels,
    batch: 2,
    gain: channels === 2 ? [to.width / from.width, to.height / from.height] : [1, 1],
  });
}
