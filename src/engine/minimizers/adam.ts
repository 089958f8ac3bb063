import {
  createDecreaseTest,
  type Evaluate,
  type Evaluated,
  type Minimum,
  type Step,
  type StopReason,
} from './minimizer.ts';

/** Adam's running means, for a run that goes on where another ended. */
export interface AdamMoments {
  /** of the gradient; as long as x */
  readonly first: Float32Array;
  /** of its square, ≥ 0; as long as x */
  readonly second: Float32Array;
  /** gradients that went into them, ≥ 1: sets the bias correction. The gradient at a run's last point is not among them. */
  readonly updates: number;
}

export interface AdamOptions {
  /** evaluations of the function at most, ≥ 1 */
  readonly evaluations: number;
  /** step length in the units of x (grey levels) */
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly ftol: number;
  readonly ftolInterval: number;
  /** of an earlier run, to go on with; without them the run starts from zero moments */
  readonly moments?: AdamMoments;
  /** whether the moments at the end are wanted */
  readonly keepMoments?: boolean;
}

export interface AdamMinimum<E extends Evaluated> extends Minimum<E> {
  /** where `keepMoments` asked for them; absent where no gradient went into them */
  readonly moments?: AdamMoments;
}

const EPSILON = 1e-8;

/** @throws RangeError where moments do not fit an x of this length */
export function checkMoments({ first, second }: AdamMoments, length: number): void {
  if (first.length === length && second.length === length) return;
  throw new RangeError(`adam: moments of ${first.length} and ${second.length} values for an image of ${length}`);
}

/**
 * Adam (Kingma and Ba 2015, algorithm 1). Not monotone: the result is the last point that was evaluated.
 * @throws RangeError where `options.moments` are not as long as `start`
 */
export async function* adam<E extends Evaluated>(
  evaluate: Evaluate<E>,
  start: Float32Array,
  options: AdamOptions,
): AsyncGenerator<Step<E>, AdamMinimum<E>> {
  const { beta1, beta2, moments } = options;
  if (moments) checkMoments(moments, start.length);
  const first = new Float32Array(start.length);
  const second = new Float64Array(start.length);
  if (moments) {
    first.set(moments.first);
    second.set(moments.second);
  }
  let updates = moments?.updates ?? 0;
  const settled = createDecreaseTest(options.ftol, options.ftolInterval);
  let x = start.slice();
  for (let evaluation = 1; ; evaluation++) {
    const at = await evaluate(x);
    yield { evaluation, x, at };
    const done = (stop: StopReason): AdamMinimum<E> => ({
      x,
      at,
      evaluations: evaluation,
      stop,
      ...(options.keepMoments && updates > 0 && { moments: { first, second: Float32Array.from(second), updates } }),
    });
    if (!Number.isFinite(at.value)) return done('not_finite');
    if (evaluation >= options.evaluations) return done('evaluations');
    if (settled(at.value)) return done('ftol');
    const next = x.slice();
    updates++;
    const rate = (options.learningRate * Math.sqrt(1 - beta2 ** updates)) / (1 - beta1 ** updates);
    for (let i = 0; i < x.length; i++) {
      const g = at.gradient[i]!;
      first[i] = beta1 * first[i]! + (1 - beta1) * g;
      second[i] = beta2 * second[i]! + (1 - beta2) * g * g;
      next[i]! -= (rate * first[i]!) / (Math.sqrt(second[i]!) + EPSILON);
    }
    x = next;
  }
}
