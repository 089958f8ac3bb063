import { checkMoments } from '../../minimizers/adam.ts';
import type { MinimizeOptions } from '../../objective.ts';
import { adamBuffers, adamDispatches } from '../minimizers/adam.ts';
import { adamStart } from '../minimizers/adam-state.ts';
import { lbfgsBuffers, lbfgsDispatches } from '../minimizers/lbfgs.ts';
import { lbfgsStart } from '../minimizers/lbfgs-state.ts';
import type { ObjectivePlan } from './objective-plan.ts';
import type { Resolve, Step, Tensor } from './tensor.ts';

/** What the plan makes room for. */
export type MinimizerChoice =
  | { readonly minimizer: 'lbfgs' /** pairs at most */; readonly history: number }
  | { readonly minimizer: 'adam' };

/** Rows of the log: more evaluations than a frame is ever given at one size. */
const LOG_ROWS = 2 ** 16;

/** The minimiser behind an evaluation, laid out. */
export interface MinimizerPlan {
  readonly step: Step;
  readonly state: Tensor;
  /** one row for each evaluation, as `readLog` takes them */
  readonly log: Tensor;
  /** the best image so far (Adam: the last), [pixels, 4] */
  readonly best: Tensor;
  /** Adam's running means, [pixels, 4] */
  readonly moments?: { readonly first: Tensor; readonly second: Tensor };
  /**
   * Bytes that start a run when they are written to the beginning of `state`.
   * @param constant additive part of the objective that the totals leave out
   * @throws RangeError where the plan has no room for what is asked, or moments are of another size
   */
  start(options: MinimizeOptions, constant: number): Uint8Array<ArrayBuffer>;
}

/** Lays out the minimiser of a plan. */
export function planMinimizer(plan: ObjectivePlan, choice: MinimizerChoice): MinimizerPlan {
  const pixels = plan.size.width * plan.size.height;
  const floats: Readonly<Record<string, number>> =
    choice.minimizer === 'lbfgs'
      ? lbfgsBuffers(pixels, { history: choice.history, evaluations: LOG_ROWS })
      : adamBuffers(pixels, { evaluations: LOG_ROWS });
  const own = Object.fromEntries(
    Object.entries(floats).map(([name, length]): [string, Tensor] => [
      name,
      { name: `${choice.minimizer} ${name}`, floats: length, kind: 'kept' },
    ]),
  );
  const shared = [plan.image, plan.gradient, plan.totals];
  const dispatches = (resolve: Resolve) => {
    const objective = { trial: resolve(plan.image), gradient: resolve(plan.gradient), losses: resolve(plan.totals) };
    const buffers = Object.fromEntries(Object.entries(own).map(([name, tensor]) => [name, resolve(tensor)]));
    return choice.minimizer === 'lbfgs'
      ? lbfgsDispatches(pixels, choice, objective, buffers as Parameters<typeof lbfgsDispatches>[3])
      : adamDispatches(pixels, objective, buffers as Parameters<typeof adamDispatches>[2]);
  };
  const touched = Object.entries(own).filter(([name]) => name !== 'log');
  return {
    step: {
      name: 'minimiser',
      layer: choice.minimizer,
      variant: choice.minimizer === 'lbfgs' ? `${choice.history} pairs` : '',
      tensors: [...shared, ...Object.values(own)],
      flops: 0,
      bytes: 4 * [...shared, ...touched.map(([, tensor]) => tensor)].reduce((sum, tensor) => sum + tensor.floats, 0),
      dispatches,
    },
    state: own.state!,
    log: own.log!,
    best: own.best!,
    ...(choice.minimizer === 'adam' && { moments: { first: own.first!, second: own.second! } }),
    start(options, constant) {
      if (options.minimizer !== choice.minimizer) {
        throw new RangeError(`minimiser: the plan is for ${choice.minimizer}, asked for ${options.minimizer}`);
      }
      if (options.evaluations > LOG_ROWS)
        throw new RangeError(`minimiser: at most ${LOG_ROWS} evaluations at one size`);
      if (options.minimizer === 'adam') {
        if (options.moments) checkMoments(options.moments, 3 * pixels);
        return adamStart(pixels, { ...options, constant });
      }
      if (choice.minimizer === 'lbfgs' && options.history > choice.history) {
        throw new RangeError(`minimiser: the plan has room for ${choice.history} pairs, asked for ${options.history}`);
      }
      return lbfgsStart(pixels, { ...options, constant });
    },
  };
}
