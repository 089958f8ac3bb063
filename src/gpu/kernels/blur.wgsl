// One pass of a separable Gaussian along x or y, cut at RADIUS = ceil(2 sigma), normalised, mirrored at the borders
// (…b a | a b…). One invocation makes one pixel of one image of the batch.

override CHANNELS: u32 = 4; // at most 4

struct Params {
  width: u32,
  height: u32,
  radius: u32,
  vertical: u32,
  sigma: f32,
}

@group(0) @binding(0) var<storage, read> source: array<f32>;
@group(0) @binding(1) var<storage, read_write> output: array<f32>;
@group(0) @binding(2) var<uniform> params: Params;

fn mirrored(place: i32, length: i32) -> i32 {
  let period = 2 * length;
  let wrapped = ((place % period) + period) % period;
  return select(wrapped, period - 1 - wrapped, wrapped >= length);
}

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= params.width || id.y >= params.height) { return; }
  let size = vec2i(i32(params.width), i32(params.height));
  let along = select(vec2i(1, 0), vec2i(0, 1), params.vertical == 1u);
  let radius = i32(params.radius);
  let image = id.z * params.width * params.height;

  var total = 0.0;
  var sum: array<f32, 4>;
  for (var k = -radius; k <= radius; k++) {
    let weight = exp(-f32(k * k) / (2.0 * params.sigma * params.sigma));
    let at = vec2i(id.xy) + k * along;
    let place = (image + u32(mirrored(at.y, size.y) * size.x + mirrored(at.x, size.x))) * CHANNELS;
    total += weight;
    for (var c = 0u; c < CHANNELS; c++) {
      sum[c] += weight * source[place + c];
    }
  }
  let place = (image + id.y * params.width + id.x) * CHANNELS;
  for (var c = 0u; c < CHANNELS; c++) {
    output[place + c] = sum[c] / total;
  }
}
