import type { FloatImage, Size } from '../core/image.ts';
import type { ObjectiveFactory } from '../engine/objective.ts';
import { createPainter, type PainterParams, type PaintStep } from '../engine/painter.ts';
import type { StyleSizing } from '../engine/style-size.ts';

/** Two pictures, RGB 0–255. */
export interface Pair {
  readonly name: string;
  readonly photograph: FloatImage;
  readonly painting: FloatImage;
}

/** How the two schedules are to be compared. Costs are in evaluations at full size: pixels evaluated by pixels of the picture. */
export interface ScheduleOptions {
  readonly sizing: StyleSizing;
  readonly params: PainterParams;
  /** what the run from coarse to fine has otherwise */
  readonly coarseToFine?: Partial<PainterParams>;
  /** of the run at full size */
  readonly evaluations: number;
  /** of the run from coarse to fine */
  readonly budget: number;
  readonly signal?: AbortSignal | undefined;
  /** told the part that is done, 0–1 */
  readonly onProgress?: ((done: number) => void) | undefined;
}

/** How many evaluations of each size were done. */
interface StageDone extends Size {
  readonly evaluations: number;
}

/** Where both schedules reached a loss; absent where they did not. */
interface Milestone {
  /** as a multiple of the loss that the run at full size ended with */
  readonly factor: number;
  readonly loss: number;
  readonly fullSizeCost?: number;
  readonly coarseToFineCost?: number;
}

/** One pair, painted at full size from the start, and from coarse to fine. */
export interface ScheduleComparison extends Size {
  readonly pair: string;
  /** loss of the photograph, where both begin */
  readonly firstLoss: number;
  readonly fullSizeLoss: number;
  readonly fullSizeCost: number;
  readonly coarseToFineLoss: number;
  readonly coarseToFineCost: number;
  readonly stages: readonly StageDone[];
  readonly milestones: readonly Milestone[];
  /** cost at which coarse to fine had the loss of the whole run at full size, as a part of that run's; absent where it did not get there */
  readonly share?: number;
}

/** Losses at which the two are compared, by that which the run at full size ends with. */
const FACTORS = [5, 2, 1.5, 1.2, 1.1, 1];

/** A run's losses at full size against what they cost. */
interface Curve {
  readonly points: readonly { readonly cost: number; readonly loss: number }[];
  readonly cost: number;
  readonly last: number;
  readonly first: number;
  readonly stages: readonly StageDone[];
}

/** Paints a pair with both schedules. All that is evaluated counts, the evaluation that only tells the loss of the start too. */
export async function compareSchedules(
  objectives: ObjectiveFactory,
  pair: Pair,
  options: ScheduleOptions,
): Promise<ScheduleComparison> {
  const { evaluations, budget, onProgress } = options;
  const whole = evaluations + budget;
  const fullSize = await trace(objectives, pair, false, evaluations, options, (cost) => onProgress?.(cost / whole));
  const coarseToFine = await trace(objectives, pair, true, budget, options, (cost) =>
    onProgress?.((evaluations + cost) / whole),
  );
  const milestones = FACTORS.map((factor): Milestone => {
    const loss = factor * fullSize.last;
    const full = reached(fullSize, loss);
    const coarse = reached(coarseToFine, loss);
    return {
      factor,
      loss,
      ...(full !== undefined && { fullSizeCost: full }),
      ...(coarse !== undefined && { coarseToFineCost: coarse }),
    };
  });
  const there = reached(coarseToFine, fullSize.last);
  return {
    pair: pair.name,
    width: pair.photograph.width,
    height: pair.photograph.height,
    firstLoss: fullSize.first,
    fullSizeLoss: fullSize.last,
    fullSizeCost: fullSize.cost,
    coarseToFineLoss: coarseToFine.last,
    coarseToFineCost: coarseToFine.cost,
    stages: coarseToFine.stages,
    milestones,
    ...(there !== undefined && { share: there / fullSize.cost }),
  };
}

/** @returns cost at which a curve first had the loss */
function reached({ points }: Curve, loss: number): number | undefined {
  return points.find((point) => point.loss <= loss)?.cost;
}

async function trace(
  objectives: ObjectiveFactory,
  { photograph, painting }: Pair,
  coarseToFine: boolean,
  evaluations: number,
  { sizing, params, coarseToFine: own, signal }: ScheduleOptions,
  onCost: (cost: number) => void,
): Promise<Curve> {
  const painter = createPainter(objectives, [{ image: painting, weight: 1 }], sizing, {
    ...params,
    ...(coarseToFine && own),
  });
  const full = photograph.width * photograph.height;
  const points: { cost: number; loss: number }[] = [];
  const stages: (StageDone & { evaluations: number })[] = [];
  let cost = 0;
  const count = ({ size, terms }: PaintStep): void => {
    const stage = stages.at(-1);
    if (stage?.width === size.width && stage.height === size.height) stage.evaluations++;
    else stages.push({ ...size, evaluations: 1 });
    cost += (size.width * size.height) / full;
    if (size.width * size.height === full) points.push({ cost, loss: terms.total });
    onCost(cost);
  };
  try {
    const task = { content: photograph, initial: photograph, coarseToFine, temporal: [], evaluations };
    const steps = painter.paint(task, signal);
    let step = await steps.next();
    while (!step.done) {
      count(step.value);
      step = await steps.next();
    }
    const { first, last, evaluations: done } = step.value;
    // What the painter evaluates beside its steps it does at full size, before them.
    const unseen = done - stages.reduce((sum, stage) => sum + stage.evaluations, 0);
    return {
      points: points.map((point) => ({ ...point, cost: point.cost + unseen })),
      cost: cost + unseen,
      first: first.total,
      last: last.total,
      stages,
    };
  } finally {
    painter.dispose();
  }
}
