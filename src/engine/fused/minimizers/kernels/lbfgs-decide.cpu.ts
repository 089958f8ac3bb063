import { dotCount, SLOT_DOT_COUNT, SLOT_DOTS, TRIAL_DOT_COUNT, TRIAL_DOTS } from '../lbfgs-dots-layout.ts';
import { LBFGS_CODES, LBFGS_FIELDS, LBFGS_HEADER } from '../lbfgs-state.ts';
import { ACTIONS } from '../progress-state.ts';
import { viewState } from '../state-layout.ts';
import type { LbfgsDecideArgs } from './lbfgs-decide.ts';
import { emptyHistory, judge } from './lbfgs-judge.cpu.ts';
import type { LbfgsStateView } from './lbfgs-line-search.cpu.ts';
import { clearLog, totalOf, writeLog } from './progress.cpu.ts';

/** CPU reference of `lbfgsDecide`. */
export function lbfgsDecideCpu(args: LbfgsDecideArgs<Float32Array>): void {
  const { partials, losses, gram, log } = args;
  const state = viewState(LBFGS_FIELDS, args.state);
  if (state.stop) {
    state.actions = 0;
    return;
  }
  const width = dotCount(state.history);
  const dots = new Float64Array(width);
  for (let d = 0; d < TRIAL_DOT_COUNT + state.pairs * SLOT_DOT_COUNT; d++) {
    for (let chunk = 0; chunk < state.chunks; chunk++) dots[d]! += partials[chunk * width + d]!;
  }
  if (state.spent === 0) clearLog(log);

  const { t } = state;
  let flags = judge(state, losses, dots);
  if (state.stop) state.actions &= ~(ACTIONS.turn | ACTIONS.move | ACTIONS.recall);
  if (state.actions & ACTIONS.turn) {
    const fresh = state.actions & ACTIONS.push ? state.slot : -1;
    const slotDot = (j: number, name: keyof typeof SLOT_DOTS) =>
      dots[TRIAL_DOT_COUNT + j * SLOT_DOT_COUNT + SLOT_DOTS[name]]!;
    if (fresh >= 0) remember(gram, state.history, fresh, state.pairs, dots, slotDot);
    const gradient = Array.from({ length: state.pairs }, (_, j) => ({
      s: j === fresh ? dots[TRIAL_DOTS.g_s]! : slotDot(j, 'g_sj'),
      y: j === fresh ? dots[TRIAL_DOTS.g_y]! : slotDot(j, 'g_yj'),
    }));
    flags |= aim(state, args.state, gram, gradient);
  }
  writeLog(log, state, totalOf(losses), t, flags);
}

function remember(
  gram: Float32Array,
  m: number,
  slot: number,
  pairs: number,
  dots: Float64Array,
  slotDot: (j: number, name: keyof typeof SLOT_DOTS) => number,
): void {
  const changes = gram.subarray(m * m);
  for (let j = 0; j < pairs; j++) {
    gram[slot * m + j] = slotDot(j, 's_yj');
    gram[j * m + slot] = slotDot(j, 'sj_y');
    changes[slot * m + j] = slotDot(j, 'y_yj');
    changes[j * m + slot] = slotDot(j, 'y_yj');
  }
  gram[slot * m + slot] = dots[TRIAL_DOTS.s_y]!;
  changes[slot * m + slot] = dots[TRIAL_DOTS.y_y]!;
}

/** The two-loop recursion on the coefficients of g, s_j and y_j, written as in the paper: sums over the whole basis. */
function aim(
  state: LbfgsStateView,
  words: Float32Array,
  gram: Float32Array,
  gradient: readonly { s: number; y: number }[],
): number {
  const m = state.history;
  const { pairs } = state;
  const changes = gram.subarray(m * m);
  const slots = Array.from({ length: pairs }, (_, age) => (state.oldest + age) % m);
  const alpha = new Float64Array(m);
  const step = new Float64Array(m);
  for (const k of slots.toReversed()) {
    let along = -gradient[k]!.s;
    for (const j of slots) along -= alpha[j]! * gram[k * m + j]!;
    alpha[k] = along / gram[k * m + k]!;
  }
  const newest = slots.at(-1);
  const gamma = newest === undefined ? 1 : gram[newest * m + newest]! / changes[newest * m + newest]!;
  for (const k of slots) {
    let along = -gamma * gradient[k]!.y;
    for (const j of slots) along += step[j]! * gram[j * m + k]! - gamma * alpha[j]! * changes[j * m + k]!;
    step[k] = alpha[k]! - along / gram[k * m + k]!;
  }
  let slope = -gamma * state.square;
  for (const j of slots) slope += step[j]! * gradient[j]!.s - gamma * alpha[j]! * gradient[j]!.y;

  let flags = 0;
  if (slope < 0 && Number.isFinite(slope)) {
    state.gradient_weight = -gamma;
    for (const j of slots) words.set([step[j]!, -gamma * alpha[j]!], LBFGS_HEADER + 2 * j);
  } else {
    flags = emptyHistory(state);
    slope = -state.square;
    state.gradient_weight = -1;
  }
  state.slope = slope;
  state.t = state.pairs > 0 ? 1 : (state.first_step * 3 * state.pixels) / state.steepness;
  state.phase = LBFGS_CODES.phase.search;
  state.trials = 0;
  state.zooming = 0;
  state.low_t = 0;
  state.low_value = state.value;
  state.low_slope = state.slope;
  return flags;
}
