import type { Size } from '../core/image.ts';
import type { BlurArgs } from '../gpu/kernels/blur.ts';
import type { ResizeArgs } from '../gpu/kernels/resize.ts';
import { type AssembleArgs, INVERSE_FLOATS } from './kernels/assemble.ts';
import type { ChooseArgs } from './kernels/choose.ts';
import type { ConfirmArgs } from './kernels/confirm.ts';
import type { CurvatureArgs } from './kernels/curvature.ts';
import type { DiffusivityArgs } from './kernels/diffusivity.ts';
import { type LineariseArgs, TENSOR_FLOATS } from './kernels/linearise.ts';
import type { MedianArgs } from './kernels/median.ts';
import type { MismatchArgs } from './kernels/mismatch.ts';
import type { RelaxArgs } from './kernels/relax.ts';
import type { SeekArgs } from './kernels/seek.ts';
import { FEATURE_FLOATS, type SlopeArgs } from './kernels/slope.ts';
import type { WeightedMedianArgs } from './kernels/weighted-median.ts';
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
  weightedMedian(args: WeightedMedianArgs<Buffer>): void;
  seek(args: SeekArgs<Buffer>): void;
  confirm(args: ConfirmArgs<Buffer>): void;
  mismatch(args: MismatchArgs<Buffer>): void;
  choose(args: ChooseArgs<Buffer>): void;
}

const WORK = ['features', 'tensors', 'edges', 'inverse', 'constant', 'flow', 'origin', 'next'] as const;
type WorkBuffer = (typeof WORK)[number];
type BufferName = WorkBuffer | 'matches' | `image${number}` | `start${number}`;
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

/** The level that is searched for large motion: the finest whose longer side is no longer than `seekSide`, among those that matches are considered on. */
function seekLevel(levels: readonly Size[], { seekSide, trialScale }: SolverSettings): number {
  const { width, height } = levels[0]!;
  const longest = Math.min(seekSide, trialScale * Math.max(width, height));
  const level = levels.findIndex((size) => Math.max(size.width, size.height) <= longest);
  return level < 0 ? levels.length - 1 : level;
}

/** Floats that each buffer needs for these levels and starts; every buffer holds both images or both directions. */
export function bufferFloats(
  levels: readonly Size[],
  starts: readonly Size[],
  settings: SolverSettings,
): Record<BufferName, number> {
  const areaOf = ({ width, height }: Size) => width * height;
  const pixels = areaOf(levels[0]!);
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
    ['matches', 4 * areaOf(levels[seekLevel(levels, settings)]!)],
    ...levels.map((size, level) => [`image${level}`, 8 * areaOf(size)]),
    ...starts.map((size, start) => [`start${start}`, 4 * areaOf(size)]),
  ]) as Record<BufferName, number>;
}

/**
 * Coarse-to-fine variational flow in both directions at once (Brox et al. 2004, with the median filters of Sun, Roth and Black 2010). What the
 * pyramid cannot follow is given to it: matches of blocks that are sought far and wide on a small level, and `starts` from elsewhere. On the
 * coarse levels every pixel takes them over where they bring the images closer together. Yields after each step, so that a caller on the CPU can
 * let others run or stop.
 * @param buffers as `bufferFloats` says; `image0` holds the pair, `origin` zeros on the coarsest level, `start…` the starts, vectors in their own
 * pixels, UNKNOWN_MOTION where they say nothing
 * @param starts their sizes
 * @returns the buffer with the flow of the finest level: a → b, then b → a, (u, v) interleaved
 */
export function* coarseToFine<Buffer>(
  stages: FlowStages<Buffer>,
  buffers: FlowBuffers<Buffer>,
  levels: readonly Size[],
  starts: readonly Size[],
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
  const sought = levels[seekLevel(levels, settings)]!;
  search(stages, buffers, imageOf(seekLevel(levels, settings)), sought, settings);
  yield;
  const given = starts.map((size, start): Candidate<Buffer> => ({ field: buffers[`start${start}`]!, size }));
  const candidates = [{ field: buffers.matches, size: sought }, ...given];
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
    const coarse = size.width <= settings.trialScale * width;
    // Matches of blocks wait for a level that has a solution to beat: against no motion at all a neighbour in a pattern would win.
    const worthTrying = coarser ? (coarse ? candidates : []) : given;
    yield* consider(stages, buffers, origin, worthTrying, size, settings);
    for (let warp = 0; warp < settings.warps; warp++) {
      solve(stages, buffers, origin, size, settings);
      const filtered = { origin, flow: buffers.flow, target: next, ...size, limit: settings.limit };
      // On the coarse levels a wide window would take away whole things, and those that move far are found there or never.
      if (coarse) stages.median({ ...filtered, radius: 1 });
      else if (warp + 1 < settings.warps) stages.median({ ...filtered, radius: settings.medianRadius });
      else stages.weightedMedian({ features: buffers.features, ...filtered, ...settings });
      [origin, next] = [next, origin];
      yield;
    }
  }
  if (starts.length === 0) return origin;
  // Near the border of what both see, where things grow to twice their size, the solver drifts off even what was right.
  yield* consider(stages, buffers, origin, given, levels[0]!, { ...settings, trialShare: 1 });
  const { limit } = settings;
  stages.median({ origin, flow: origin, target: next, width, height, radius: 1, limit });
  return next;
}

interface Candidate<Buffer> {
  readonly field: Buffer;
  readonly size: Size;
}

/** Matches blocks both ways; `buffers.matches` keeps those that agree. */
function search<Buffer>(
  stages: FlowStages<Buffer>,
  buffers: FlowBuffers<Buffer>,
  image: Buffer,
  size: Size,
  settings: SolverSettings,
): void {
  const { features, flow, matches } = buffers;
  stages.slope({ image, features, ...size });
  const [reachX, reachY] = [size.width, size.height].map((side) => Math.ceil(settings.seekReach * side)) as [
    number,
    number,
  ];
  stages.seek({ features, field: flow, ...size, reachX, reachY });
  stages.confirm({ field: flow, target: matches, ...size, slack: settings.seekSlack });
}

/** Lets every pixel of `origin` take over what brings the surroundings of it closer together than its own motion does. */
function* consider<Buffer>(
  stages: FlowStages<Buffer>,
  buffers: FlowBuffers<Buffer>,
  origin: Buffer,
  candidates: readonly Candidate<Buffer>[],
  size: Size,
  settings: SolverSettings,
): Generator<void> {
  if (candidates.length === 0) return;
  // None of these is in use before the first warp.
  const { features, flow: candidate, constant: cost, edges: best, inverse: scratch } = buffers;
  const judge = (field: Buffer, into: Buffer) => {
    stages.mismatch({ features, field, cost: into, ...size });
    stages.blur({ image: into, scratch, ...size, channels: 2, batch: 2, sigma: settings.trialBlur });
  };
  judge(origin, best);
  for (const { field, size: from } of candidates) {
    scale(stages, field, from, candidate, size, 2);
    judge(candidate, cost);
    stages.choose({ candidate, cost, field: origin, best, ...size, share: settings.trialShare });
    yield;
  }
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
