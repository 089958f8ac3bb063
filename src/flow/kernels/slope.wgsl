// First half of a pixel's features: colour and its five-point derivatives, see slope.ts for the layout.

struct Params {
  width: u32,
  height: u32,
}

@group(0) @binding(0) var<storage, read> image: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> features: array<vec4f>;
@group(0) @binding(2) var<uniform> params: Params;

fn at(x: i32, y: i32, z: u32) -> vec4f {
  let column = u32(clamp(x, 0, i32(params.width) - 1));
  let row = u32(clamp(y, 0, i32(params.height) - 1));
  return image[(z * params.height + row) * params.width + column];
}

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= params.width || id.y >= params.height) { return; }
  let x = i32(id.x);
  let y = i32(id.y);
  let z = id.z;
  let place = ((z * params.height + id.y) * params.width + id.x) * 4u;
  features[place] = at(x, y, z);
  features[place + 1u] = (8.0 * (at(x + 1, y, z) - at(x - 1, y, z)) - (at(x + 2, y, z) - at(x - 2, y, z))) / 12.0;
  features[place + 2u] = (8.0 * (at(x, y + 1, z) - at(x, y - 1, z)) - (at(x, y + 2, z) - at(x, y - 2, z))) / 12.0;
}
