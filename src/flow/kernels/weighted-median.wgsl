// Weighted median of the flow over a dilated window, per component, of increments limited to `limit` pixels.

override REACH: i32 = 4; // at most 4
override DILATION: i32 = 2;
override HALVINGS: i32 = 14;

struct Params {
  width: u32,
  height: u32,
  limit: f32,
  perSpace: f32,
  perColour: f32,
}

@group(0) @binding(0) var<storage, read> features: array<vec4f>;
@group(0) @binding(1) var<storage, read> origin: array<vec2f>;
@group(0) @binding(2) var<storage, read> flow: array<vec2f>;
@group(0) @binding(3) var<storage, read_write> output: array<vec2f>;
@group(0) @binding(4) var<uniform> params: Params;

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= params.width || id.y >= params.height) { return; }
  let image = id.z * params.height;
  let own = (image + id.y) * params.width + id.x;
  let colour = features[own * 4u].xyz;
  // Near the border the window shrinks on both sides alike: one that only looked inwards would pull what grows outwards back.
  let wide = min(i32(id.x), i32(params.width) - 1 - i32(id.x));
  let high = min(i32(id.y), i32(params.height) - 1 - i32(id.y));
  let side = 2 * REACH + 1;
  let count = side * side;
  var values: array<vec2f, 81>;
  var weights: array<f32, 81>;
  var half = 0.0;
  var least = vec2f(1e30);
  var most = vec2f(-1e30);
  for (var k = 0; k < count; k++) {
    let dx = DILATION * (k % side - REACH);
    let dy = DILATION * (k / side - REACH);
    let x = i32(id.x) + clamp(dx, -wide, wide);
    let y = i32(id.y) + clamp(dy, -high, high);
    let pixel = (image + u32(y)) * params.width + u32(x);
    let apart = features[pixel * 4u].xyz - colour;
    let start = origin[pixel];
    values[k] = start + clamp(flow[pixel] - start, vec2f(-params.limit), vec2f(params.limit));
    weights[k] = exp(params.perSpace * f32(dx * dx + dy * dy) + params.perColour * dot(apart, apart));
    half += 0.5 * weights[k];
    least = min(least, values[k]);
    most = max(most, values[k]);
  }
  // At least half of the weight is at or below `most`, at every step.
  for (var step = 0; step < HALVINGS; step++) {
    let middle = 0.5 * (least + most);
    var below = vec2f(0.0);
    for (var k = 0; k < count; k++) {
      below += select(vec2f(0.0), vec2f(weights[k]), values[k] <= middle);
    }
    let lower = below >= vec2f(half);
    most = select(most, middle, lower);
    least = select(middle, least, lower);
  }
  output[own] = most;
}
