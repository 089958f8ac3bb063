// Difference in colour between each pixel and where a field leads from it, cut off at `most`, and whether it leads into the image.

struct Params {
  width: u32,
  height: u32,
  most: f32,
}

@group(0) @binding(0) var<storage, read> features: array<vec4f>;
@group(0) @binding(1) var<storage, read> field: array<vec2f>;
@group(0) @binding(2) var<storage, read_write> cost: array<vec2f>;
@group(0) @binding(3) var<uniform> params: Params;

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= params.width || id.y >= params.height) { return; }
  let pixel = (id.z * params.height + id.y) * params.width + id.x;
  let last = vec2f(f32(params.width - 1u), f32(params.height - 1u));
  let place = vec2f(id.xy) + field[pixel];
  if (place.x < 0.0 || place.y < 0.0 || place.x > last.x || place.y > last.y) {
    cost[pixel] = vec2f(0.0);
    return;
  }
  let corner = floor(place);
  let part = place - corner;
  let left = u32(corner.x);
  let top = u32(corner.y);
  let right = min(left + 1u, params.width - 1u);
  let bottom = min(top + 1u, params.height - 1u);
  let other = (1u - id.z) * params.height;
  let above = mix(features[((other + top) * params.width + left) * 4u].xyz, features[((other + top) * params.width + right) * 4u].xyz, part.x);
  let below = mix(features[((other + bottom) * params.width + left) * 4u].xyz, features[((other + bottom) * params.width + right) * 4u].xyz, part.x);
  let apart = abs(mix(above, below, part.y) - features[pixel * 4u].xyz);
  cost[pixel] = vec2f(min(params.most, (apart.x + apart.y + apart.z) / 3.0), 1.0);
}
