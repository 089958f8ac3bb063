import type { Evaluation, Minimized, MinimizeOptions, MinimizeStep, Objective } from '../objective.ts';
import { adam } from './adam.ts';
import { lbfgs } from './lbfgs.ts';

/** Longest stretch of work between two looks at the event loop, milliseconds; shorter evaluations share one. */
const PATIENCE = 30;

/** Minimises an objective that gives its gradient to the host at each evaluation. @throws the signal's abort reason */
export async function* minimizeOnHost(
  objective: Pick<Objective, 'evaluate'>,
  start: Float32Array,
  options: MinimizeOptions,
  signal: AbortSignal | undefined,
): AsyncGenerator<MinimizeStep, Minimized> {
  let rested = performance.now();
  const evaluate = async (x: Float32Array): Promise<Evaluation> => {
    // Lets timers and Ctrl-C through, between the trials of a line search too: on wasm an evaluation never leaves the thread.
    if (performance.now() - rested > PATIENCE) {
      await new Promise((resolve) => setTimeout(resolve, 0));
      rested = performance.now();
    }
    signal?.throwIfAborted();
    return objective.evaluate(x);
  };
  const steps = options.minimizer === 'adam' ? adam(evaluate, start, options) : lbfgs(evaluate, start, options);
  let step = await steps.next();
  while (!step.done) {
    const { evaluation, x, at } = step.value;
    yield { evaluation, terms: at.terms, image: async () => x.slice() };
    step = await steps.next();
  }
  const { at, ...found } = step.value;
  return { ...found, terms: at.terms };
}
