// Warps the other image along the flow and writes the quadratic forms of the data term in the increment (du, dv):
// brightness over R, G, B and constancy of grey's gradient. See linearise.ts.

struct Params {
  width: u32,
  height: u32,
}

@group(0) @binding(0) var<storage, read> features: array<vec4f>;
@group(0) @binding(1) var<storage, read> origin: array<vec2f>;
@group(0) @binding(2) var<storage, read_write> tensors: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> flow: array<vec2f>;
@group(0) @binding(4) var<uniform> params: Params;

// Catmull-Rom weights of the taps at -1, 0, 1, 2 for the fraction t.
fn cubic(t: f32) -> vec4f {
  let t2 = t * t;
  let t3 = t2 * t;
  return vec4f(-t + 2.0 * t2 - t3, 2.0 - 5.0 * t2 + 3.0 * t3, t + 4.0 * t2 - 3.0 * t3, t3 - t2) * 0.5;
}

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= params.width || id.y >= params.height) { return; }
  let width = i32(params.width);
  let height = i32(params.height);
  let pixel = (id.z * params.height + id.y) * params.width + id.x;
  let start = origin[pixel];
  flow[pixel] = start;

  let place = vec2f(id.xy) + start;
  if (place.x < 0.0 || place.y < 0.0 || place.x > f32(width - 1) || place.y > f32(height - 1)) {
    for (var k = 0u; k < 3u; k++) { tensors[pixel * 3u + k] = vec4f(0.0); }
    return;
  }
  let corner = floor(place);
  let weightX = cubic(place.x - corner.x);
  let weightY = cubic(place.y - corner.y);
  var colour = vec4f(0.0);
  var dx = vec4f(0.0);
  var dy = vec4f(0.0);
  var bend = vec4f(0.0);
  for (var j = 0; j < 4; j++) {
    let row = u32(clamp(i32(corner.y) + j - 1, 0, height - 1));
    for (var i = 0; i < 4; i++) {
      let column = u32(clamp(i32(corner.x) + i - 1, 0, width - 1));
      let weight = weightX[i] * weightY[j];
      let other = (((1u - id.z) * params.height + row) * params.width + column) * 4u;
      colour += weight * features[other];
      dx += weight * features[other + 1u];
      dy += weight * features[other + 2u];
      bend += weight * features[other + 3u];
    }
  }
  let own = pixel * 4u;
  let dz = colour - features[own];
  let gradX = 0.5 * (dx + features[own + 1u]);
  let gradY = 0.5 * (dy + features[own + 2u]);
  let hessian = 0.5 * (bend + features[own + 3u]).xyz;
  let gz = vec2f(dx.w - features[own + 1u].w, dy.w - features[own + 2u].w);

  let third = 1.0 / 3.0;
  tensors[pixel * 3u] = third * vec4f(
    dot(gradX.xyz, gradX.xyz), dot(gradX.xyz, gradY.xyz), dot(gradY.xyz, gradY.xyz), dot(gradX.xyz, dz.xyz));
  tensors[pixel * 3u + 1u] = vec4f(
    third * dot(gradY.xyz, dz.xyz), third * dot(dz.xyz, dz.xyz),
    dot(hessian.xy, hessian.xy), dot(hessian.xy, hessian.yz));
  tensors[pixel * 3u + 2u] = vec4f(
    dot(hessian.yz, hessian.yz), dot(hessian.xy, gz), dot(hessian.yz, gz), dot(gz, gz));
}
