import type { Random } from '../../core/random.ts';
import {
  type CameraGuess,
  type CentredMatches,
  fundamentalOf,
  parallaxOf,
  sampson,
  supportOf,
} from './epipolar-error.ts';
import { MINIMAL, solveMinimal } from './minimal-camera.ts';
import { refineCamera } from './refine-camera.ts';
import { angleBetween, type Numbers, unit } from './rotations.ts';

/** A guess and how well it explains the matches (see supportOf). */
export interface Candidate {
  readonly guess: CameraGuess;
  readonly support: number;
}

const FEWEST_ROUNDS = 300;
const MOST_ROUNDS = 4000;
/** Chance, at the end, that no round drew from inliers alone. */
const MISSED = 1e-4;
const KEPT = 10;
/** Cauchy scales of the local optimisation, pixels. */
const LOCAL_SCALES = [1.5, 1];
/** Directions nearer than this are one candidate, radians. */
const DISTINCT = (5 * Math.PI) / 180;

/**
 * RANSAC (Fischler and Bolles 1981) over minimal sets: the cameras that explain most matches, each with a direction of its own, best first.
 * @param matches the most distinct first: half of the sets are drawn from the first third (as PROSAC does: Chum and Matas 2005)
 * @param focals focal lengths to try, pixels
 * @param starts rotations that the solver begins with
 * @param most error of an inlier, pixels
 */
export function searchCamera(
  matches: CentredMatches,
  focals: readonly number[],
  starts: readonly Numbers[],
  most: number,
  random: Random,
): Candidate[] {
  const { count, points } = matches;
  if (count < MINIMAL) return [];
  const order = shuffled(count, random);
  const kept: Candidate[] = [];
  const rays = new Float64Array(6 * MINIMAL);
  const third = Math.max(2 * MINIMAL, Math.ceil(count / 3));
  let rounds = MOST_ROUNDS;
  for (let round = 0; round < rounds; round++) {
    const focal = focals[round % focals.length]!;
    const drawn = draw(round & 1 ? count : Math.min(count, third), random);
    drawn.forEach((i, k) => {
      rays.set(unit([points[4 * i]!, points[4 * i + 1]!, focal]), 6 * k);
      rays.set(unit([points[4 * i + 2]!, points[4 * i + 3]!, focal]), 6 * k + 3);
    });
    const motion = solveMinimal(rays, starts[round % starts.length]!, random);
    const guess = motion && inFront({ focal, ...motion }, points, drawn);
    if (!guess) continue;
    const least = kept.length < KEPT ? 0 : kept[KEPT - 1]!.support;
    const support = quickSupport(guess, points, order, most, least);
    if (support <= least) continue;
    const isBest = support > (kept[0]?.support ?? 0);
    keep(kept, { guess, support });
    if (isBest) {
      // Local optimisation (Chum, Matas, Kittler 2003): five noisy matches give less than their inliers do.
      const better = refineCamera(guess, matches, { scales: LOCAL_SCALES });
      keep(kept, { guess: better, support: quickSupport(better, points, order, most, support) });
    }
    const share = Math.min(0.95, kept[0]!.support / count) ** MINIMAL;
    const needed = (Math.log(MISSED) / Math.log1p(-share)) * focals.length;
    rounds = Math.min(MOST_ROUNDS, Math.max(FEWEST_ROUNDS * Math.min(4, focals.length), needed));
  }
  return kept
    .map(({ guess }) => ({ guess, support: supportOf(guess, matches, most) }))
    .sort((p, q) => q.support - p.support);
}

function draw(count: number, random: Random): number[] {
  const drawn: number[] = [];
  while (drawn.length < MINIMAL) {
    const i = random.below(count);
    if (!drawn.includes(i)) drawn.push(i);
  }
  return drawn;
}

/** The guess with the sign of its direction that puts the five points in front of both cameras; null where neither does. */
function inFront(guess: CameraGuess, points: Float64Array, drawn: readonly number[]): CameraGuess | null {
  const opposite = { ...guess, translation: guess.translation.map((value) => -value) } as CameraGuess;
  for (const each of [guess, opposite]) if (drawn.every((i) => parallaxOf(each, points, i) > -0.5)) return each;
  return null;
}

/** Support without depths, given up where it cannot reach `least` any more. */
function quickSupport(
  guess: CameraGuess,
  points: Float64Array,
  order: Int32Array,
  most: number,
  least: number,
): number {
  const f = fundamentalOf(guess);
  const scale = 1 / (most * most);
  let support = 0;
  for (let k = 0; k < order.length; k++) {
    if ((k & 31) === 0 && support + order.length - k <= least) return 0;
    const error = sampson(f, points, order[k]!);
    const cost = error * error * scale;
    if (cost < 1) support += 1 - cost;
  }
  return support;
}

function keep(kept: Candidate[], candidate: Candidate): void {
  const { translation } = candidate.guess;
  const near = kept.findIndex(({ guess }) => angleBetween(guess.translation, translation) < DISTINCT);
  if (near >= 0) {
    if (kept[near]!.support >= candidate.support) return;
    kept.splice(near, 1);
  }
  const place = kept.findIndex(({ support }) => support < candidate.support);
  kept.splice(place < 0 ? kept.length : place, 0, candidate);
  if (kept.length > KEPT) kept.pop();
}

function shuffled(count: number, random: Random): Int32Array {
  const order = Int32Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = random.below(i + 1);
    const kept = order[i]!;
    order[i] = order[j]!;
    order[j] = kept;
  }
  return order;
}
