import { LOG_ROWS, LOG_WORDS, type PROGRESS_FIELDS, STOP_SHIFT } from '../progress-state.ts';
import type { StateView } from '../state-layout.ts';

/** Any state's common beginning. */
export type Progress = StateView<typeof PROGRESS_FIELDS>;

/** Sum of the four terms as the kernels add them, in single precision. */
export function totalOf([content, style, tv, temporal]: Float32Array): number {
  return Math.fround(Math.fround(content! + style!) + Math.fround(tv! + temporal!));
}

/** CPU reference of `settled`. */
export function settled(state: Progress, total: number): boolean {
  if (state.ftol <= 0) return false;
  const tests = state.tests++;
  const { reference } = state;
  if (tests === 0) state.reference = total;
  if (tests === 0 || tests % state.ftol_interval !== 0) return false;
  state.reference = total;
  const size = Math.max(Math.abs(reference + state.constant), Math.abs(total + state.constant), 1);
  return Math.abs(reference - total) <= state.ftol * size;
}

/** CPU reference of `set_terms`. */
export function setTerms(state: Progress, losses: Float32Array): void {
  [state.content, state.style, state.tv, state.temporal] = losses as unknown as [number, number, number, number];
}

/** CPU reference of `clear_row`, for all rows. */
export function clearLog(log: Float32Array): void {
  for (let row = 0; row < LOG_ROWS; row++) log[row * LOG_WORDS + 7] = 0;
}

/** CPU reference of `write_log`. */
export function writeLog(log: Float32Array, state: Progress, total: number, t: number, flags: number): void {
  const row = ((state.spent - 1) % LOG_ROWS) * LOG_WORDS;
  log.set([state.content, state.style, state.tv, state.temporal, total, t], row);
  const words = new Uint32Array(log.buffer, log.byteOffset, log.length);
  words[row + 6] = flags | (state.stop << STOP_SHIFT);
  words[row + 7] = state.spent;
}
