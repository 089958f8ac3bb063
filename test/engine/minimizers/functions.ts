import type { Evaluate, Evaluated, Minimum, Step } from '../../../src/engine/minimizers/minimizer.ts';

/** Rosenbrock's valley in two dimensions, minimum 0 at (1, 1). */
export const rosenbrock: Evaluate<Evaluated> = async ([x, y]) => {
  const a = 1 - x!;
  const b = y! - x! * x!;
  return {
    value: a * a + 100 * b * b,
    gradient: Float32Array.of(-2 * a - 400 * x! * b, 200 * b),
  };
};

/** The customary start. */
export const ROSENBROCK_START = Float32Array.of(-1.2, 1);

/** A stretched bowl of n dimensions, minimum 0 at the origin, with curvatures from 1 to `condition`. */
export function bowl(n: number, condition: number): Evaluate<Evaluated> {
  return async (x) => {
    const curvature = (i: number) => condition ** (i / (n - 1));
    return {
      value: x.reduce((sum, v, i) => sum + 0.5 * curvature(i) * v * v, 0),
      gradient: x.map((v, i) => curvature(i) * v),
    };
  };
}

/** Every step of a minimiser, and its result. */
export async function collect<E extends Evaluated>(
  run: AsyncGenerator<Step<E>, Minimum<E>>,
): Promise<{ steps: Step<E>[]; result: Minimum<E> }> {
  const steps: Step<E>[] = [];
  for (;;) {
    const next = await run.next();
    if (next.done) return { steps, result: next.value };
    steps.push(next.value);
  }
}
