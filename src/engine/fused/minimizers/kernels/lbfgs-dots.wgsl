// All new dot products of one L-BFGS evaluation in one pass (vector-free form, Chen et al., NIPS 2014): the pair that the trial
// would make, tentatively, with the pairs in the ring. Workgroup (chunk, 0) makes those of the trial alone, (chunk, 1 + i) those
// with the slots of tile i; each leaves sums over its chunk for `decide`.

@group(0) @binding(0) var<storage, read> trial: array<f32>;
@group(0) @binding(1) var<storage, read> gradient: array<f32>;
@group(0) @binding(2) var<storage, read> point: array<vec4f>; // packed x, gradient at x, direction
@group(0) @binding(3) var<storage, read> steps: array<vec4f>; // packed, one vector a slot
@group(0) @binding(4) var<storage, read> changes: array<vec4f>;
@group(0) @binding(5) var<storage, read> state: State;
@group(0) @binding(6) var<storage, read_write> partials: array<f32>; // (chunk, dot)

/// Five vectors of sums for each invocation: four dots with each of four slots, and the fifth of each; or, in the first two, those
/// of the trial alone.
var<workgroup> sums: array<vec4f, 5u * THREADS>;

fn trial_value(i: u32) -> f32 {
  if (i >= 3u * state.pixels) { return 0.0; }
  return trial[image_place(i)];
}

fn gradient_value(i: u32) -> f32 {
  if (i >= 3u * state.pixels) { return 0.0; }
  return gradient[image_place(i)];
}

/// In the order of TRIAL_DOTS, from DOT_S_S and from DOT_G_Y.
fn with_itself(s: vec4f, y: vec4f, g: vec4f) -> vec4f {
  return vec4f(dot(s, s), dot(s, y), dot(y, y), dot(g, s));
}

fn of_gradient(y: vec4f, g: vec4f, d: vec4f) -> vec4f {
  return vec4f(dot(g, y), dot(g, g), dot(abs(g), vec4f(1.0)), dot(g, d));
}

/// In the order of SLOT_DOTS, without the last.
fn with_pair(s: vec4f, y: vec4f, g: vec4f, sj: vec4f, yj: vec4f) -> vec4f {
  return vec4f(dot(s, yj), dot(sj, y), dot(y, yj), dot(g, sj));
}

@compute @workgroup_size(THREADS)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_index) lane: u32,
  @builtin(num_workgroups) grid: vec3u,
) {
  let alone = group.y == 0u;
  let first = (max(group.y, 1u) - 1u) * TILE;
  let pairs = state.pairs;
  if (state.stop != STOP_RUNNING || (!alone && first >= pairs)) { return; }

  let length = packed_length(state.pixels);
  var sum0 = vec4f(0.0);
  var sum1 = vec4f(0.0);
  var sum2 = vec4f(0.0);
  var sum3 = vec4f(0.0);
  var fifth = vec4f(0.0);
  for (var k = group.x * THREADS + lane; k < length; k += grid.x * THREADS) {
    let i = 4u * k;
    let g = vec4f(gradient_value(i), gradient_value(i + 1u), gradient_value(i + 2u), gradient_value(i + 3u));
    let at = vec4f(trial_value(i), trial_value(i + 1u), trial_value(i + 2u), trial_value(i + 3u));
    let s = at - point[k];
    let y = g - point[length + k];
    if (alone) {
      sum0 += with_itself(s, y, g);
      sum1 += of_gradient(y, g, point[2u * length + k]);
    } else {
      var place = first * length + k;
      var yj = changes[place];
      sum0 += with_pair(s, y, g, steps[place], yj);
      fifth.x += dot(g, yj);
      if (first + 1u < pairs) {
        place += length;
        yj = changes[place];
        sum1 += with_pair(s, y, g, steps[place], yj);
        fifth.y += dot(g, yj);
      }
      if (first + 2u < pairs) {
        place += length;
        yj = changes[place];
        sum2 += with_pair(s, y, g, steps[place], yj);
        fifth.z += dot(g, yj);
      }
      if (first + 3u < pairs) {
        place += length;
        yj = changes[place];
        sum3 += with_pair(s, y, g, steps[place], yj);
        fifth.w += dot(g, yj);
      }
    }
  }

  sums[lane] = sum0;
  sums[THREADS + lane] = sum1;
  sums[2u * THREADS + lane] = sum2;
  sums[3u * THREADS + lane] = sum3;
  sums[4u * THREADS + lane] = fifth;
  for (var stride = THREADS / 2u; stride > 0u; stride /= 2u) {
    workgroupBarrier();
    if (lane < stride) {
      for (var v = lane; v < 5u * THREADS; v += THREADS) { sums[v] += sums[v + stride]; }
    }
  }
  workgroupBarrier();

  let row = group.x * (TRIAL_DOTS + state.history * SLOT_DOTS);
  let vector = lane / 4u;
  let component = lane % 4u;
  if (alone) {
    if (lane < TRIAL_DOTS) { partials[row + lane] = sums[vector * THREADS][component]; }
    return;
  }
  let last = vector == TILE;
  let slot = first + select(vector, component, last);
  if (vector <= TILE && slot < pairs) {
    let place = row + TRIAL_DOTS + slot * SLOT_DOTS + select(component, SLOT_G_YJ, last);
    partials[place] = sums[vector * THREADS][component];
  }
}
