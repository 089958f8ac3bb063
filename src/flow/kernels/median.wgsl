// Median of the flow over a square window, per component, of increments limited to `limit` pixels.

override RADIUS: i32 = 2; // at most 3

struct Params {
  width: u32,
  height: u32,
  limit: f32,
}

@group(0) @binding(0) var<storage, read> origin: array<vec2f>;
@group(0) @binding(1) var<storage, read> flow: array<vec2f>;
@group(0) @binding(2) var<storage, read_write> output: array<vec2f>;
@group(0) @binding(3) var<uniform> params: Params;

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= params.width || id.y >= params.height) { return; }
  let side = 2 * RADIUS + 1;
  let count = side * side;
  var values: array<vec2f, 49>;
  for (var k = 0; k < count; k++) {
    let x = clamp(i32(id.x) + k % side - RADIUS, 0, i32(params.width) - 1);
    let y = clamp(i32(id.y) + k / side - RADIUS, 0, i32(params.height) - 1);
    let pixel = (id.z * params.height + u32(y)) * params.width + u32(x);
    let start = origin[pixel];
    values[k] = start + clamp(flow[pixel] - start, vec2f(-params.limit), vec2f(params.limit));
  }
  // The value with at most half of the others below it and more than half not above it, each component for itself.
  let middle = count / 2;
  var median = values[0];
  for (var i = 0; i < count; i++) {
    let candidate = values[i];
    var below = vec2i(0);
    var notAbove = vec2i(0);
    for (var k = 0; k < count; k++) {
      below += vec2i(values[k] < candidate);
      notAbove += vec2i(values[k] <= candidate);
    }
    median = select(median, candidate, (below <= vec2i(middle)) & (notAbove > vec2i(middle)));
  }
  output[(id.z * params.height + id.y) * params.width + id.x] = median;
}
