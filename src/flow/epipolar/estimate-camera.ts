import type { RelativeCamera } from '../../core/field.ts';
import type { FloatImage, Size } from '../../core/image.ts';
import { createRandom, type Random } from '../../core/random.ts';
import type { CameraPrior } from '../estimator.ts';
import {
  agrees,
  type CameraGuess,
  type CentredMatches,
  fundamentalOf,
  parallaxOf,
  supportOf,
} from './epipolar-error.ts';
import { detectFeatures } from './features.ts';
import { type Matches, matchFeatures } from './match-features.ts';
import { MINIMAL } from './minimal-camera.ts';
import { refineCamera } from './refine-camera.ts';
import { bestRotation, turnError } from './rotation-only.ts';
import { angleBetween, angleOf, apply, IDENTITY, multiply, rotationBy, transpose, unit } from './rotations.ts';
import { type Candidate, searchCamera } from './search-camera.ts';

/** A moving camera in a static scene explains the matches. */
export interface CameraEstimate {
  readonly kind: 'camera';
  readonly camera: RelativeCamera;
  /** matches that agree with it */
  readonly inliers: number;
  readonly matches: number;
  /** the matches that agree: x, y in a, then x, y in b, image-plane pixels; length = 4·inliers */
  readonly points: Float64Array;
  /** median motion of those that is left after the rotation is taken out, pixels */
  readonly parallax: number;
}

/** No moving camera in a static scene can be told. */
export interface NoCamera {
  readonly kind: 'none';
  /**
   * `few-matches`: too little of one picture is found in the other. `no-model`: no camera explains more of the matches than chance
   * does. `no-parallax`: the camera turns on the spot, or all is too far away. `ambiguous`: two quite different cameras explain them, as
   * where one plane fills the view.
   */
  readonly reason: 'few-matches' | 'no-model' | 'no-parallax' | 'ambiguous';
  readonly matches: number;
  readonly inliers: number;
  /** from a to b, row by row, where reason is `no-parallax` */
  readonly rotation?: readonly number[];
}

const SEED = 1;
const KEYPOINTS = 2200;
/** Error of an inlier, pixels: Sampson's distance for a moving camera, distance in b for one that turns. */
const MOST = 1;
const MOST_TURNED = 1.5;
/** Fewer matches tell nothing; with fewer than the second number it is those that are missing where no model is found. */
const FEWEST_MATCHES = 8;
const ENOUGH_MATCHES = 40;
/** Fields of view to try where none is known, degrees. */
const FOVS = [35, 45, 55, 65, 75, 85, 95, 105, 115];
/** What street cameras have, degrees, and how far they differ, relative. */
const USUAL_FOV = 72;
const USUAL_SPREAD = 0.25;
/** Support that a focal length costs at one spread from the usual one. */
const UNUSUAL = 0.25;
/** How far a field of view that was given may be wrong, relative, and what the pictures must gain before it is changed. */
const GIVEN_SPREAD = 0.08;
const GIVEN_GAIN = 1.06;
/** Logarithm to base 10 of the number of cameras that explain as many random matches (a contrario: Moisan and Stival 2004). */
const CHANCE = -4;
/** Matches that fix a rotation. A camera held to the prior counts the same: it is one of few. */
const TURN_FREEDOM = 2;
/** Cells across the longer side, in each of which matches share their weight. */
const CELLS = 20;
/** Share of the inliers that a rotation may explain as well. */
const TURN_SHARE = 0.8;
/** Of two cameras whose directions are this far apart, radians, the second must explain less than this share of what the first does. */
const APART = (15 * Math.PI) / 180;
const RIVAL = 0.93;
/** How far off a prior may be, radians. */
const PRIOR_TURN = (3 * Math.PI) / 180;
const PRIOR_WAY = (8 * Math.PI) / 180;
const PRIOR_TRIES = 60;
const PRIOR_KEPT = 3;

/**
 * Estimates how the camera moved from the pictures: SIFT matches, RANSAC over minimal sets (Rosten, Reitmayr, Drummond 2010), robust
 * least squares. The same pictures and prior give the same camera.
 * @param a, b RGB 0–255, one size
 * @param prior of the way between the cameras and the field of view; it is one guess among others, and wins where the pictures agree
 */
export function estimateCamera(a: FloatImage, b: FloatImage, prior: CameraPrior): CameraEstimate | NoCamera {
  const matches = matchFeatures(detectFeatures(a, KEYPOINTS), detectFeatures(b, KEYPOINTS));
  return cameraOfMatches(matches, a, prior);
}

/** Estimates how the camera moved from matched points. @param size of both pictures */
export function cameraOfMatches(all: Matches, size: Size, prior: CameraPrior): CameraEstimate | NoCamera {
  const none = (reason: NoCamera['reason'], inliers: number): NoCamera => {
    return { kind: 'none', reason, matches: all.count, inliers };
  };
  if (all.count < FEWEST_MATCHES) return none('few-matches', 0);
  const matches = centred(all, size);
  const random = createRandom(SEED);
  const focalOf = (fov: number) => size.width / 2 / Math.tan((fov * Math.PI) / 360);
  const focals = (prior.fov === null ? FOVS : [prior.fov]).map(focalOf);
  const starts = prior.motion ? [IDENTITY, prior.motion.rotation] : [IDENTITY];
  const turn = bestRotation(matches, focals, starts, MOST_TURNED, random);

  const guesses = [
    ...searchCamera(matches, focals, [...starts, turn.rotation], MOST, random).map(({ guess }) => guess),
    ...guessesFrom(prior, focals, matches, random),
  ];
  const candidates = guesses
    .map((guess) => refined(guess, matches, prior.fov === null ? focalOf(USUAL_FOV) : null))
    .sort((p, q) => q.support - p.support);
  const weights = evenWeights(all, size);
  const best = decide(candidates, prior, ({ guess }) => supportOf(guess, matches, MOST, weights));
  const first = best ?? candidates[0];
  const inliers = first ? inliersOf(first.guess, matches) : [];

  const area = size.width * size.height;
  const turnChance = chanceOf(matches.count, turn.inliers, TURN_FREEDOM, (Math.PI * MOST_TURNED ** 2) / area);
  const moving = inliers.filter((i) => turnError(matches.points, i, turn.focal, turn.rotation) >= MOST_TURNED);
  const turns = turn.inliers >= TURN_SHARE * inliers.length || moving.length < FEWEST_MATCHES;
  if (turns && turnChance < CHANCE) return { ...none('no-parallax', turn.inliers), rotation: [...turn.rotation] };

  const nearLine = (2 * MOST * Math.hypot(size.width, size.height)) / area;
  if (!first || chanceOf(matches.count, inliers.length, MINIMAL, nearLine) > CHANCE) {
    const held = heldByPrior(prior, focals, matches, random);
    const agreeing = held ? inliersOf(held, matches).length : 0;
    if (held && chanceOf(matches.count, agreeing, TURN_FREEDOM, nearLine) < CHANCE) {
      return toEstimate(held, matches, all);
    }
    return none(matches.count < ENOUGH_MATCHES ? 'few-matches' : 'no-model', inliers.length);
  }
  if (!best) return none('ambiguous', inliers.length);
  const final = prior.fov === null ? best : withOtherFocal(best, matches, focals[0]!);
  return toEstimate(final.guess, matches, all);
}

function centred({ count, points }: Matches, { width, height }: Size): CentredMatches {
  return { count, points: points.map((value, i) => value - (i & 1 ? height : width) / 2) };
}

/** Where matches crowd, each counts less: a street has many, and so has a car that moves, but in one place. */
function evenWeights({ count, points }: Matches, { width, height }: Size): Float64Array {
  const cell = Math.max(width, height) / CELLS;
  const cells = Array.from({ length: count }, (_, i) => {
    return Math.floor(points[4 * i]! / cell) + 2 * CELLS * Math.floor(points[4 * i + 1]! / cell);
  });
  const crowd = new Map<number, number>();
  for (const each of cells) crowd.set(each, (crowd.get(each) ?? 0) + 1);
  return Float64Array.from(cells, (each) => 1 / Math.sqrt(crowd.get(each)!));
}

/** What the prior says, and guesses around it: headings are degrees off. */
function guessesFrom(
  { motion }: CameraPrior,
  focals: readonly number[],
  matches: CentredMatches,
  random: Random,
): CameraGuess[] {
  if (!motion || !(Math.hypot(...motion.translation) > 0)) return [];
  const some = (spread: number) => rotationBy([0, 1, 2].map(() => (spread / Math.sqrt(3)) * random.normal()));
  const around = Array.from({ length: PRIOR_TRIES }, (_, k): CameraGuess => {
    const focal = focals[k % focals.length]!;
    const translation = unit(motion.translation);
    if (k < focals.length) return { focal, rotation: motion.rotation, translation };
    return {
      focal,
      rotation: multiply(some(PRIOR_TURN), motion.rotation),
      translation: apply(some(PRIOR_WAY), translation),
    };
  });
  const ranked = around.map((guess) => ({ guess, support: supportOf(guess, matches, 4 * MOST) }));
  ranked.sort((p, q) => q.support - p.support);
  return ranked.slice(0, PRIOR_KEPT).map(({ guess }) => guess);
}

/** Where the pictures alone tell too little: the camera near the prior that explains most matches. */
function heldByPrior(
  prior: CameraPrior,
  focals: readonly number[],
  matches: CentredMatches,
  random: Random,
): CameraGuess | undefined {
  const { motion } = prior;
  if (!motion) return undefined;
  const held = { ...motion, translation: unit(motion.translation), turn: PRIOR_TURN, way: PRIOR_WAY };
  return guessesFrom(prior, focals, matches, random)
    .map((guess) => refineCamera(guess, matches, { motion: held }))
    .filter((guess) => isNear(guess, prior))
    .map((guess) => ({ guess, support: supportOf(guess, matches, MOST) }))
    .sort((p, q) => q.support - p.support)[0]?.guess;
}

/** Least squares from the guess; where no focal length is known it is fitted too, from the guess and from the usual one. */
function refined(guess: CameraGuess, matches: CentredMatches, usualFocal: number | null): Candidate {
  if (usualFocal === null) {
    const settled = refineCamera(guess, matches);
    return { guess: settled, support: supportOf(settled, matches, MOST) };
  }
  const held = { focal: { expected: usualFocal, spread: USUAL_SPREAD } };
  const [own, usual] = [guess, { ...guess, focal: usualFocal }].map((start): Candidate => {
    const free = refineCamera(refineCamera(start, matches), matches, held);
    const unusual = Math.log(free.focal / usualFocal) / USUAL_SPREAD;
    return { guess: free, support: supportOf(free, matches, MOST) - UNUSUAL * unusual * unusual };
  });
  return own!.support > usual!.support ? own! : usual!;
}

/** A focal length near the one given, where the pictures clearly ask for it. */
function withOtherFocal(best: Candidate, matches: CentredMatches, given: number): Candidate {
  const guess = refineCamera(best.guess, matches, { focal: { expected: given, spread: GIVEN_SPREAD } });
  const support = supportOf(guess, matches, MOST);
  return support > GIVEN_GAIN * best.support ? { guess, support } : best;
}

/**
 * The best candidate; of rivals that explain nearly as many matches, the one whose matches are spread best over the picture, and where
 * that does not tell, the one that the prior is near.
 * @param evenly support by matches that count less where they crowd
 * @returns undefined where the prior does not tell either
 */
function decide(
  candidates: readonly Candidate[],
  prior: CameraPrior,
  evenly: (candidate: Candidate) => number,
): Candidate | undefined {
  const [first] = candidates;
  if (!first) return undefined;
  const apart = (p: Candidate, q: Candidate) => angleBetween(p.guess.translation, q.guess.translation) > APART;
  const able = candidates
    .filter((other) => other === first || (other.support > RIVAL * first.support && apart(other, first)))
    .map((candidate) => ({ candidate, even: evenly(candidate) }))
    .sort((p, q) => q.even - p.even);
  const best = able[0]!;
  const rivals = able.filter(({ candidate, even }) => even > RIVAL * best.even && apart(candidate, best.candidate));
  if (rivals.length === 0) return best.candidate;
  return [best, ...rivals].find(({ candidate }) => isNear(candidate.guess, prior))?.candidate;
}

function isNear({ rotation, translation }: CameraGuess, { motion }: CameraPrior): boolean {
  if (!motion || !(Math.hypot(...motion.translation) > 0)) return false;
  const turn = angleOf(multiply(rotation, transpose(motion.rotation)));
  return turn < 4 * PRIOR_TURN && angleBetween(translation, motion.translation) < 3 * PRIOR_WAY;
}

function inliersOf(guess: CameraGuess, { count, points }: CentredMatches): number[] {
  const f = fundamentalOf(guess);
  const inliers: number[] = [];
  for (let i = 0; i < count; i++) if (agrees(guess, f, points, i, MOST)) inliers.push(i);
  return inliers;
}

/**
 * Expected number of models, as a logarithm to base 10, that explain as many of so many random matches.
 * @param fixed matches that a model is made from @param share of random matches that lie near enough to a model
 */
function chanceOf(matches: number, inliers: number, fixed: number, share: number): number {
  if (inliers <= fixed) return 0;
  const choices = (n: number, k: number) => {
    let sum = 0;
    for (let i = 1; i <= k; i++) sum += Math.log10((n - k + i) / i);
    return sum;
  };
  const models = Math.log10(matches - fixed) + choices(matches, inliers) + choices(inliers, fixed);
  return models + (inliers - fixed) * Math.log10(Math.min(1, share));
}

function toEstimate(guess: CameraGuess, matches: CentredMatches, all: Matches): CameraEstimate {
  const inliers = inliersOf(guess, matches);
  const parallaxes = inliers.map((i) => Math.abs(parallaxOf(guess, matches.points, i))).sort((p, q) => p - q);
  const { focal, rotation, translation } = guess;
  return {
    kind: 'camera',
    camera: { focal, rotation: [...rotation], translation: unit(translation) },
    inliers: inliers.length,
    matches: all.count,
    points: Float64Array.from(inliers.flatMap((i) => [...all.points.subarray(4 * i, 4 * i + 4)])),
    parallax: parallaxes[parallaxes.length >> 1] ?? 0,
  };
}
