import type { Random } from '../../core/random.ts';
import { apply, cross, dot, multiply, type Numbers, rotationBy, solve, tangents, unit } from './rotations.ts';

/** Matches that fix a calibrated camera. */
export const MINIMAL = 5;

const STEPS = 12;
/** Squared error of the epipolar equations between unit vectors at which a solution holds. */
const SOLVED = 1e-14;
const LONGEST_STEP = 0.5;

export interface Motion {
  readonly rotation: Numbers;
  readonly translation: Numbers;
}

/**
 * A rotation and a direction that five pairs of rays fulfil exactly, by Gauss–Newton steps on the manifold from a random direction
 * (Rosten, Reitmayr, Drummond 2010, "Improved RANSAC performance using simple, iterative minimal-set solvers"). There are up to ten
 * solutions; this finds one, and other starts find others.
 * @param rays unit vectors in a, then in b, 6 numbers a pair
 * @param start rotation to begin with
 * @returns null where the steps do not arrive
 */
export function solveMinimal(rays: Float64Array, start: Numbers, random: Random): Motion | null {
  let rotation = start;
  let translation: Numbers = unit([random.normal(), 0.5 * random.normal(), 1.5 * random.normal()]);
  const matrix = new Float64Array(MINIMAL * MINIMAL);
  const right = new Float64Array(MINIMAL);
  for (let step = 0; step < STEPS; step++) {
    const [u, v] = tangents(translation);
    let error = 0;
    for (let i = 0; i < MINIMAL; i++) {
      const a = rays.subarray(6 * i, 6 * i + 3);
      const b = rays.subarray(6 * i + 3, 6 * i + 6);
      const c = apply(rotation, a);
      // b·(t × c) = t·(c × b); its derivative by a turn w of c is w·(b (t·c) − t (b·c)).
      const normal = cross(c, b);
      const [tc, bc] = [dot(translation, c), dot(b, c)];
      const value = dot(translation, normal);
      for (let k = 0; k < 3; k++) matrix[MINIMAL * i + k] = b[k]! * tc - translation[k]! * bc;
      matrix[MINIMAL * i + 3] = dot(u, normal);
      matrix[MINIMAL * i + 4] = dot(v, normal);
      right[i] = -value;
      error += value * value;
    }
    if (error < SOLVED) return { rotation, translation };
    if (!solve(matrix, right, MINIMAL)) return null;
    const length = Math.hypot(...right);
    const scale = length > LONGEST_STEP ? LONGEST_STEP / length : 1;
    rotation = multiply(rotationBy([scale * right[0]!, scale * right[1]!, scale * right[2]!]), rotation);
    const [du, dv] = [scale * right[3]!, scale * right[4]!];
    translation = unit([0, 1, 2].map((k) => translation[k]! + du * u[k]! + dv * v[k]!));
  }
  return null;
}
