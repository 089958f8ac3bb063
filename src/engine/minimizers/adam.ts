import { createDecreaseTest, type Evaluate, type Evaluated, type Minimum, type Step } from './minimizer.ts';

export interface AdamOptions {
  /** evaluations of the function at most, ≥ 1 */
  readonly evaluations: number;
  /** step length in the units of x (grey levels) */
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly ftol: number;
  readonly ftolInterval: number;
}

const EPSILON = 1e-8;

/** Adam (Kingma and Ba 2015, algorithm 1). Not monotone: the result is the last point that was evaluated. */
export async function* adam<E extends Evaluated>(
  evaluate: Evaluate<E>,
  start: Float32Array,
  options: AdamOptions,
): AsyncGenerator<Step<E>, Minimum<E>> {
  const { beta1, beta2 } = options;
  const first = new Float32Array(start.length);
  const second = new Float64Array(start.length);
  const settled = createDecreaseTest(options.ftol, options.ftolInterval);
  let x = start.slice();
  for (let evaluation = 1; ; evaluation++) {
    const at = await evaluate(x);
    yield { evaluation, x, at };
    if (!Number.isFinite(at.value)) return { x, at, evaluations: evaluation, stop: 'not_finite' };
    if (evaluation >= options.evaluations) return { x, at, evaluations: evaluation, stop: 'evaluations' };
    if (settled(at.value)) return { x, at, evaluations: evaluation, stop: 'ftol' };
    const next = x.slice();
    const rate = (options.learningRate * Math.sqrt(1 - beta2 ** evaluation)) / (1 - beta1 ** evaluation);
    for (let i = 0; i < x.length; i++) {
      const g = at.gradient[i]!;
      first[i] = beta1 * first[i]! + (1 - beta1) * g;
      second[i] = beta2 * second[i]! + (1 - beta2) * g * g;
      next[i]! -= (rate * first[i]!) / (Math.sqrt(second[i]!) + EPSILON);
    }
    x = next;
  }
}
