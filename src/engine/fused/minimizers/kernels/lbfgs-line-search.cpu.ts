import { LBFGS_CODES, type LBFGS_FIELDS, LBFGS_RULES } from '../lbfgs-state.ts';
import { ACTIONS, STOP_CODES } from '../progress-state.ts';
import type { StateView } from '../state-layout.ts';
import { settled } from './progress.cpu.ts';

const { decrease: DECREASE, curvature: CURVATURE, max_trials: MAX_TRIALS, blow_up: BLOW_UP } = LBFGS_RULES;

export type LbfgsStateView = StateView<typeof LBFGS_FIELDS>;

export interface Trial {
  readonly total: number;
  readonly slope: number;
  readonly finite: boolean;
}

/** What a line search makes of a trial: it takes it, ends without a point, or has asked for another image in the state. */
type Verdict = 'accept' | 'give up' | 'asked';

function decreases(state: LbfgsStateView, trial: Trial): boolean {
  return trial.finite && trial.total - state.value <= DECREASE * state.t * state.slope;
}

function probe(state: LbfgsStateView, t: number): Verdict {
  state.t = t;
  state.actions |= ACTIONS.move;
  return 'asked';
}

/** CPU reference of `backtrack`. */
export function backtrack(state: LbfgsStateView, trial: Trial): Verdict {
  state.trials++;
  if (decreases(state, trial)) return 'accept';
  if (state.spent >= state.evaluations || state.trials >= MAX_TRIALS) return 'give up';
  const along = state.t * state.slope;
  const above = trial.total - state.value - along;
  const shrink = trial.finite && above > 0 ? Math.min(0.5, Math.max(0.1, -along / (2 * above))) : 0.1;
  return probe(state, shrink * state.t);
}

/** CPU reference of `whole_step`. */
export function wholeStep({ best_value, constant }: LbfgsStateView, trial: Trial): Verdict {
  return trial.finite && trial.total + constant <= BLOW_UP * (best_value + constant) ? 'accept' : 'give up';
}

/** CPU reference of `interpolate`. */
function interpolate(state: LbfgsStateView): number {
  const { low_t, low_value, low_slope, high_t, high_value, high_slope } = state;
  const width = high_t - low_t;
  const middle = low_t + 0.5 * width;
  if (!state.high_finite) return middle;
  const d1 = low_slope + high_slope - (3 * (high_value - low_value)) / width;
  const d2 = Math.sign(width) * Math.sqrt(d1 * d1 - low_slope * high_slope);
  const cubic = high_t - (width * (high_slope + d2 - d1)) / (high_slope - low_slope + 2 * d2);
  if (!Number.isFinite(cubic)) return middle;
  const margin = 0.1 * Math.abs(width);
  return Math.min(Math.max(low_t, high_t) - margin, Math.max(Math.min(low_t, high_t) + margin, cubic));
}

/**
 * CPU reference of `wolfe`.
 * @param keep called where the trial is the best point so far
 */
export function wolfe(state: LbfgsStateView, trial: Trial, keep: () => void): Verdict {
  state.trials++;
  const more = state.spent < state.evaluations && state.trials < MAX_TRIALS;
  const improved = decreases(state, trial) && (state.low_t === 0 || trial.total < state.low_value);
  const setLow = () => {
    state.low_t = state.t;
    state.low_value = trial.total;
    state.low_slope = trial.slope;
  };
  const setHigh = (t: number, value: number, slope: number, finite: boolean) => {
    state.high_t = t;
    state.high_value = value;
    state.high_slope = slope;
    state.high_finite = Number(finite);
  };
  if (improved) {
    keep();
    if (Math.abs(trial.slope) <= -CURVATURE * state.slope) return 'accept';
    if (!state.zooming) {
      if (!more) return 'accept';
      if (trial.slope < 0) {
        setLow();
        return probe(state, 2.5 * state.t);
      }
    }
    if (!state.zooming || trial.slope * (state.high_t - state.low_t) >= 0) {
      setHigh(state.low_t, state.low_value, state.low_slope, true);
    }
    setLow();
  } else {
    setHigh(state.t, trial.total, trial.slope, trial.finite);
  }
  state.zooming = 1;
  if (more && Math.abs(state.high_t - state.low_t) > 1e-9 * Math.max(state.low_t, state.high_t)) {
    return probe(state, interpolate(state));
  }
  return takeLow(state);
}

/** CPU reference of `take_low`. */
function takeLow(state: LbfgsStateView): Verdict {
  if (state.low_t === 0) return 'give up';
  if (state.low_t === state.t) return 'accept';
  if (state.spent >= state.evaluations) {
    state.stop = settled(state, state.low_value) ? STOP_CODES.ftol : STOP_CODES.evaluations;
  } else {
    state.t = state.low_t;
    state.phase = LBFGS_CODES.phase.confirm;
    state.actions |= ACTIONS.recall;
  }
  return 'asked';
}
