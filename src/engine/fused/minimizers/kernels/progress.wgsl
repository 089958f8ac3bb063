// Shared by the kernels that judge an evaluation: is it finite, has the total settled, the log. They declare `state` and `log`.

/// By integers: WGSL compilers may assume that no value is NaN or infinite. Only of use on values loaded from memory.
fn finite(value: f32) -> bool {
  return (bitcast<u32>(value) & 0x7f800000u) != 0x7f800000u;
}

fn finite_losses(losses: vec4f) -> bool {
  return finite(losses.x) && finite(losses.y) && finite(losses.z) && finite(losses.w) && finite(total_of(losses));
}

fn total_of(losses: vec4f) -> f32 {
  return (losses.x + losses.y) + (losses.z + losses.w);
}

/// |f_k − f_{k+1}| / max(|f_k|, |f_{k+1}|, 1) ≤ ftol over the interval; the first call sets the reference.
fn settled(total: f32) -> bool {
  if (state.ftol <= 0.0) { return false; }
  let tests = state.tests;
  state.tests = tests + 1u;
  if (tests == 0u) {
    state.reference = total;
    return false;
  }
  if (tests % state.ftol_interval != 0u) { return false; }
  let reference = state.reference;
  state.reference = total;
  let size = max(max(abs(reference + state.constant), abs(total + state.constant)), 1.0);
  return abs(reference - total) <= state.ftol * size;
}

fn set_terms(losses: vec4f) {
  state.content = losses.x;
  state.style = losses.y;
  state.tv = losses.z;
  state.temporal = losses.w;
}

/// Rows of an earlier run must not pass for this one's.
fn clear_row(row: u32) {
  log[row * LOG_WORDS + 7u] = 0u;
}

/// The row of evaluation `spent`, in a ring.
fn write_log(total: f32, t: f32, flags: u32) {
  let row = (state.spent - 1u) % LOG_ROWS * LOG_WORDS;
  log[row] = bitcast<u32>(state.content);
  log[row + 1u] = bitcast<u32>(state.style);
  log[row + 2u] = bitcast<u32>(state.tv);
  log[row + 3u] = bitcast<u32>(state.temporal);
  log[row + 4u] = bitcast<u32>(total);
  log[row + 5u] = bitcast<u32>(t);
  log[row + 6u] = flags | (state.stop << STOP_SHIFT);
  log[row + 7u] = state.spent;
}
