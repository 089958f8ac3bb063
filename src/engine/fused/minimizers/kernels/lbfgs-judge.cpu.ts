import { TRIAL_DOTS } from '../lbfgs-dots-layout.ts';
import { LBFGS_CODES, LBFGS_RULES } from '../lbfgs-state.ts';
import { ACTIONS, LOG_FLAGS, STOP_CODES } from '../progress-state.ts';
import { backtrack, type LbfgsStateView, type Trial, wholeStep, wolfe } from './lbfgs-line-search.cpu.ts';
import { setTerms, settled, totalOf } from './progress.cpu.ts';

const { phase: PHASE, lineSearch: SEARCH } = LBFGS_CODES;

/** CPU reference of `empty_history`. @returns flags for the log */
export function emptyHistory(state: LbfgsStateView): number {
  const flag = state.pairs > 0 ? LOG_FLAGS.restarted : 0;
  state.pairs = 0;
  state.oldest = 0;
  return flag;
}

/**
 * CPU reference of `judge`.
 * @param dots of the trial and the slots
 * @returns flags for the log
 */
export function judge(state: LbfgsStateView, losses: Float32Array, dots: Float64Array): number {
  let flags = 0;
  const finite = (...which: (keyof typeof TRIAL_DOTS)[]) =>
    which.every((name) => Number.isFinite(dots[TRIAL_DOTS[name]]!));

  const goOn = () => {
    if (state.spent >= state.evaluations) state.stop = STOP_CODES.evaluations;
    else if (state.steepness === 0) state.stop = STOP_CODES.ftol;
    else state.actions |= ACTIONS.turn | ACTIONS.move;
  };
  const makePair = () => {
    const lengths = Math.sqrt(dots[TRIAL_DOTS.y_y]!) * Math.sqrt(dots[TRIAL_DOTS.s_s]!);
    if (!finite('s_s', 's_y', 'y_y') || !(dots[TRIAL_DOTS.s_y]! > LBFGS_RULES.safe_curvature * lengths)) return;
    state.actions |= ACTIONS.push;
    if (state.pairs < state.history) {
      state.slot = state.pairs++;
    } else {
      state.slot = state.oldest;
      state.oldest = (state.oldest + 1) % state.history;
    }
  };
  const keep = () => {
    state.best_value = trial.total;
    setTerms(state, losses);
    state.actions |= ACTIONS.keep;
  };
  const accept = () => {
    flags |= LOG_FLAGS.accepted;
    state.actions |= ACTIONS.accept;
    const better = trial.total <= state.best_value;
    if (better) keep();
    state.at_best = Number(better || state.phase !== PHASE.search);
    if (state.phase === PHASE.search || state.phase === PHASE.confirm) makePair();
    state.value = trial.total;
    state.square = dots[TRIAL_DOTS.g_g]!;
    state.steepness = dots[TRIAL_DOTS.g_norm1]!;
    if (state.phase !== PHASE.restart && settled(state, trial.total)) state.stop = STOP_CODES.ftol;
    else goOn();
  };
  const giveUp = () => {
    if (state.spent >= state.evaluations) {
      state.stop = STOP_CODES.evaluations;
    } else if (state.pairs === 0) {
      state.stop = STOP_CODES.line_search;
    } else {
      flags |= emptyHistory(state);
      if (state.at_best) {
        goOn();
      } else {
        state.t = 0;
        state.phase = PHASE.restart;
        state.actions |= ACTIONS.recall;
      }
    }
  };

  state.actions = 0;
  state.spent++;
  const { phase } = state;
  const searching = phase === PHASE.search;
  const trial: Trial = {
    total: totalOf(losses),
    slope: dots[TRIAL_DOTS.g_d]!,
    finite:
      losses.every(Number.isFinite) &&
      Number.isFinite(totalOf(losses)) &&
      finite('g_g', 'g_norm1') &&
      (!searching || finite('g_d')),
  };
  if (phase === PHASE.start) keep();
  if (searching) {
    const search =
      state.line_search === SEARCH.wolfe ? wolfe : state.line_search === SEARCH.backtrack ? backtrack : wholeStep;
    const verdict = search(state, trial, keep);
    if (verdict === 'accept') accept();
    else if (verdict === 'give up') giveUp();
  } else if (trial.finite) {
    accept();
  } else {
    state.stop = STOP_CODES.not_finite;
  }
  if (phase === PHASE.confirm || phase === PHASE.restart) flags |= LOG_FLAGS.recalled;
  return flags;
}
