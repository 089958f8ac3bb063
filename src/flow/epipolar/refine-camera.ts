import { agrees, type CameraGuess, type CentredMatches, fundamentalOf, toPixels } from './epipolar-error.ts';
import {
  dot,
  IDENTITY,
  multiply,
  type Numbers,
  rotationBy,
  skew,
  solve,
  tangents,
  transpose,
  unit,
} from './rotations.ts';

/** What else bears on the camera beside the matches. */
export interface RefineOptions {
  /** also fits the focal length, held to the given one by this relative error; absent: it stays */
  readonly focal?: { readonly expected: number; readonly spread: number };
  /** holds the motion to one that is known, by these errors in radians */
  readonly motion?: {
    readonly rotation: Numbers;
    readonly translation: Numbers;
    readonly turn: number;
    readonly way: number;
  };
  /** Cauchy scales of the rounds, pixels */
  readonly scales?: readonly number[];
}

const SCALES: readonly number[] = [1.5, 1, 0.7, 0.5, 0.5];
const STEPS = 6;
/** Matches further off than this many scales take no part in a round. */
const REACH = 4;
const FEWEST = 6;

/**
 * Robust least squares over rotation, direction and, if wanted, focal length: Sampson's distance under Cauchy's function, whose scale
 * shrinks, over the matches that the camera explains at the start of each round.
 */
export function refineCamera(start: CameraGuess, matches: CentredMatches, options: RefineOptions = {}): CameraGuess {
  let guess = start;
  for (const scale of options.scales ?? SCALES) {
    const f = fundamentalOf(guess);
    const chosen: number[] = [];
    for (let i = 0; i < matches.count; i++) if (agrees(guess, f, matches.points, i, REACH * scale)) chosen.push(i);
    if (chosen.length < FEWEST) return guess;
    guess = descend(guess, matches.points, chosen, scale, options);
  }
  return guess;
}

/** Levenberg–Marquardt steps with the matches and the scale held. */
function descend(
  start: CameraGuess,
  points: Float64Array,
  chosen: readonly number[],
  scale: number,
  options: RefineOptions,
): CameraGuess {
  let guess = start;
  let system = linearise(guess, points, chosen, scale, options);
  let damping = 1e-3;
  for (let step = 0; step < STEPS; step++) {
    const { n } = system;
    const matrix = system.matrix.slice();
    const change = system.right.slice();
    for (let k = 0; k < n; k++) matrix[k * n + k]! += damping * matrix[k * n + k]! + 1e-9;
    if (!solve(matrix, change, n)) return guess;
    const next = moved(guess, change);
    const nextSystem = linearise(next, points, chosen, scale, options);
    if (nextSystem.cost < system.cost) {
      const gain = system.cost - nextSystem.cost;
      guess = next;
      system = nextSystem;
      damping = Math.max(1e-7, damping / 10);
      if (gain < 1e-6 * system.cost) return guess;
    } else {
      damping *= 10;
      if (damping > 1e4) return guess;
    }
  }
  return guess;
}

function moved({ focal, rotation, translation }: CameraGuess, change: Float64Array): CameraGuess {
  const [u, v] = tangents(translation);
  const turn = Math.min(1, 0.3 / Math.hypot(change[0]!, change[1]!, change[2]!));
  return {
    focal: change.length > 5 ? focal * Math.exp(Math.max(-0.3, Math.min(0.3, change[5]!))) : focal,
    rotation: multiply(rotationBy([turn * change[0]!, turn * change[1]!, turn * change[2]!]), rotation),
    translation: unit([0, 1, 2].map((k) => translation[k]! + change[3]! * u[k]! + change[4]! * v[k]!)),
  };
}

/** Derivatives of F by a turn around each axis, the two tangents of the direction, and the logarithm of the focal length. */
function derivatives({ focal, rotation, translation }: CameraGuess, withFocal: boolean): Numbers[] {
  const along = skew(translation);
  const turns = [0, 1, 2].map((k) => multiply(along, multiply(skew(IDENTITY.slice(3 * k, 3 * k + 3)), rotation)));
  const shifts = tangents(translation).map((tangent) => multiply(skew(tangent), rotation));
  const out: Numbers[] = [...turns, ...shifts].map((e) => toPixels(e, focal));
  if (withFocal) {
    const f = fundamentalOf({ focal, rotation, translation });
    out.push(f.map((value, k) => value * ((k % 3 === 2 ? 1 : 0) + (k >= 6 ? 1 : 0))));
  }
  return out;
}

/** Normal equations of the weighted errors, and their robust cost. */
function linearise(
  guess: CameraGuess,
  points: Float64Array,
  chosen: readonly number[],
  scale: number,
  { focal, motion }: RefineOptions,
) {
  const f = fundamentalOf(guess);
  const slopes = derivatives(guess, focal !== undefined);
  const n = slopes.length;
  const matrix = new Float64Array(n * n);
  const right = new Float64Array(n);
  const row = new Float64Array(n);
  let cost = 0;
  for (const i of chosen) {
    const [ax, ay, bx, by] = [points[4 * i]!, points[4 * i + 1]!, points[4 * i + 2]!, points[4 * i + 3]!];
    const l0 = f[0]! * ax + f[1]! * ay + f[2]!;
    const l1 = f[3]! * ax + f[4]! * ay + f[5]!;
    const m0 = f[0]! * bx + f[3]! * by + f[6]!;
    const m1 = f[1]! * bx + f[4]! * by + f[7]!;
    const length2 = l0 * l0 + l1 * l1 + m0 * m0 + m1 * m1;
    if (!(length2 > 1e-24)) continue;
    const length = Math.sqrt(length2);
    const error = (bx * l0 + by * l1 + f[6]! * ax + f[7]! * ay + f[8]!) / length;
    const relative = (error / scale) ** 2;
    cost += scale * scale * Math.log1p(relative);
    const weight = 1 / (1 + relative);
    for (let k = 0; k < n; k++) {
      const s = slopes[k]!;
      const d0 = s[0]! * ax + s[1]! * ay + s[2]!;
      const d1 = s[3]! * ax + s[4]! * ay + s[5]!;
      const d2 = s[6]! * ax + s[7]! * ay + s[8]!;
      const e0 = s[0]! * bx + s[3]! * by + s[6]!;
      const e1 = s[1]! * bx + s[4]! * by + s[7]!;
      const ofLength = (l0 * d0 + l1 * d1 + m0 * e0 + m1 * e1) / length;
      row[k] = (bx * d0 + by * d1 + d2 - error * ofLength) / length;
    }
    for (let k = 0; k < n; k++) {
      right[k]! -= weight * row[k]! * error;
      for (let j = 0; j <= k; j++) matrix[k * n + j]! += weight * row[k]! * row[j]!;
    }
  }
  for (let k = 0; k < n; k++) for (let j = 0; j < k; j++) matrix[j * n + k] = matrix[k * n + j]!;
  if (focal) {
    const off = Math.log(guess.focal / focal.expected);
    const weight = (scale / focal.spread) ** 2;
    matrix[n * n - 1]! += weight;
    right[n - 1]! -= weight * off;
    cost += weight * off * off;
  }
  if (motion) {
    const turn = multiply(guess.rotation, transpose(motion.rotation));
    const off = [turn[7]! - turn[5]!, turn[2]! - turn[6]!, turn[3]! - turn[1]!].map((value) => value / 2);
    for (const tangent of tangents(guess.translation)) off.push(-dot(tangent, motion.translation));
    off.forEach((value, k) => {
      const weight = (scale / (k < 3 ? motion.turn : motion.way)) ** 2;
      matrix[k * n + k]! += weight;
      right[k]! -= weight * value;
      cost += weight * value * value;
    });
  }
  return { n, matrix, right, cost };
}
