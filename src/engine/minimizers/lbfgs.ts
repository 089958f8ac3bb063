import { backtrack, fixedStep, type LinePoint, type LineSearchKind, strongWolfe } from './line-search.ts';
import {
  createDecreaseTest,
  type Evaluate,
  type Evaluated,
  type Minimum,
  type Step,
  type StopReason,
} from './minimizer.ts';
import { addScaled, difference, dot, norm1 } from './vector.ts';

export interface LbfgsOptions {
  /** evaluations of the function at most, ≥ 1 */
  readonly evaluations: number;
  /** pairs kept (`job_lbfgs_history`) */
  readonly history: number;
  readonly lineSearch: LineSearchKind;
  readonly ftol: number;
  readonly ftolInterval: number;
  /** mean absolute change per value of the very first step; 1 = one grey level (DESIGN, trials of L-BFGS) */
  readonly firstStep: number;
}

/** A step and the change of gradient along it. */
interface Pair {
  readonly s: Float32Array;
  readonly y: Float32Array;
  /** 1/(y·s) */
  readonly rho: number;
}

/** Without a line search, a value above this many times the best one so far sends the iteration back to the best point. */
const BLOW_UP = 2;

/**
 * Limited-memory BFGS (Nocedal 1980; two-loop recursion of Nocedal and Wright 2006, algorithm 7.4).
 * With a line search accepted iterates never get worse. A direction along which no better point is found empties the history and
 * starts again downhill once; failing then stops.
 */
export async function* lbfgs<E extends Evaluated>(
  evaluate: Evaluate<E>,
  start: Float32Array,
  options: LbfgsOptions,
): AsyncGenerator<Step<E>, Minimum<E>> {
  let spent = 1;
  let current: LinePoint<E> = { t: 0, x: start.slice(), at: await evaluate(start), slope: 0 };
  let best = current;
  yield { evaluation: spent, x: best.x, at: best.at };
  const done = (stop: StopReason): Minimum<E> => ({ x: best.x, at: best.at, evaluations: spent, stop });
  if (!Number.isFinite(current.at.value)) return done('not_finite');
  const settled = createDecreaseTest(options.ftol, options.ftolInterval);
  settled(current.at.value);

  let pairs: Pair[] = [];
  while (spent < options.evaluations) {
    const { gradient } = current.at;
    let direction = searchDirection(gradient, pairs);
    let slope = dot(gradient, direction);
    if (!(slope < 0)) {
      pairs = [];
      direction = searchDirection(gradient, pairs);
      slope = dot(gradient, direction);
    }
    const steepness = norm1(gradient);
    if (steepness === 0) return done('ftol');
    const first = pairs.length > 0 ? 1 : (options.firstStep * gradient.length) / steepness;

    // A generator cannot yield from inside the line search, so its trials are collected and told afterwards.
    const trials: number[] = [];
    const search = {
      evaluate,
      start: { ...current, t: 0, slope },
      direction,
      spend: () => {
        trials.push(++spent);
        return spent < options.evaluations;
      },
    };
    const run =
      options.lineSearch === 'wolfe' ? strongWolfe : options.lineSearch === 'backtrack' ? backtrack : fixedStep;
    const found = await run(search, first);
    const blownUp = found !== null && options.lineSearch === 'none' && found.at.value > BLOW_UP * best.at.value;
    const accepted = found && !blownUp ? found : null;
    if (accepted && accepted.at.value <= best.at.value) best = accepted;
    for (const evaluation of trials) yield { evaluation, x: best.x, at: best.at };

    if (!accepted) {
      const restartable = pairs.length > 0 && spent < options.evaluations;
      if (!restartable) return done(spent >= options.evaluations ? 'evaluations' : 'line_search');
      pairs = [];
      current = best;
      continue;
    }
    const pair = makePair(current, accepted);
    if (pair) pairs = [...pairs, pair].slice(-options.history);
    current = accepted;
    if (settled(current.at.value)) return done('ftol');
  }
  return done('evaluations');
}

/** −H·g by the two loops; −g where there is no history. */
function searchDirection(gradient: Float32Array, pairs: readonly Pair[]): Float32Array {
  const q = gradient.map((g) => -g);
  const alpha = new Float64Array(pairs.length);
  for (let i = pairs.length - 1; i >= 0; i--) {
    const { s, y, rho } = pairs[i]!;
    alpha[i] = rho * dot(s, q);
    addScaled(q, -alpha[i]!, y);
  }
  const last = pairs.at(-1);
  if (last) {
    const gamma = 1 / (last.rho * dot(last.y, last.y));
    for (let i = 0; i < q.length; i++) q[i]! *= gamma;
  }
  pairs.forEach(({ s, y, rho }, i) => {
    addScaled(q, alpha[i]! - rho * dot(y, q), s);
  });
  return q;
}

/** @returns null where the curvature along the step is not safely positive: such a pair would spoil the direction */
function makePair<E extends Evaluated>(from: LinePoint<E>, to: LinePoint<E>): Pair | null {
  const s = difference(to.x, from.x);
  const y = difference(to.at.gradient, from.at.gradient);
  const curvature = dot(y, s);
  // Relative to both lengths: gradients here reach 1e9, so an absolute threshold would mean nothing.
  return curvature > 1e-10 * Math.sqrt(dot(y, y) * dot(s, s)) ? { s, y, rho: 1 / curvature } : null;
}
