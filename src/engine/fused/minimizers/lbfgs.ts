import type { BufferRange, Dispatch } from '../../../gpu/kernel.ts';
import { type LbfgsApplyArgs, lbfgsApply } from './kernels/lbfgs-apply.ts';
import { type LbfgsDecideArgs, lbfgsDecide } from './kernels/lbfgs-decide.ts';
import { type LbfgsDotsArgs, lbfgsDots } from './kernels/lbfgs-dots.ts';
import { dotChunks, dotCount } from './lbfgs-dots-layout.ts';
import { lbfgsStateWords } from './lbfgs-state.ts';
import type { ObjectiveBuffers } from './objective-buffers.ts';
import { packedLength } from './packing.ts';
import { LOG_ROWS, LOG_WORDS } from './progress-state.ts';

/** What fixes the buffers' sizes; a run may use less of it. */
export interface LbfgsCapacity {
  /** pairs, 1–100 */
  readonly history: number;
}

/** Length of each buffer that is as long as the image, in 32-bit words: the minimiser's own, of a part of the image or the whole. */
export function lbfgsVectors(pixels: number, { history }: LbfgsCapacity) {
  const packed = 4 * packedLength(pixels);
  return {
    /** packed x, gradient at x, direction */
    point: 3 * packed,
    /** packed steps of the pairs, and the changes of gradient along them */
    steps: history * packed,
    changes: history * packed,
  };
}

/** Length of each buffer in 32-bit words. Nothing in them need be set but the beginning of `state`, by `lbfgsStart`. */
export function lbfgsBuffers(pixels: number, { history }: LbfgsCapacity) {
  return {
    state: lbfgsStateWords(history),
    /** rows for `readLog` */
    log: LOG_ROWS * LOG_WORDS,
    /** the best image so far, four values a pixel: the result, and what a live picture shows */
    best: 4 * pixels,
    ...lbfgsVectors(pixels, { history }),
    gram: 2 * history * history,
    partials: dotChunks(pixels) * dotCount(history),
  };
}

/**
 * L-BFGS as three dispatches to run after each evaluation of the objective: dot products, decision, images. They follow
 * engine/minimizers/lbfgs.ts, with dot products in single precision, and differ from it where a point comes back that is not the
 * last trial (the end of a Wolfe search inside its bracket with budget left, a blow-up without line search): its gradient is not
 * kept, so one evaluation brings it back.
 * Once the state says that the run has stopped, they change nothing.
 */
export function lbfgsDispatches(
  pixels: number,
  { history }: LbfgsCapacity,
  objective: ObjectiveBuffers,
  buffers: Readonly<Record<keyof ReturnType<typeof lbfgsBuffers>, BufferRange>>,
): Dispatch[] {
  const all = { ...objective, ...buffers };
  return [lbfgsDots(pixels, history, all), lbfgsDecide(all), lbfgsApply(pixels, all)];
}

/** A part of the image: as many pixels of every vector. */
export interface LbfgsPart<Buffer>
  extends Pick<
    LbfgsDotsArgs<Buffer> & LbfgsApplyArgs<Buffer>,
    'trial' | 'gradient' | 'best' | 'point' | 'steps' | 'changes'
  > {
  readonly pixels: number;
}

/**
 * `lbfgsDispatches` for an image whose vectors are in parts.
 * @param shared what is of all parts together; the state's `chunks` are the sum of the parts' `dotChunks`
 */
export function lbfgsPartDispatches(
  { history }: LbfgsCapacity,
  parts: readonly LbfgsPart<BufferRange>[],
  shared: LbfgsDecideArgs<BufferRange>,
): Dispatch[] {
  let firstRow = 0;
  const dots = parts.map((part) => {
    const dispatch = lbfgsDots(part.pixels, history, { ...shared, ...part }, firstRow);
    firstRow += dotChunks(part.pixels);
    return dispatch;
  });
  return [...dots, lbfgsDecide(shared), ...parts.map((part) => lbfgsApply(part.pixels, { ...shared, ...part }, true))];
}
