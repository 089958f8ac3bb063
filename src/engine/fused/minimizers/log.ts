import type { LossTerms } from '../../losses/terms.ts';
import type { StopReason } from '../../minimizers/minimizer.ts';
import { LOG_FLAGS, LOG_WORDS, STOP_CODES, STOP_SHIFT } from './progress-state.ts';

/** One evaluation as the GPU logged it. */
export interface LogRow {
  /** from 1 */
  readonly evaluation: number;
  /** of the best (L-BFGS) or last (Adam) image so far, without additive constants; where Adam stops at `not_finite`, of the trial */
  readonly terms: LossTerms;
  /** at the trial; may be NaN or infinite */
  readonly trial: number;
  /** step length along the direction (L-BFGS; 0 where there was none) or bias-corrected rate (Adam) */
  readonly t: number;
  /** the trial became the point to go on from */
  readonly accepted: boolean;
  /** L-BFGS emptied its history */
  readonly restarted: boolean;
  /** an image that had been evaluated before */
  readonly recalled: boolean;
  /** absent while running */
  readonly stop?: StopReason;
}

/**
 * Rows that the current run has written so far, in order. Ask after one evaluation of the run was submitted: the first one marks
 * the rows of the run before as unwritten.
 * @param words bytes of the log's rows that follow evaluation `first`, as many as stand one behind the other in the ring
 */
export function readLog(words: ArrayBuffer, first = 0): LogRow[] {
  const f32 = new Float32Array(words);
  const u32 = new Uint32Array(words);
  const rows: LogRow[] = [];
  for (let at = 0; at + LOG_WORDS <= u32.length; at += LOG_WORDS) {
    const evaluation = first + at / LOG_WORDS + 1;
    if (u32[at + 7] !== evaluation) break;
    const [content, style, tv, temporal] = f32.subarray(at, at + 4) as unknown as [number, number, number, number];
    const flags = u32[at + 6]!;
    const stop = STOPS[flags >>> STOP_SHIFT];
    rows.push({
      evaluation,
      terms: { content, style, tv, temporal, total: content + style + tv + temporal },
      trial: f32[at + 4]!,
      t: f32[at + 5]!,
      accepted: (flags & LOG_FLAGS.accepted) !== 0,
      restarted: (flags & LOG_FLAGS.restarted) !== 0,
      recalled: (flags & LOG_FLAGS.recalled) !== 0,
      ...(stop && { stop }),
    });
  }
  return rows;
}

const STOPS: readonly (StopReason | undefined)[] = Object.entries(STOP_CODES)
  .sort(([, a], [, b]) => a - b)
  .map(([name]) => (name === 'running' ? undefined : (name as StopReason)));
