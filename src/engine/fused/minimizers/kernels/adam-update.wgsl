// One step of Adam (Kingma and Ba 2015, algorithm 1) in one pass: the evaluated image is kept, the moments and the next trial are
// made. One invocation makes one pixel.

const EPSILON = 1e-8; // as in engine/minimizers/adam.ts

@group(0) @binding(0) var<storage, read_write> trial: array<vec4f>;
@group(0) @binding(1) var<storage, read> gradient: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> best: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> first: array<vec4f>;
@group(0) @binding(4) var<storage, read_write> second: array<vec4f>;
@group(0) @binding(5) var<storage, read> state: State;

@compute @workgroup_size(256)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= state.pixels || state.actions == 0u) { return; }
  let x = trial[id.x];
  best[id.x] = x;
  if ((state.actions & ACT_MOVE) == 0u) { return; }
  let g = gradient[id.x];
  var mean = state.rest1 * g;
  var square = state.rest2 * g * g;
  // Before the first update the moments are zero, whatever the buffers hold.
  if (state.updates > 1u) {
    mean += state.beta1 * first[id.x];
    square += state.beta2 * second[id.x];
  }
  first[id.x] = mean;
  second[id.x] = square;
  trial[id.x] = x - state.rate * mean / (sqrt(square) + EPSILON);
}
