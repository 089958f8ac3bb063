import type { Size } from '../core/image.ts';
import { minimizeOnHost } from '../engine/minimizers/on-host.ts';
import type { MinimizeOptions, ObjectiveFactory } from '../engine/objective.ts';
import type { Params } from '../project/schema.ts';
import type { BenchObjective } from './engines.ts';
import type { DeviceMeter } from './meter.ts';
import { rooflineShare } from './peaks.ts';
import type { BenchRow } from './record.ts';
import { makeScene } from './scene.ts';
import { timeRepeats } from './timing.ts';
import { evaluationWork } from './work.ts';

/** One engine at one size. */
export interface BenchCase {
  readonly engine: string;
  readonly device: 'webgpu' | 'wasm';
  readonly size: Size;
  /** evaluations of one timed run of L-BFGS */
  readonly evaluations: number;
  /** timed runs, after one that is not */
  readonly repeats: number;
}

interface CaseContext {
  readonly params: Params;
  /** the adapter's name, for its peak */
  readonly adapter: string;
  /** of the device that the factory works on */
  readonly meter?: DeviceMeter | undefined;
  readonly signal?: AbortSignal | undefined;
  /** told the objective when it was timed, before it goes */
  readonly onObjective?: (objective: BenchObjective) => Promise<void>;
}

/** First L-BFGS step, as the painter has it. */
const FIRST_STEP = 1;

/** Times one case: runs of L-BFGS from one start, and evaluations by themselves. @param objectives of the case's engine */
export async function runCase(bench: BenchCase, objectives: ObjectiveFactory, context: CaseContext): Promise<BenchRow> {
  const { size, evaluations, repeats } = bench;
  const { params, meter, signal } = context;
  const content = makeScene(size, 1);
  const style = await objectives.styleTarget([{ image: makeScene(size, 2), weight: 1 }]);
  const objective: BenchObjective = await objectives.create({ content, style, temporal: [] });
  try {
    const start = content.data.map((value, i) => value - objectives.mean[i % 3]!);
    await objective.evaluate(start);
    const before = meter?.dispatches ?? 0;
    await objective.evaluate(start);
    const dispatches = (meter?.dispatches ?? 0) - before;
    const msAlone = await timeRepeats(
      { warmUp: 0, repeats },
      async () => {
        await objective.evaluate(start);
        return 1;
      },
      signal,
    );
    const options: MinimizeOptions = {
      minimizer: 'lbfgs',
      evaluations,
      history: params.job_lbfgs_history,
      lineSearch: params.job_line_search,
      // No stop before the budget is spent.
      ftol: 0,
      ftolInterval: 1,
      firstStep: FIRST_STEP,
    };
    const msPerEvaluation = await timeRepeats(
      { warmUp: 1, repeats },
      () => minimize(objective, start, options, signal),
      signal,
    );
    const { flops } = evaluationWork(size, { content: params.nn_content_layers, style: params.nn_style_layers });
    const tflops = flops / msPerEvaluation / 1e9;
    const share = bench.device === 'webgpu' ? rooflineShare(tflops, context.adapter) : undefined;
    await context.onObjective?.(objective);
    return {
      engine: bench.engine,
      device: bench.device,
      width: size.width,
      height: size.height,
      msPerEvaluation,
      msAlone,
      flops,
      tflops,
      ...(share !== undefined && { rooflineShare: share }),
      ...(meter && { dispatches, bytes: meter.peakBytes }),
      ...(objective.describe && { plan: objective.describe() }),
    };
  } finally {
    objective.dispose();
    style.dispose();
  }
}

/** @returns evaluations done: fewer than asked for where single precision finds nothing better */
async function minimize(
  objective: BenchObjective,
  start: Float32Array,
  options: MinimizeOptions,
  signal: AbortSignal | undefined,
): Promise<number> {
  const steps = objective.minimize?.(start, options, signal) ?? minimizeOnHost(objective, start, options, signal);
  let step = await steps.next();
  while (!step.done) {
    step = await steps.next();
  }
  return step.value.evaluations;
}
