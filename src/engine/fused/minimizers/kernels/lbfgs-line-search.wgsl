// The line searches of engine/minimizers/line-search.ts as state machines: each call takes the trial that was just evaluated and
// asks for the next one, accepts it, or gives up. Run by one invocation.

/// By the difference: added to a large value, the decrease asked for would round to none.
fn decreases(total: f32) -> bool {
  return total - state.value <= DECREASE * state.t * state.slope;
}

fn probe(t: f32) {
  state.t = t;
  state.actions |= ACT_MOVE;
}

/// Armijo, by quadratic interpolation kept within [0.1, 0.5].
fn backtrack(trial: Trial) {
  state.trials += 1u;
  if (trial.finite && decreases(trial.total)) {
    accept(trial);
    return;
  }
  if (state.spent >= state.evaluations || state.trials >= MAX_TRIALS) {
    give_up();
    return;
  }
  let t = state.t;
  let along = t * state.slope;
  var shrink = 0.1;
  if (trial.finite) {
    let above = trial.total - state.value - along;
    if (above > 0.0) { shrink = clamp(-along / (2.0 * above), 0.1, 0.5); }
  }
  probe(shrink * t);
}

/// Every finite step is taken, unless the total blows up.
fn whole_step(trial: Trial) {
  let best = state.best_value + state.constant;
  if (trial.finite && trial.total + state.constant <= BLOW_UP * best) {
    accept(trial);
  } else {
    give_up();
  }
}

/// Minimum of the cubic through both ends (Nocedal and Wright 2006, eq. 3.59), kept off the ends; the middle where it is not
/// defined. Scaled by the largest of the three slopes: squares of slopes leave single precision.
fn interpolate() -> f32 {
  let width = state.high_t - state.low_t;
  let middle = state.low_t + 0.5 * width;
  if (state.high_finite == 0u) { return middle; }
  let secant = state.low_slope + state.high_slope - 3.0 * (state.high_value - state.low_value) / width;
  let scale = max(abs(secant), max(abs(state.low_slope), abs(state.high_slope)));
  if (!(scale > 0.0)) { return middle; }
  let d1 = secant / scale;
  let low_slope = state.low_slope / scale;
  let high_slope = state.high_slope / scale;
  let square = d1 * d1 - low_slope * high_slope;
  if (square < 0.0) { return middle; }
  let d2 = sign(width) * sqrt(square);
  let divisor = high_slope - low_slope + 2.0 * d2;
  if (divisor == 0.0) { return middle; }
  let cubic = state.high_t - width * ((high_slope + d2 - d1) / divisor);
  let margin = 0.1 * abs(width);
  return clamp(cubic, min(state.low_t, state.high_t) + margin, max(state.low_t, state.high_t) - margin);
}

fn set_high(trial: Trial) {
  state.high_t = state.t;
  state.high_value = trial.total;
  state.high_slope = trial.slope;
  state.high_finite = u32(trial.finite);
}

fn set_low(trial: Trial) {
  state.low_t = state.t;
  state.low_value = trial.total;
  state.low_slope = trial.slope;
}

fn high_from_low() {
  state.high_t = state.low_t;
  state.high_value = state.low_value;
  state.high_slope = state.low_slope;
  state.high_finite = 1u;
}

/// Strong Wolfe (Nocedal and Wright 2006, algorithms 3.5 and 3.6). `low` is the best point with sufficient decrease so far, or
/// the start, at t = 0; while bracketing it is also the trial before this one.
fn wolfe(trial: Trial) {
  state.trials += 1u;
  let more = state.spent < state.evaluations && state.trials < MAX_TRIALS;
  let improved = trial.finite && decreases(trial.total) && (state.low_t == 0.0 || trial.total < state.low_value);
  if (improved) {
    // The image is kept at once: when the budget ends inside the bracket nothing is left to do.
    keep(trial);
    if (abs(trial.slope) <= -CURVATURE * state.slope) {
      accept(trial);
      return;
    }
  }
  if (state.zooming == 0u) {
    if (improved && !more) {
      accept(trial);
      return;
    }
    if (improved && trial.slope < 0.0) {
      set_low(trial);
      probe(2.5 * state.t);
      return;
    }
    state.zooming = 1u;
    if (improved) {
      high_from_low();
      set_low(trial);
    } else {
      set_high(trial);
    }
  } else if (improved) {
    if (trial.slope * (state.high_t - state.low_t) >= 0.0) { high_from_low(); }
    set_low(trial);
  } else {
    set_high(trial);
  }
  if (more && abs(state.high_t - state.low_t) > 1e-9 * max(state.low_t, state.high_t)) {
    probe(interpolate());
  } else {
    take_low(trial);
  }
}

/// Ends a search inside its bracket with the best point seen.
fn take_low(trial: Trial) {
  if (state.low_t == 0.0) {
    give_up();
  } else if (state.low_t == state.t) {
    accept(trial);
  } else if (state.spent >= state.evaluations) {
    state.stop = select(STOP_EVALUATIONS, STOP_FTOL, settled(state.low_value));
  } else {
    // Its gradient has been overwritten: one more evaluation brings it back.
    state.t = state.low_t;
    state.phase = PHASE_CONFIRM;
    state.actions |= ACT_RECALL;
  }
}
