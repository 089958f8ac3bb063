// Motion that the other direction does not lead back from becomes unknown.

struct Params {
  width: u32,
  height: u32,
  slack: f32,
  unknown: f32,
}

@group(0) @binding(0) var<storage, read> field: array<vec2f>;
@group(0) @binding(1) var<storage, read_write> output: array<vec2f>;
@group(0) @binding(2) var<uniform> params: Params;

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= params.width || id.y >= params.height) { return; }
  let pixel = (id.z * params.height + id.y) * params.width + id.x;
  let motion = field[pixel];
  let place = floor(vec2f(id.xy) + motion + 0.5);
  output[pixel] = vec2f(params.unknown);
  if (place.x < 0.0 || place.y < 0.0 || place.x >= f32(params.width) || place.y >= f32(params.height)) { return; }
  let back = field[((1u - id.z) * params.height + u32(place.y)) * params.width + u32(place.x)];
  let miss = abs(motion + back);
  if (max(miss.x, miss.y) <= params.slack) { output[pixel] = motion; }
}
