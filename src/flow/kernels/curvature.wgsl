// Second half of a pixel's features: second derivatives of grey and the edge weight of the smoothness term.

struct Params {
  width: u32,
  height: u32,
  edgeDecay: f32,
  edgeFloor: f32,
}

@group(0) @binding(0) var<storage, read_write> features: array<vec4f>;
@group(0) @binding(1) var<uniform> params: Params;

// Derivatives of grey, x then y. Only slots 1 and 2 are read and only slot 3 is written, so that nothing races.
fn slopeAt(x: i32, y: i32, z: u32) -> vec2f {
  let column = u32(clamp(x, 0, i32(params.width) - 1));
  let row = u32(clamp(y, 0, i32(params.height) - 1));
  let place = ((z * params.height + row) * params.width + column) * 4u;
  return vec2f(features[place + 1u].w, features[place + 2u].w);
}

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= params.width || id.y >= params.height) { return; }
  let x = i32(id.x);
  let y = i32(id.y);
  let z = id.z;
  let alongX = (8.0 * (slopeAt(x + 1, y, z) - slopeAt(x - 1, y, z)) - (slopeAt(x + 2, y, z) - slopeAt(x - 2, y, z))) / 12.0;
  let alongY = (8.0 * (slopeAt(x, y + 1, z) - slopeAt(x, y - 1, z)) - (slopeAt(x, y + 2, z) - slopeAt(x, y - 2, z))) / 12.0;
  let weight = max(params.edgeFloor, exp(-params.edgeDecay * length(slopeAt(x, y, z))));
  let place = ((z * params.height + id.y) * params.width + id.x) * 4u;
  features[place + 3u] = vec4f(alongX.x, alongY.x, alongY.y, weight);
}
