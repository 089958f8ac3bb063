import type { FlowPair, Mask, PairGeometry, RelativeCamera } from '../../core/field.ts';
import type { Size } from '../../core/image.ts';
import type { CameraBetween } from './between-views.ts';
import { inverseCamera, inverseDepths } from './relative-camera.ts';
import { apply, rotationBy, rotationVector, shareOf, transpose, type Vector3 } from './rotations.ts';

/** Where the camera of a film is between two frames, t 0–1, in the first one's axes and ways. */
export type CameraPath = (t: number) => CameraBetween;

/** A neighbouring movement: from the frame before to the first, or from the second to the one after it. */
export interface Neighbour {
  readonly camera: RelativeCamera;
  /** length of its way over that of the movement between; null where not known */
  readonly ratio: number | null;
}

/**
 * A smooth path from one camera to the next. Turns and places are cubic in time and meet those of the neighbouring movements without a jump in
 * direction, speed or turning. A vehicle's way bends as it turns: halfway it heads as the straight line does, so that the line turned back by half
 * the turn is its direction at the start.
 */
export function cameraPath(
  camera: RelativeCamera,
  before: Neighbour | null = null,
  after: Neighbour | null = null,
): CameraPath {
  const turn = rotationVector(camera.rotation);
  const [start, end] = headings(camera);
  const [turnBefore, turnAfter] = [before, after].map((other) =>
    other ? rotationVector(other.camera.rotation) : turn,
  ) as [Vector3, Vector3];
  const startTangent = tangent(start, before && { heading: headings(before.camera)[1], ratio: before.ratio });
  const endTangent = tangent(end, after && { heading: headings(after.camera)[0], ratio: after.ratio });
  const goal = inverseCamera(camera).translation;
  const endInA = apply(transpose(camera.rotation), endTangent);
  const turns = [mean(turn, turnBefore), mean(turn, turnAfter)] as const;
  return (t) => ({
    centre: hermite(goal, startTangent, endInA, t),
    rotation: rotationBy(hermite(turn, ...turns, t)),
  });
}

/** Directions of a movement at its start, in the first camera's axes, and at its end, in the second's; unit length. */
function headings(camera: RelativeCamera): readonly [start: Vector3, end: Vector3] {
  const way = inverseCamera(camera).translation;
  const half = shareOf(camera.rotation, 0.5);
  // A direction d of the first camera is R·d in the second: fixed to the camera on an arc, it is ½R·way at both ends.
  const fixed = apply(half, way);
  return [fixed, fixed];
}

/** Mean direction of two movements that meet, with the harmonic mean of their speeds: no more than twice the slower one. */
function tangent(own: Vector3, other: { readonly heading: Vector3; readonly ratio: number | null } | null): Vector3 {
  if (!other) return own;
  const sum: Vector3 = [own[0] + other.heading[0], own[1] + other.heading[1], own[2] + other.heading[2]];
  const length = Math.hypot(...sum);
  // Back where it came from.
  if (length < 1) return own;
  const speed = other.ratio === null ? 1 : (2 * other.ratio) / (1 + other.ratio);
  return [(speed * sum[0]) / length, (speed * sum[1]) / length, (speed * sum[2]) / length];
}

/** Cubic from 0 to `goal` with these slopes at its ends. */
function hermite(goal: Vector3, start: Vector3, end: Vector3, t: number): Vector3 {
  const [t2, t3] = [t * t, t * t * t];
  const at = (c: 0 | 1 | 2) => (t3 - 2 * t2 + t) * start[c] + (3 * t2 - 2 * t3) * goal[c] + (t3 - t2) * end[c];
  return [at(0), at(1), at(2)];
}

function mean(a: Vector3, b: Vector3): Vector3 {
  return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2, (a[2] + b[2]) / 2];
}

/** Pixels between samples of depth: a ratio needs no more. */
const STRIDE = 4;
/** What is farther than this many ways says nothing of lengths. */
const FARTHEST = 20;
const FEWEST = 30;

/** What a pair tells of depth at both its frames, to compare it with its neighbours. */
export interface PairDepths {
  readonly camera: RelativeCamera;
  /** of the frames, and pixels between samples */
  readonly size: Size & { readonly stride: number };
  /** inverse depths per way at every fourth pixel of each frame; NaN where not trusted */
  readonly first: Float32Array;
  readonly second: Float32Array;
}

export function pairDepths({
  forward,
  backward,
  reliability,
  geometry,
}: Pick<FlowPair, 'forward' | 'backward' | 'reliability'> & { geometry: PairGeometry }): PairDepths {
  const sampled = (depths: Float32Array, trust: Mask, mask: Mask, { width, height }: Size) => {
    const out: number[] = [];
    for (let y = STRIDE >> 1; y < height; y += STRIDE) {
      for (let x = STRIDE >> 1; x < width; x += STRIDE) {
        const i = y * width + x;
        const known = trust.data[i]! >= 0.5 && mask.data[i]! >= 0.5;
        out.push(known && depths[i]! * FARTHEST > 1 ? depths[i]! : Number.NaN);
      }
    }
    return Float32Array.from(out);
  };
  const { camera, epipolar } = geometry;
  return {
    camera,
    size: { width: forward.width, height: forward.height, stride: STRIDE },
    first: sampled(inverseDepths(camera, forward), reliability.forward, epipolar.forward, forward),
    second: sampled(inverseDepths(inverseCamera(camera), backward), reliability.backward, epipolar.backward, backward),
  };
}

/** Length of the way of `next` over that of `pair`, which ends where `next` begins: both tell of the same depths. @returns null where too little is seen by both */
export function wayRatio(pair: PairDepths, next: PairDepths): number | null {
  const ratios: number[] = [];
  for (let i = 0; i < pair.second.length; i++) {
    const ratio = next.first[i]! / pair.second[i]!;
    if (Number.isFinite(ratio)) ratios.push(ratio);
  }
  if (ratios.length < FEWEST) return null;
  return ratios.sort((a, b) => a - b)[ratios.length >> 1]!;
}

/** Frames before and after that a frame's direction is smoothed over, and how fast they count less. */
export const STEADY_REACH = 3;
const STEADY_SIGMA = 1.5;

/**
 * The turn, as a rotation vector, that brings a frame's axes to where a smoothly turning camera has them: a straight line fitted to the
 * directions of the frames around it.
 * @param before movements that lead to the frame, the last one last @param after those that lead away from it
 */
export function steadyTurn(before: readonly RelativeCamera[], after: readonly RelativeCamera[]): Vector3 {
  const turns: { readonly at: number; readonly turn: Vector3 }[] = [{ at: 0, turn: [0, 0, 0] }];
  const gather = (cameras: readonly RelativeCamera[], sign: 1 | -1) => {
    let sum: Vector3 = [0, 0, 0];
    cameras.slice(0, STEADY_REACH).forEach(({ rotation }, i) => {
      // Turns of a few degrees add up as vectors.
      const [x, y, z] = rotationVector(rotation);
      sum = [sum[0] + sign * x, sum[1] + sign * y, sum[2] + sign * z];
      turns.push({ at: sign * (i + 1), turn: sum });
    });
  };
  gather(after, 1);
  gather([...before].reverse(), -1);
  let [w0, w1, w2] = [0, 0, 0];
  for (const { at } of turns) {
    const w = weightAt(at);
    w0 += w;
    w1 += w * at;
    w2 += w * at * at;
  }
  const determinant = w0 * w2 - w1 * w1;
  if (!(determinant > 1e-9)) return [0, 0, 0];
  const fitted = (c: 0 | 1 | 2) =>
    turns.reduce((sum, { at, turn }) => sum + (weightAt(at) * (w2 - w1 * at) * turn[c]) / determinant, 0);
  return [fitted(0), fitted(1), fitted(2)];
}

function weightAt(at: number): number {
  return Math.exp(-0.5 * (at / STEADY_SIGMA) ** 2);
}

/** The largest share of a turn, up to all of it, that shows nothing from beyond the border of a picture seen with a zoom. */
export function withinBorder(turn: Vector3, zoom: number, focal: number, { width, height }: Size): Vector3 {
  const scaled = (share: number): Vector3 => [share * turn[0], share * turn[1], share * turn[2]];
  const fits = (share: number) => {
    const back = transpose(rotationBy(scaled(share)));
    return [-1, 1].every((sx) =>
      [-1, 1].every((sy) => {
        const [x, y, z] = apply(back, [(sx * width) / 2 / zoom / focal, (sy * height) / 2 / zoom / focal, 1]);
        return z > 0 && Math.abs((focal * x) / z) <= width / 2 && Math.abs((focal * y) / z) <= height / 2;
      }),
    );
  };
  if (fits(1)) return turn;
  let [low, high] = [0, 1];
  for (let i = 0; i < 20; i++) {
    const middle = (low + high) / 2;
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return scaled(low);
}
