// Lagged weights of the smoothness term between a pixel and its right and lower neighbour.

struct Params {
  width: u32,
  height: u32,
  alpha: f32,
}

@group(0) @binding(0) var<storage, read> features: array<vec4f>;
@group(0) @binding(1) var<storage, read> flow: array<vec2f>;
@group(0) @binding(2) var<storage, read_write> edges: array<vec2f>;
@group(0) @binding(3) var<uniform> params: Params;

const EPSILON = 1e-6;

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= params.width || id.y >= params.height) { return; }
  let x = id.x;
  let y = id.y;
  let image = id.z * params.height * params.width;
  let row = image + y * params.width;
  let above = image + (max(y, 1u) - 1u) * params.width;
  let below = image + min(y + 1u, params.height - 1u) * params.width;
  let left = max(x, 1u) - 1u;
  let right = min(x + 1u, params.width - 1u);

  let here = flow[row + x];
  let stepRight = flow[row + right] - here;
  let acrossRight = 0.25 * (flow[below + x] - flow[above + x] + flow[below + right] - flow[above + right]);
  let stepDown = flow[below + x] - here;
  let acrossDown = 0.25 * (flow[row + right] - flow[row + left] + flow[below + right] - flow[below + left]);

  let weight = features[(row + x) * 4u + 3u].w;
  let weightRight = 0.5 * (weight + features[(row + right) * 4u + 3u].w);
  let weightDown = 0.5 * (weight + features[(below + x) * 4u + 3u].w);
  edges[row + x] = params.alpha * vec2f(
    select(0.0, weightRight, right != x) / sqrt(dot(stepRight, stepRight) + dot(acrossRight, acrossRight) + EPSILON),
    select(0.0, weightDown, y + 1u < params.height) / sqrt(dot(stepDown, stepDown) + dot(acrossDown, acrossDown) + EPSILON));
}
