// Between two evaluations of Adam, one invocation: whether to go on, the bias-corrected rate, the log.

@group(0) @binding(0) var<storage, read> losses: vec4f; // content, style, tv, temporal
@group(0) @binding(1) var<storage, read_write> state: State;
@group(0) @binding(2) var<storage, read_write> log: array<u32>;

@compute @workgroup_size(1)
fn main() {
  // In-flight evaluations after the end change nothing.
  state.actions = 0u;
  if (state.stop != STOP_RUNNING) { return; }
  if (state.spent == 0u) {
    for (var row = 0u; row < LOG_ROWS; row++) { clear_row(row); }
  }
  state.spent += 1u;
  state.actions = ACT_KEEP;
  set_terms(losses);
  let total = total_of(losses);
  if (!finite_losses(losses)) {
    // The image before is still one that somebody can go on from; the start is all that there is.
    if (state.spent > 1u) { state.actions = 0u; }
    state.stop = STOP_NOT_FINITE;
  } else if (state.spent >= state.evaluations) {
    state.stop = STOP_EVALUATIONS;
  } else if (settled(total)) {
    state.stop = STOP_FTOL;
  } else {
    state.actions = ACT_KEEP | ACT_MOVE;
    state.updates += 1u;
    state.correction1 = state.beta1 * state.correction1 + state.rest1;
    state.correction2 = state.beta2 * state.correction2 + state.rest2;
    state.rate = state.learning_rate * sqrt(state.correction2) / state.correction1;
  }
  let moves = (state.actions & ACT_MOVE) != 0u;
  write_log(total, select(0.0, state.rate, moves), LOG_ACCEPTED);
}
