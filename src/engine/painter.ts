import type { FloatImage, Size } from '../core/image.ts';
import { resizeImage } from '../core/resize.ts';
import type { TemporalTarget } from './losses/temporal.ts';
import type { LossTerms } from './losses/terms.ts';
import type { AdamMoments } from './minimizers/adam.ts';
import type { StopReason } from './minimizers/minimizer.ts';
import { minimizeOnHost } from './minimizers/on-host.ts';
import { resampleMoments } from './minimizers/resample-moments.ts';
import type { MinimizeOptions, Objective, ObjectiveFactory, StyleTarget } from './objective.ts';
import type { EngineParams } from './params.ts';
import { coarseToFineSizes, type Stage, shareEvaluations } from './schedule.ts';
import { type StyleSizing, styleSize } from './style-size.ts';

/** What is to be painted as one frame. All images RGB 0–255 and of one size. */
export interface FrameTask {
  readonly content: FloatImage;
  /** where the optimisation starts */
  readonly initial: FloatImage;
  /**
   * Whether to begin at small sizes. A frame that starts from the warped frame before it does not: shrinking would throw away
   * the strokes that it is to keep.
   */
  readonly coarseToFine: boolean;
  readonly temporal: readonly TemporalTarget[];
  /** budget in evaluations at full size */
  readonly evaluations: number;
}

/** After each evaluation. */
export interface PaintStep {
  /** from 1, over all sizes */
  readonly evaluation: number;
  /** planned; fewer are done where the loss settles first */
  readonly evaluations: number;
  /** share of the planned work done, 0–1, in evaluations at full size */
  readonly progress: number;
  readonly size: Size;
  /** at this size: not comparable between sizes */
  readonly terms: LossTerms;
  /** the picture so far, at this size; made when asked for, which must be before the next step */
  readonly image: () => Promise<FloatImage>;
}

export interface PaintedFrame {
  /** RGB, not clipped to 0–255 */
  readonly image: FloatImage;
  /** at the start and at the end, both at full size */
  readonly first: LossTerms;
  readonly last: LossTerms;
  readonly evaluations: number;
  /** evaluations at full size that cost as much */
  readonly work: number;
  readonly stop: StopReason;
}

/** Paints frames with one mix of paintings; style targets are kept per picture size. */
export interface Painter {
  /**
   * @throws the signal's abort reason; everything of the frame is freed then
   */
  paint(task: FrameTask, signal?: AbortSignal): AsyncGenerator<PaintStep, PaintedFrame>;
  dispose(): void;
}

/** A painting of the mix at the size of its file. */
export interface Painting {
  /** RGB 0–255 */
  readonly image: FloatImage;
  /** share in the mix, ≥ 0 */
  readonly weight: number;
}

export type PainterParams = Pick<
  EngineParams,
  | 'job_minimizer'
  | 'job_ftol'
  | 'job_ftol_interval'
  | 'job_lbfgs_history'
  | 'job_line_search'
  | 'job_learning_rate'
  | 'job_adam_beta1'
  | 'job_adam_beta2'
  | 'job_scale_min'
  | 'job_scale_factor'
>;

/** First L-BFGS step: one grey level on average (DESIGN: less stalls for a hundred evaluations). */
const FIRST_STEP = 1;

/** @param objectives stays the caller's; dispose the painter first */
export function createPainter(
  objectives: ObjectiveFactory,
  paintings: readonly Painting[],
  sizing: StyleSizing,
  params: PainterParams,
): Painter {
  const styleTargets = new Map<string, StyleTarget>();
  const styleTarget = async (size: Size, full: Size, signal?: AbortSignal): Promise<StyleTarget> => {
    const key = `${size.width}x${size.height} of ${full.width}x${full.height}`;
    const kept = styleTargets.get(key);
    if (kept) return kept;
    // A painting without a share costs a pass of the network and changes nothing.
    const used = paintings.filter(({ weight }) => weight > 0);
    const made = await objectives.styleTarget(
      used.map(({ image, weight }) => {
        const at = styleSize(image, size, full, sizing);
        return { image: resizeImage(image, at.width, at.height), weight };
      }),
      signal,
    );
    styleTargets.set(key, made);
    return made;
  };

  /** The objective of the task at one size, freed when the returned function is called. */
  const objectiveAt = async (task: FrameTask, size: Size, signal?: AbortSignal): Promise<Objective> => {
    const resized = (image: FloatImage) => resizeImage(image, size.width, size.height);
    const spec = {
      content: resized(task.content),
      style: await styleTarget(size, task.content, signal),
      temporal: task.temporal.map(({ warped, weights }) => ({
        warped: resized(warped),
        weights: resizeImage({ ...weights, channels: 1 }, size.width, size.height, 'triangle'),
      })),
    };
    return objectives.create(spec, signal);
  };

  const optionsFor = (evaluations: number, moments: AdamMoments | undefined, keepMoments: boolean): MinimizeOptions => {
    const stop = { evaluations, ftol: params.job_ftol, ftolInterval: params.job_ftol_interval };
    if (params.job_minimizer === 'adam') {
      return {
        minimizer: 'adam',
        ...stop,
        learningRate: params.job_learning_rate,
        beta1: params.job_adam_beta1,
        beta2: params.job_adam_beta2,
        keepMoments,
        ...(moments && { moments }),
      };
    }
    return {
      minimizer: 'lbfgs',
      ...stop,
      history: params.job_lbfgs_history,
      lineSearch: params.job_line_search,
      firstStep: FIRST_STEP,
    };
  };

  const shift = (image: FloatImage, sign: 1 | -1): FloatImage => ({
    ...image,
    data: image.data.map((value, i) => value + sign * objectives.mean[i % 3]!),
  });

  return {
    async *paint(task, signal) {
      signal?.throwIfAborted();
      const { width, height } = task.content;
      await objectives.reserve?.({ width, height }, task.temporal.length, signal);
      signal?.throwIfAborted();
      const stages = planStages(task, params);
      const planned = stages.reduce((sum, { evaluations }) => sum + evaluations, 0);
      const pixels = ({ width, height }: Size) => width * height;
      const work = stages.reduce((sum, stage) => sum + stage.evaluations * pixels(stage.size), 0);
      let image = shift(task.initial, -1);
      let first: LossTerms | undefined;
      let doneEvaluations = 0;
      let doneWork = 0;
      let plannedBefore = 0;
      let workBefore = 0;
      if (stages.length > 1) {
        // Only a full-size evaluation of the start can be compared with the end.
        signal?.throwIfAborted();
        const whole = await objectiveAt(task, task.content, signal);
        try {
          first = (await whole.evaluate(image.data)).terms;
          doneEvaluations++;
          doneWork++;
        } finally {
          whole.dispose();
        }
      }
      let moments: AdamMoments | undefined;
      const decay = { beta1: params.job_adam_beta1, beta2: params.job_adam_beta2 };
      for (const stage of stages) {
        moments = moments && resampleMoments(moments, image, stage.size, decay);
        image = resizeImage(image, stage.size.width, stage.size.height);
        signal?.throwIfAborted();
        const objective = await objectiveAt(task, stage.size, signal);
        const options = optionsFor(stage.evaluations, moments, stage !== stages.at(-1));
        const steps =
          objective.minimize?.(image.data, options, signal) ?? minimizeOnHost(objective, image.data, options, signal);
        try {
          let step = await steps.next();
          while (!step.done) {
            const { evaluation, terms, image: reached } = step.value;
            first ??= terms;
            yield {
              evaluation: plannedBefore + evaluation,
              evaluations: planned,
              progress: (workBefore + evaluation * pixels(stage.size)) / work,
              size: stage.size,
              terms,
              image: async () => shift({ ...stage.size, channels: 3, data: await reached() }, 1),
            };
            step = await steps.next();
          }
          const minimum = step.value;
          doneEvaluations += minimum.evaluations;
          doneWork += (minimum.evaluations * pixels(stage.size)) / pixels(task.content);
          moments = minimum.moments;
          image = { ...stage.size, channels: 3, data: minimum.x };
          if (stage === stages.at(-1)) {
            return {
              image: shift(image, 1),
              first: first!,
              last: minimum.terms,
              evaluations: doneEvaluations,
              work: doneWork,
              stop: minimum.stop,
            };
          }
        } finally {
          // Whoever stops listening leaves it in the middle: what it has on the device must end before another begins.
          await steps.return(undefined as never).finally(() => objective.dispose());
        }
        plannedBefore += stage.evaluations;
        workBefore += stage.evaluations * pixels(stage.size);
      }
      throw new Error('unreachable: a plan has at least one stage');
    },

    dispose() {
      for (const target of styleTargets.values()) target.dispose();
      styleTargets.clear();
    },
  };
}

/** The sizes that a task goes through, with the evaluations at each. */
function planStages(
  task: Pick<FrameTask, 'content' | 'coarseToFine' | 'evaluations'>,
  params: Pick<PainterParams, 'job_scale_min' | 'job_scale_factor'>,
): Stage[] {
  const { width, height } = task.content;
  const sizes = coarseToFineSizes(
    { width, height },
    task.coarseToFine ? params.job_scale_min : 0,
    params.job_scale_factor,
  );
  return shareEvaluations(sizes, task.evaluations);
}
