import { multiply, type Numbers, skew } from './rotations.ts';

/** Matched points of two pictures, x, y in a, then x, y in b, pixels from the principal point. */
export interface CentredMatches {
  readonly count: number;
  /** length = 4·count */
  readonly points: Float64Array;
}

/** A camera while it is looked for. */
export interface CameraGuess {
  readonly focal: number;
  readonly rotation: Numbers;
  /** unit length */
  readonly translation: Numbers;
}

/** Nearer points of the far side of the camera are taken for noise of points at infinity, pixels. */
const BEHIND = 1;

/** Fundamental matrix between pixels from the principal point: bᵀ·F·a = 0 with a = (x, y, 1) (Hartley and Zisserman 2004, §9.6). */
export function fundamentalOf({ focal, rotation, translation }: CameraGuess): number[] {
  return toPixels(multiply(skew(translation), rotation), focal);
}

/** F, up to scale, of an essential matrix. */
export function toPixels(e: Numbers, focal: number): number[] {
  const f = focal;
  return [e[0]!, e[1]!, e[2]! * f, e[3]!, e[4]!, e[5]! * f, e[6]! * f, e[7]! * f, e[8]! * f * f];
}

/** Sampson's distance of match i from its epipolar lines, pixels, with a sign (Hartley and Zisserman 2004, eq. 11.9). */
export function sampson(f: Numbers, points: Float64Array, i: number): number {
  const [ax, ay, bx, by] = [points[4 * i]!, points[4 * i + 1]!, points[4 * i + 2]!, points[4 * i + 3]!];
  const l0 = f[0]! * ax + f[1]! * ay + f[2]!;
  const l1 = f[3]! * ax + f[4]! * ay + f[5]!;
  const l2 = f[6]! * ax + f[7]! * ay + f[8]!;
  const m0 = f[0]! * bx + f[3]! * by + f[6]!;
  const m1 = f[1]! * bx + f[4]! * by + f[7]!;
  const length2 = l0 * l0 + l1 * l1 + m0 * m0 + m1 * m1;
  return length2 > 1e-24 ? (bx * l0 + by * l1 + l2) / Math.sqrt(length2) : 0;
}

/**
 * Motion of match i that the rotation does not explain, pixels of b: positive where the point lies in front of both cameras, negative
 * where it lies behind one of them.
 */
export function parallaxOf(
  { focal, rotation: r, translation: t }: CameraGuess,
  points: Float64Array,
  i: number,
): number {
  const [x, y] = [points[4 * i]! / focal, points[4 * i + 1]! / focal];
  const [bx, by] = [points[4 * i + 2]!, points[4 * i + 3]!];
  const z = r[6]! * x + r[7]! * y + r[8]!;
  if (z < 1e-6) return -Infinity;
  // Where the point would be seen if it were far, and whether it went from there towards the image of a's camera.
  const dx = bx - (focal * (r[0]! * x + r[1]! * y + r[2]!)) / z;
  const dy = by - (focal * (r[3]! * x + r[4]! * y + r[5]!)) / z;
  const [sx, sy] = [focal * t[0]! - bx * t[2]!, focal * t[1]! - by * t[2]!];
  const length = Math.hypot(dx, dy);
  return dx * sx + dy * sy >= 0 ? length : -length;
}

/** Whether match i moves as a static point in front of both cameras does, within `most` pixels. */
export function agrees(guess: CameraGuess, f: Numbers, points: Float64Array, i: number, most: number): boolean {
  return Math.abs(sampson(f, points, i)) < most && parallaxOf(guess, points, i) > -BEHIND;
}

/**
 * How well a camera explains the matches: 1 for each without error, 0 for each at `most` pixels and more or behind a camera.
 * @param weights what each match counts, where that is not 1
 */
export function supportOf(
  guess: CameraGuess,
  { count, points }: CentredMatches,
  most: number,
  weights?: Float64Array,
): number {
  const f = fundamentalOf(guess);
  let support = 0;
  for (let i = 0; i < count; i++) {
    const error = sampson(f, points, i) / most;
    if (error * error < 1 && parallaxOf(guess, points, i) > -BEHIND)
      support += (weights?.[i] ?? 1) * (1 - error * error);
  }
  return support;
}
