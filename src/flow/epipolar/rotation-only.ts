import type { Random } from '../../core/random.ts';
import type { CentredMatches } from './epipolar-error.ts';
import { cross, IDENTITY, multiply, type Numbers, rotationBy, solve, transpose, unit } from './rotations.ts';

/** A camera that turns on the spot. */
export interface Turn {
  readonly focal: number;
  readonly rotation: Numbers;
  /** matches that it explains */
  readonly inliers: number;
}

const ROUNDS = 150;

/** The rotation that explains most matches within `most` pixels, over the focal lengths given; pairs of matches are tried at random. */
export function bestRotation(
  matches: CentredMatches,
  focals: readonly number[],
  starts: readonly Numbers[],
  most: number,
  random: Random,
): Turn {
  let best: Turn = { focal: focals[0]!, rotation: IDENTITY, inliers: -1 };
  const offer = (focal: number, rotation: Numbers) => {
    const inliers = countTurned(matches, focal, rotation, most);
    if (inliers > best.inliers) best = { focal, rotation, inliers };
  };
  for (const focal of focals) for (const rotation of [IDENTITY, ...starts]) offer(focal, rotation);
  if (matches.count < 2) return best;
  for (let round = 0; round < ROUNDS * Math.min(3, focals.length); round++) {
    const focal = focals[round % focals.length]!;
    const i = random.below(matches.count);
    const j = random.below(matches.count);
    if (i === j) continue;
    const rotation = rotationOfTwo(matches.points, i, j, focal);
    if (rotation) offer(focal, rotation);
  }
  for (let round = 0; round < 10; round++) {
    const rotation = improved(matches, best, most);
    const inliers = countTurned(matches, best.focal, rotation, most);
    // One match more or less at the border is no reason to leave the least squares.
    if (inliers < 0.95 * best.inliers) break;
    best = { focal: best.focal, rotation, inliers };
  }
  return best;
}

/** How far match i is from where the rotation brings it, pixels of b. */
export function turnError(points: Float64Array, i: number, focal: number, r: Numbers): number {
  const [x, y] = [points[4 * i]!, points[4 * i + 1]!];
  const z = (r[6]! * x + r[7]! * y) / focal + r[8]!;
  if (z < 1e-6) return Infinity;
  const dx = points[4 * i + 2]! - (r[0]! * x + r[1]! * y + r[2]! * focal) / z;
  const dy = points[4 * i + 3]! - (r[3]! * x + r[4]! * y + r[5]! * focal) / z;
  return Math.sqrt(dx * dx + dy * dy);
}

function countTurned({ count, points }: CentredMatches, focal: number, rotation: Numbers, most: number): number {
  let inliers = 0;
  for (let i = 0; i < count; i++) if (turnError(points, i, focal, rotation) < most) inliers++;
  return inliers;
}

/** Rotation that brings two rays onto two others (TRIAD: Black 1964); null where the rays are nearly one. */
function rotationOfTwo(points: Float64Array, i: number, j: number, focal: number): number[] | null {
  const frame = (offset: number): number[] | null => {
    const p = unit([points[4 * i + offset]!, points[4 * i + offset + 1]!, focal]);
    const q = unit([points[4 * j + offset]!, points[4 * j + offset + 1]!, focal]);
    const side = cross(p, q);
    if (Math.hypot(...side) < 0.05) return null;
    const normal = unit(side);
    const middle = unit([p[0] + q[0], p[1] + q[1], p[2] + q[2]]);
    return [...middle, ...normal, ...cross(middle, normal)];
  };
  const [a, b] = [frame(0), frame(2)];
  return a && b ? multiply(transpose(b), a) : null;
}

/** One Gauss–Newton step on the matches that the rotation explains within twice `most`. */
function improved({ count, points }: CentredMatches, { focal, rotation }: Turn, most: number): Numbers {
  const matrix = new Float64Array(9);
  const right = new Float64Array(3);
  for (let i = 0; i < count; i++) {
    const error = turnError(points, i, focal, rotation);
    if (!(error < 2 * most)) continue;
    const weight = 1 / (1 + (error / most) ** 2);
    const r = rotation;
    const [ax, ay] = [points[4 * i]!, points[4 * i + 1]!];
    const c = unit([
      r[0]! * ax + r[1]! * ay + r[2]! * focal,
      r[3]! * ax + r[4]! * ay + r[5]! * focal,
      r[6]! * ax + r[7]! * ay + r[8]! * focal,
    ]);
    const b = unit([points[4 * i + 2]!, points[4 * i + 3]!, focal]);
    // A small turn w moves c by w × c: the least squares of |c + w × c − b|.
    const off = cross(c, b);
    for (let k = 0; k < 3; k++) {
      right[k]! += weight * off[k]!;
      for (let l = 0; l < 3; l++) matrix[3 * k + l]! += weight * ((k === l ? 1 : 0) - c[k]! * c[l]!);
    }
  }
  return solve(matrix, right, 3) ? multiply(rotationBy(right), rotation) : rotation;
}
