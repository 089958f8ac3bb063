// What `decide` asked for, in one pass: x, its gradient, the new pair, the best image, the direction, the next trial. An
// invocation owns four packed values and the places of them in the images.

@group(0) @binding(0) var<storage, read_write> trial: array<f32>;
@group(0) @binding(1) var<storage, read> gradient: array<f32>;
@group(0) @binding(2) var<storage, read_write> best: array<f32>;
@group(0) @binding(3) var<storage, read_write> point: array<vec4f>; // packed x, gradient at x, direction
@group(0) @binding(4) var<storage, read_write> steps: array<vec4f>; // packed, one vector a slot
@group(0) @binding(5) var<storage, read_write> changes: array<vec4f>;
@group(0) @binding(6) var<storage, read> state: State;

fn asked(action: u32) -> bool {
  return (state.actions & action) != 0u;
}

@compute @workgroup_size(256)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let k = id.x;
  let length = packed_length(state.pixels);
  if (k >= length || state.actions == 0u) { return; }
  let values = min(3u * state.pixels - 4u * k, 4u);

  if (asked(ACT_ACCEPT)) {
    var at: vec4f;
    var g: vec4f;
    for (var c = 0u; c < values; c++) {
      at[c] = trial[image_place(4u * k + c)];
      g[c] = gradient[image_place(4u * k + c)];
    }
    if (asked(ACT_PUSH)) {
      steps[state.slot * length + k] = at - point[k];
      changes[state.slot * length + k] = g - point[length + k];
    }
    point[k] = at;
    point[length + k] = g;
  }
  if (asked(ACT_KEEP)) {
    for (var c = 0u; c < values; c++) {
      let i = 4u * k + c;
      best[image_place(i)] = trial[image_place(i)];
      // Pooled buffers hold what their last user left.
      if (i % 3u == 2u) { best[image_place(i) + 1u] = 0.0; }
    }
  }
  if (asked(ACT_TURN)) {
    var direction = state.gradient_weight * point[length + k];
    for (var j = 0u; j < state.pairs; j++) {
      let weight = state.weights[j];
      direction += weight.x * steps[j * length + k] + weight.y * changes[j * length + k];
    }
    point[2u * length + k] = direction;
  }
  if (asked(ACT_MOVE)) {
    let next = point[k] + state.t * point[2u * length + k];
    for (var c = 0u; c < values; c++) {
      trial[image_place(4u * k + c)] = next[c];
    }
  }
  if (asked(ACT_RECALL)) {
    for (var c = 0u; c < values; c++) {
      trial[image_place(4u * k + c)] = best[image_place(4u * k + c)];
    }
  }
}
