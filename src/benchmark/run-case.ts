import type { Size } from '../core/image.ts';
import { minimizeOnHost } from '../engine/minimizers/on-host.ts';
import type { MinimizeOptions, ObjectiveFactory } from '../engine/objective.ts';
import type { Params } from '../project/schema.ts';
import type { BenchObjective } from './engines.ts';
import type { DeviceMeter } from './meter.ts';
import type { EngineChoice } from './open-case.ts';
import { rooflineShare } from './peaks.ts';
import type { BenchRow } from './record.ts';
import { makeScene } from './scene.ts';
import { timeRepeats } from './timing.ts';
import { evaluationWork } from './work.ts';

/** One engine at one size. */
export interface BenchCase extends EngineChoice {
  readonly size: Size;
  /** evaluations of one timed run of L-BFGS */
  readonly evaluations: number;
  /** timed runs, after one that is not */
  readonly repeats: number;
  /** milliseconds that all runs together may take; a slow engine makes do with fewer evaluations, or with one by itself */
  readonly patience?: number;
}

interface CaseContext {
  readonly params: Params;
  /** the adapter's name, for its peak */
  readonly adapter: string;
  /** of the device that the factory works on */
  readonly meter?: DeviceMeter | undefined;
  readonly signal?: AbortSignal | undefined;
  /** told the objective when it was timed, before it goes */
  readonly onObjective?: ((objective: BenchObjective) => Promise<void>) | undefined;
  /** told the part of the case that is done, 0–1 */
  readonly onProgress?: ((done: number) => void) | undefined;
}

/** First L-BFGS step, as the painter has it. */
const FIRST_STEP = 1;

/** Times one case: evaluations by themselves, and runs of L-BFGS from one start. @param objectives of the case's engine */
export async function runCase(bench: BenchCase, objectives: ObjectiveFactory, context: CaseContext): Promise<BenchRow> {
  const { size } = bench;
  const { params, meter, signal } = context;
  const content = makeScene(size, 1);
  signal?.throwIfAborted();
  const began = performance.now();
  const style = await objectives.styleTarget([{ image: makeScene(size, 2), weight: 1 }]);
  let objective: BenchObjective | undefined;
  try {
    objective = await objectives.create({ content, style, temporal: [] });
    const counted = counting(objective);
    const start = content.data.map((value, i) => value - objectives.mean[i % 3]!);
    await counted.evaluate(start);
    const msSetup = performance.now() - began;

    const before = meter?.dispatches ?? 0;
    const alone = () => counted.evaluate(start).then(() => 1);
    const once = await timeRepeats({ warmUp: 0, repeats: 1 }, alone, signal);
    const dispatches = (meter?.dispatches ?? 0) - before;
    const { repeats, evaluations } = affordable(bench, once);
    counted.tell(2 + repeats + (evaluations > 0 ? (1 + repeats) * evaluations : 0), context.onProgress);
    const msAlone = repeats > 0 ? await timeRepeats({ warmUp: 0, repeats }, alone, signal) : once;

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
    const msPerEvaluation =
      evaluations > 0
        ? await timeRepeats({ warmUp: 1, repeats }, () => counted.minimize(start, options, signal), signal)
        : msAlone;
    const { flops } = evaluationWork(size, { content: params.nn_content_layers, style: params.nn_style_layers });
    const tflops = flops / msPerEvaluation / 1e9;
    const share = bench.device === 'webgpu' ? rooflineShare(tflops, context.adapter) : undefined;
    await context.onObjective?.(objective);
    return {
      engine: bench.engine,
      device: bench.device,
      adapter: context.adapter,
      width: size.width,
      height: size.height,
      msPerEvaluation,
      msAlone,
      msSetup,
      evaluations,
      flops,
      tflops,
      ...(share !== undefined && { rooflineShare: share }),
      ...(meter && { dispatches, bytes: meter.peakBytes }),
      ...(objective.describe && { plan: objective.describe() }),
    };
  } finally {
    objective?.dispose();
    style.dispose();
  }
}

/** Fewest evaluations of a run that says anything of L-BFGS: its line search takes two at times. */
const FEWEST = 3;

/** What of a case can be had within its patience, beside the two evaluations that it begins with. @param once milliseconds of one */
function affordable(
  { evaluations, repeats, patience = Number.POSITIVE_INFINITY }: BenchCase,
  once: number,
): { repeats: number; evaluations: number } {
  const all = Math.floor(patience / once);
  if (all < repeats) return { repeats: 0, evaluations: 0 };
  const each = Math.min(evaluations, Math.floor((all - repeats) / (1 + repeats)));
  return { repeats, evaluations: each >= Math.min(FEWEST, evaluations) ? each : 0 };
}

/** An objective's two ways to be evaluated, with a count of how far they are. */
function counting(objective: BenchObjective) {
  let done = 0;
  let planned = 0;
  let onProgress: ((done: number) => void) | undefined;
  const count = () => {
    done++;
    onProgress?.(Math.min(1, done / planned));
  };
  return {
    /** Says how many evaluations there will be in all, and who is told of each. */
    tell(evaluations: number, told: typeof onProgress): void {
      planned = evaluations;
      onProgress = told;
    },
    async evaluate(x: Float32Array): Promise<void> {
      await objective.evaluate(x);
      count();
    },
    /** @returns evaluations done: fewer than asked for where single precision finds nothing better */
    async minimize(start: Float32Array, options: MinimizeOptions, signal: AbortSignal | undefined): Promise<number> {
      const steps = objective.minimize?.(start, options, signal) ?? minimizeOnHost(objective, start, options, signal);
      let step = await steps.next();
      while (!step.done) {
        count();
        step = await steps.next();
      }
      return step.value.evaluations;
    },
  };
}
