// Between two evaluations of L-BFGS, one workgroup: adds up the dot products, judges the trial, and makes the coefficients of the
// next direction from the dot products of the pairs (vector-free two-loop recursion, Chen et al., NIPS 2014).

@group(0) @binding(0) var<storage, read> partials: array<f32>; // (chunk, dot)
@group(0) @binding(1) var<storage, read> losses: vec4f; // content, style, tv, temporal
@group(0) @binding(2) var<storage, read_write> state: State;
@group(0) @binding(3) var<storage, read_write> gram: array<f32>; // (j, i): s_j·y_i, then (j, i): y_j·y_i, of the ring's slots
@group(0) @binding(4) var<storage, read_write> log: array<u32>;

const LANES = 256u;

var<workgroup> dots: array<f32, TRIAL_DOTS + MAX_HISTORY * SLOT_DOTS>;
/// of the dot products of the trial alone: 1 where a part of it was not finite
var<workgroup> broken: array<u32, TRIAL_DOTS>;
var<workgroup> alpha: array<f32, MAX_HISTORY>;
var<workgroup> step_weight: array<f32, MAX_HISTORY>;

/// What the other invocations must know of the judgement.
struct Verdict {
  turn: u32,
  pushed: u32,
  slot: u32,
  pairs: u32,
  oldest: u32,
  history: u32,
}
var<workgroup> verdict: Verdict;

fn all_finite(first: u32, last: u32) -> bool {
  var sound = true;
  for (var d = first; d <= last; d++) { sound = sound && broken[d] == 0u; }
  return sound;
}

/// Sums of sixteen chunks each, then the sum of those: no f32 sum here has more than sixteen terms in a row.
fn add_up(lane: u32) {
  let width = TRIAL_DOTS + state.history * SLOT_DOTS;
  for (var d = lane; d < TRIAL_DOTS + state.pairs * SLOT_DOTS; d += LANES) {
    var sum = 0.0;
    var sound = true;
    for (var head = 0u; head < state.chunks; head += 16u) {
      var block = 0.0;
      for (var chunk = head; chunk < min(head + 16u, state.chunks); chunk++) {
        let part = partials[chunk * width + d];
        sound = sound && finite(part);
        block += part;
      }
      sum += block;
    }
    dots[d] = sum;
    if (d < TRIAL_DOTS) { broken[d] = u32(!sound || !finite(sum)); }
  }
}

fn slot_dot(j: u32, which: u32) -> f32 {
  return dots[TRIAL_DOTS + j * SLOT_DOTS + which];
}

/// The new pair's row and column.
fn remember(j: u32) {
  let slot = verdict.slot;
  let m = verdict.history;
  let change = m * m;
  if (j == slot) {
    gram[j * m + j] = dots[DOT_S_Y];
    gram[change + j * m + j] = dots[DOT_Y_Y];
  } else {
    gram[slot * m + j] = slot_dot(j, SLOT_S_YJ);
    gram[j * m + slot] = slot_dot(j, SLOT_SJ_Y);
    gram[change + slot * m + j] = slot_dot(j, SLOT_Y_YJ);
    gram[change + j * m + slot] = slot_dot(j, SLOT_Y_YJ);
  }
}

/// g·s_j and g·y_j for the gradient at the new x.
fn gradient_dots(j: u32) -> vec2f {
  let fresh = verdict.pushed == 1u && j == verdict.slot;
  return select(
    vec2f(slot_dot(j, SLOT_G_SJ), slot_dot(j, SLOT_G_YJ)),
    vec2f(dots[DOT_G_S], dots[DOT_G_Y]),
    fresh,
  );
}

/// Slot of the pair of an age, 0 being the oldest.
fn slot_of(age: u32) -> u32 {
  return (verdict.oldest + age) % verdict.history;
}

/// First step from x downhill or along the direction that the pairs make.
fn aim(gamma: f32) {
  state.gradient_weight = -1.0;
  state.slope = -state.square;
  if (state.pairs > 0u) {
    var along = -gamma * state.square;
    for (var j = 0u; j < state.pairs; j++) {
      let g = gradient_dots(j);
      along += step_weight[j] * g.x - gamma * alpha[j] * g.y;
      state.weights[j] = vec2f(step_weight[j], -gamma * alpha[j]);
    }
    if (finite(along) && along < 0.0) {
      state.gradient_weight = -gamma;
      state.slope = along;
    } else {
      empty_history();
    }
  }
  state.t = 1.0;
  if (state.pairs == 0u) { state.t = state.first_step * (3.0 * f32(state.pixels)) / state.steepness; }
  state.phase = PHASE_SEARCH;
  state.trials = 0u;
  state.zooming = 0u;
  state.low_t = 0.0;
  state.low_value = state.value;
  state.low_slope = state.slope;
}

@compute @workgroup_size(LANES)
fn main(@builtin(local_invocation_index) lane: u32) {
  // In-flight evaluations after the end change nothing.
  if (lane == 0u) { verdict.history = select(state.history, 0u, state.stop != STOP_RUNNING); }
  if (workgroupUniformLoad(&verdict.history) == 0u) {
    if (lane == 0u) { state.actions = 0u; }
    return;
  }
  add_up(lane);
  if (state.spent == 0u) {
    for (var row = lane; row < LOG_ROWS; row += LANES) { clear_row(row); }
  }
  workgroupBarrier();
  storageBarrier();

  if (lane == 0u) {
    judge();
    if (state.stop != STOP_RUNNING) { state.actions &= ~(ACT_TURN | ACT_MOVE | ACT_RECALL); }
    verdict.turn = u32((state.actions & ACT_TURN) != 0u);
    verdict.pushed = u32((state.actions & ACT_PUSH) != 0u);
    verdict.slot = state.slot;
    verdict.pairs = state.pairs;
    verdict.oldest = state.oldest;
  }
  let turn = workgroupUniformLoad(&verdict.turn);
  let pairs = workgroupUniformLoad(&verdict.pairs);

  if (turn == 1u && pairs > 0u) {
    let m = verdict.history;
    let change = m * m;
    let used = lane < pairs;
    if (used && verdict.pushed == 1u) { remember(lane); }
    storageBarrier();
    workgroupBarrier();

    // Invocation i follows q·s_i and q·y_i while the recursion changes q: no sum over the basis is ever needed.
    var along_s = 0.0;
    var along_y = 0.0;
    if (used) {
      let g = gradient_dots(lane);
      along_s = -g.x;
      along_y = -g.y;
    }
    for (var age = pairs; age > 0u; age--) {
      let k = slot_of(age - 1u);
      if (lane == k) { alpha[k] = along_s / gram[k * m + k]; }
      workgroupBarrier();
      if (used) {
        along_s -= alpha[k] * gram[lane * m + k];
        along_y -= alpha[k] * gram[change + k * m + lane];
      }
    }
    let newest = slot_of(pairs - 1u);
    let gamma = gram[newest * m + newest] / gram[change + newest * m + newest];
    along_y *= gamma;
    for (var age = 0u; age < pairs; age++) {
      let k = slot_of(age);
      if (lane == k) { step_weight[k] = alpha[k] - along_y / gram[k * m + k]; }
      workgroupBarrier();
      if (used) { along_y += step_weight[k] * gram[k * m + lane]; }
    }
    if (lane == 0u) { aim(gamma); }
  } else if (turn == 1u && lane == 0u) {
    aim(0.0);
  }
  if (lane == 0u) { write_log(total_of(losses), tried, flags); }
}
