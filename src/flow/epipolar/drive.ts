import type { RelativeCamera } from '../../core/field.ts';
import { median, weightedMedian } from './median.ts';
import { apply, IDENTITY, multiply, type Rotation, transpose, type Vector3 } from './rotations.ts';

/** What a pair of neighbouring frames tells of a drive. */
export interface DriveStep {
  readonly camera: RelativeCamera;
  /** length of this step over that of the one before, by the depths that both show; null where not known */
  readonly ratio: number | null;
  /** height of the camera above the ground, in lengths of this step; null where no ground is seen */
  readonly height: number | null;
}

/** Where a frame's camera is, in the axes of the first frame of its stretch: x right, y down, z forward. */
export interface CameraPlace {
  readonly centre: Vector3;
  /** from the first frame's axes to this one's */
  readonly rotation: Rotation;
}

/** Successive frames whose cameras are known in one frame and one scale. */
interface DriveStretch {
  /** index of its first frame */
  readonly first: number;
  /** of every frame; as many as steps, and one more */
  readonly places: readonly CameraPlace[];
  /** between neighbouring frames; metres, or lengths of the first step where `Drive.scale` is `none` */
  readonly lengths: readonly number[];
  /** of the camera above the ground, in the same unit; null where no ground is seen */
  readonly height: number | null;
}

/** The cameras of a film. */
export interface Drive {
  readonly stretches: readonly DriveStretch[];
  /** what metres come from: known positions, or an assumed height of the camera above the ground; `none`: lengths are relative in each stretch */
  readonly scale: 'positions' | 'camera_height' | 'none';
}

/** What is known of metres. */
export interface DriveMetric {
  /** of every frame, in metres on a plane; null where not known */
  readonly positions: readonly (readonly [east: number, north: number] | null)[];
  /** of the camera above the ground, metres; null where nothing is assumed */
  readonly cameraHeight: number | null;
}

/** Deviations of measured logarithms: of the ratio of two steps, of a height above ground. */
const RATIO_DEVIATION = 0.03;
const HEIGHT_DEVIATION = 0.12;
/** Rounds of reweighting; far more than it takes to settle. */
const ROUNDS = 30;
/** Steps to either side whose heights begin the search. */
const SMOOTHED = 2;
/** Positions are compared over up to this many steps: over one, errors of positions count as much as the way. */
const LONGEST_BASE = 10;

/**
 * Puts the cameras of successive frames into one frame with one scale. Lengths of steps follow from the ratios of neighbouring steps and, since a camera keeps its
 * height above the ground, from that height in each step: robust least squares of their logarithms, so that a wrong ratio or height counts
 * little and errors do not add up. A new stretch begins where nothing links a step to the one before.
 * @param steps one for each pair of neighbouring frames, in order; null where the camera's movement is not known
 */
export function placeDrive(steps: readonly (DriveStep | null)[], metric: DriveMetric): Drive {
  const relative = runsOf(steps).map(({ first, run }) => {
    const { lengths, height } = solveLengths(run);
    const places = placeCameras(
      run.map(({ camera }) => camera),
      lengths,
    );
    return { first, lengths, height, places };
  });
  const byPositions = relative.map((stretch) => metresByPositions(stretch, metric.positions));
  if (relative.length > 0 && byPositions.every((metres) => metres !== null)) {
    return { scale: 'positions', stretches: relative.map((stretch, i) => scaled(stretch, byPositions[i]!)) };
  }
  const { cameraHeight } = metric;
  if (relative.length > 0 && cameraHeight !== null && relative.every(({ height }) => height !== null)) {
    return {
      scale: 'camera_height',
      stretches: relative.map((stretch) => scaled(stretch, cameraHeight / stretch.height!)),
    };
  }
  return { scale: 'none', stretches: relative };
}

/**
 * Composes movements.
 * @param lengths of the movements, in any one unit
 * @returns the cameras in the first one's axes and that unit, the first included
 */
export function placeCameras(cameras: readonly RelativeCamera[], lengths: readonly number[]): CameraPlace[] {
  const places: CameraPlace[] = [{ centre: [0, 0, 0], rotation: IDENTITY }];
  for (const [i, { rotation, translation }] of cameras.entries()) {
    const from = places[i]!;
    const turned = multiply(rotation, from.rotation);
    // X' = R·X + t: the new centre is −Rᵀt in the axes of the camera before.
    const step = apply(transpose(turned), translation);
    const at = (c: 0 | 1 | 2) => from.centre[c] - lengths[i]! * step[c];
    places.push({ centre: [at(0), at(1), at(2)], rotation: turned });
  }
  return places;
}

function runsOf(steps: readonly (DriveStep | null)[]): { readonly first: number; readonly run: DriveStep[] }[] {
  const runs: { first: number; run: DriveStep[] }[] = [];
  let open: DriveStep[] | null = null;
  for (const [first, step] of steps.entries()) {
    const before: DriveStep | undefined = open?.at(-1);
    const linked = step && before && (step.ratio !== null || (step.height !== null && before.height !== null));
    if (step && open && linked) open.push(step);
    else if (step) {
      open = [step];
      runs.push({ first, run: open });
    } else open = null;
  }
  return runs;
}

/** Lengths in units of the first, and the camera's height in them. */
function solveLengths(run: readonly DriveStep[]): { readonly lengths: number[]; readonly height: number | null } {
  const ratios = run.map(({ ratio }, i) => (i > 0 && ratio !== null ? Math.log(ratio) : Number.NaN));
  // In units of the camera's height a step is as long as the reciprocal of the height in steps.
  const heights = run.map(({ height }) => (height === null ? Number.NaN : -Math.log(height)));
  const grounded = heights.some(Number.isFinite);
  const starts = [startFromRatios(ratios, heights), ...(grounded ? [startFromHeights(ratios, heights)] : [])];
  const solved = starts.map((start) => {
    let logs = start;
    for (let round = 0; round < ROUNDS; round++) logs = reweighted(logs, ratios, heights);
    return { logs, cost: costOf(logs, ratios, heights) };
  });
  const { logs } = solved.reduce((best, other) => (other.cost < best.cost ? other : best));
  return {
    lengths: logs.map((log) => Math.exp(log - logs[0]!)),
    height: grounded ? Math.exp(-logs[0]!) : null,
  };
}

/** The ratios one after another, bridged by heights, moved to the median height: one wrong height moves nothing. */
function startFromRatios(ratios: readonly number[], heights: readonly number[]): number[] {
  const logs = [0];
  for (let i = 1; i < ratios.length; i++) {
    const step = Number.isNaN(ratios[i]!) ? heights[i]! - heights[i - 1]! : ratios[i]!;
    logs.push(logs[i - 1]! + step);
  }
  const shift = median(heights.map((height, i) => height - logs[i]!).filter(Number.isFinite)) ?? 0;
  return logs.map((log) => log + shift);
}

/** Medians of neighbouring heights: one wrong ratio moves nothing. */
function startFromHeights(ratios: readonly number[], heights: readonly number[]): number[] {
  const chained = startFromRatios(ratios, heights);
  return chained.map((log, i) => {
    const around = heights.slice(Math.max(0, i - SMOOTHED), i + SMOOTHED + 1).filter(Number.isFinite);
    return median(around) ?? log;
  });
}

/** Cauchy's loss, which `reweighted` lowers. */
function costOf(logs: readonly number[], ratios: readonly number[], heights: readonly number[]): number {
  let sum = 0;
  for (const [i, log] of logs.entries()) {
    if (Number.isFinite(heights[i]!)) sum += Math.log1p(((log - heights[i]!) / HEIGHT_DEVIATION) ** 2);
    if (Number.isFinite(ratios[i]!)) sum += Math.log1p(((log - logs[i - 1]! - ratios[i]!) / RATIO_DEVIATION) ** 2);
  }
  return sum;
}

/** One round of least squares with Cauchy's weights (Holland and Welsch 1977): a tridiagonal system. */
function reweighted(logs: readonly number[], ratios: readonly number[], heights: readonly number[]): number[] {
  const n = logs.length;
  const diagonal = new Float64Array(n);
  const beside = new Float64Array(n);
  const right = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    if (Number.isFinite(heights[i]!)) {
      const w = weight(logs[i]! - heights[i]!, HEIGHT_DEVIATION);
      diagonal[i]! += w;
      right[i]! += w * heights[i]!;
    }
    if (i > 0 && Number.isFinite(ratios[i]!)) {
      const w = weight(logs[i]! - logs[i - 1]! - ratios[i]!, RATIO_DEVIATION);
      diagonal[i]! += w;
      diagonal[i - 1]! += w;
      beside[i] = -w;
      right[i]! += w * ratios[i]!;
      right[i - 1]! -= w * ratios[i]!;
    }
  }
  // Holds the solution where it is free: without heights only ratios of lengths are known.
  for (let i = 0; i < n; i++) {
    diagonal[i]! += 1e-6;
    right[i]! += 1e-6 * logs[i]!;
  }
  for (let i = 1; i < n; i++) {
    const factor = beside[i]! / diagonal[i - 1]!;
    diagonal[i]! -= factor * beside[i]!;
    right[i]! -= factor * right[i - 1]!;
  }
  const out = new Array<number>(n);
  for (let i = n - 1; i >= 0; i--) {
    out[i] = (right[i]! - (i + 1 < n ? beside[i + 1]! * out[i + 1]! : 0)) / diagonal[i]!;
  }
  return out;
}

function weight(residual: number, deviation: number): number {
  return 1 / (deviation * deviation + residual * residual);
}

/** Metres per unit: median over pairs of frames, each as much as its distance. */
function metresByPositions(
  { first, places }: Pick<DriveStretch, 'first' | 'places'>,
  positions: DriveMetric['positions'],
) {
  const ratios: { readonly value: number; readonly weight: number }[] = [];
  for (let i = 0; i < places.length; i++) {
    for (let j = i + 1; j < Math.min(places.length, i + LONGEST_BASE + 1); j++) {
      const [a, b] = [positions[first + i], positions[first + j]];
      const units = distance(places[i]!.centre, places[j]!.centre);
      if (a && b && units > 0) ratios.push({ value: Math.hypot(b[0] - a[0], b[1] - a[1]) / units, weight: units });
    }
  }
  const metres = weightedMedian(ratios);
  return metres !== null && metres > 0 ? metres : null;
}

function scaled({ first, places, lengths, height }: DriveStretch, factor: number): DriveStretch {
  const grown = (c: Vector3): Vector3 => [factor * c[0], factor * c[1], factor * c[2]];
  return {
    first,
    places: places.map(({ centre, rotation }) => ({ centre: grown(centre), rotation })),
    lengths: lengths.map((length) => factor * length),
    height: height === null ? null : factor * height,
  };
}

function distance(a: Vector3, b: Vector3): number {
  return Math.hypot(b[0] - a[0], b[1] - a[1], b[2] - a[2]);
}
