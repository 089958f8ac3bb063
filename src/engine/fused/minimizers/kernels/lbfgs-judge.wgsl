// What an evaluation means for the iteration (engine/minimizers/lbfgs.ts): the start, a trial of the line search, or the best
// point evaluated again. Run by one invocation; `state.actions` says afterwards what is to be done with the images.

struct Trial {
  total: f32,
  slope: f32,
  finite: bool,
}

/// Of this evaluation, for the log: what it was, and its step length.
var<private> flags: u32;
var<private> tried: f32;

fn empty_history() {
  if (state.pairs > 0u) { flags |= LOG_RESTARTED; }
  state.pairs = 0u;
  state.oldest = 0u;
}

/// The trial is the best image so far.
fn keep(trial: Trial) {
  state.best_value = trial.total;
  set_terms(losses);
  state.actions |= ACT_KEEP;
}

/// The trial becomes the point to search from.
fn accept(trial: Trial) {
  flags |= LOG_ACCEPTED;
  state.actions |= ACT_ACCEPT;
  let better = trial.total <= state.best_value;
  if (better) { keep(trial); }
  // A recalled point is the best image, though an objective that adds in no fixed order may give another last digit.
  state.at_best = u32(better || state.phase != PHASE_SEARCH);
  if (state.phase == PHASE_SEARCH || state.phase == PHASE_CONFIRM) { make_pair(); }
  state.value = trial.total;
  state.square = dots[DOT_G_G];
  state.steepness = dots[DOT_G_NORM1];
  if (state.phase != PHASE_RESTART && settled(trial.total)) {
    state.stop = STOP_FTOL;
  } else {
    go_on();
  }
}

/// A pair of no safe curvature would spoil the direction. Square roots one by one: their product leaves single precision.
fn make_pair() {
  let lengths = sqrt(dots[DOT_Y_Y]) * sqrt(dots[DOT_S_S]);
  if (!all_finite(DOT_S_S, DOT_Y_Y) || !(dots[DOT_S_Y] > SAFE_CURVATURE * lengths)) { return; }
  state.actions |= ACT_PUSH;
  if (state.pairs < state.history) {
    state.slot = state.pairs;
    state.pairs += 1u;
  } else {
    state.slot = state.oldest;
    state.oldest = (state.oldest + 1u) % state.history;
  }
}

/// A new direction from x, if there is anything left to do.
fn go_on() {
  if (state.spent >= state.evaluations) {
    state.stop = STOP_EVALUATIONS;
  } else if (state.steepness == 0.0) {
    state.stop = STOP_FTOL;
  } else {
    state.actions |= ACT_TURN | ACT_MOVE;
  }
}

/// No better point along the direction: downhill from the best point without history, once.
fn give_up() {
  if (state.spent >= state.evaluations) {
    state.stop = STOP_EVALUATIONS;
  } else if (state.pairs == 0u) {
    state.stop = STOP_LINE_SEARCH;
  } else {
    empty_history();
    if (state.at_best == 1u) {
      go_on();
    } else {
      state.t = 0.0;
      state.phase = PHASE_RESTART;
      state.actions |= ACT_RECALL;
    }
  }
}

fn judge() {
  flags = 0u;
  tried = state.t;
  state.actions = 0u;
  state.spent += 1u;
  let phase = state.phase;
  // The slope means something only along a direction, and so does what else is made with x.
  let searching = phase == PHASE_SEARCH;
  let measured = all_finite(DOT_G_G, DOT_G_NORM1) && (!searching || all_finite(DOT_G_D, DOT_G_D));
  let trial = Trial(total_of(losses), dots[DOT_G_D], finite_losses(losses) && measured);
  if (phase == PHASE_START) {
    keep(trial);
    if (trial.finite) { accept(trial); }
  } else if (searching) {
    if (state.line_search == SEARCH_WOLFE) {
      wolfe(trial);
    } else if (state.line_search == SEARCH_BACKTRACK) {
      backtrack(trial);
    } else {
      whole_step(trial);
    }
  } else if (trial.finite) {
    accept(trial);
  }
  // Elsewhere a value that is not finite is a step too far; a point that was finite before is not to be trusted further.
  if (!searching && !trial.finite) { state.stop = STOP_NOT_FINITE; }
  if (phase == PHASE_CONFIRM || phase == PHASE_RESTART) { flags |= LOG_RECALLED; }
}
