import { ADAM_FIELDS } from '../adam-state.ts';
import { ACTIONS, LOG_FLAGS, STOP_CODES } from '../progress-state.ts';
import { viewState } from '../state-layout.ts';
import type { AdamStepArgs } from './adam-step.ts';
import { clearLog, setTerms, settled, totalOf, writeLog } from './progress.cpu.ts';

/** CPU reference of `adamStep`. */
export function adamStepCpu({ losses, log, ...args }: AdamStepArgs<Float32Array>): void {
  const state = viewState(ADAM_FIELDS, args.state);
  state.actions = 0;
  if (state.stop) return;
  if (state.spent === 0) clearLog(log);
  state.spent++;
  state.actions = ACTIONS.keep;
  setTerms(state, losses);
  const total = totalOf(losses);
  if (!losses.every(Number.isFinite) || !Number.isFinite(total)) {
    if (state.spent > 1) state.actions = 0;
    state.stop = STOP_CODES.not_finite;
  } else if (state.spent >= state.evaluations) state.stop = STOP_CODES.evaluations;
  else if (settled(state, total)) state.stop = STOP_CODES.ftol;
  else state.actions |= ACTIONS.move;
  if (state.actions & ACTIONS.move) {
    state.updates++;
    state.correction1 = 1 - (1 - state.rest1) ** state.updates;
    state.correction2 = 1 - (1 - state.rest2) ** state.updates;
    state.rate = (state.learning_rate * Math.sqrt(state.correction2)) / state.correction1;
  }
  writeLog(log, state, total, state.actions & ACTIONS.move ? state.rate : 0, LOG_FLAGS.accepted);
}
