// Resampling with a triangle filter: bilinear when enlarging, widened to the source's pitch when shrinking so that
// nothing aliases. One invocation makes one pixel of one image of the batch.

override CHANNELS: u32 = 4; // at most 4

struct Params {
  sourceWidth: u32,
  sourceHeight: u32,
  width: u32,
  height: u32,
  gainEven: f32,
  gainOdd: f32,
}

@group(0) @binding(0) var<storage, read> source: array<f32>;
@group(0) @binding(1) var<storage, read_write> output: array<f32>;
@group(0) @binding(2) var<uniform> params: Params;

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= params.width || id.y >= params.height) { return; }
  let pitch = vec2f(f32(params.sourceWidth) / f32(params.width), f32(params.sourceHeight) / f32(params.height));
  let centre = (vec2f(id.xy) + 0.5) * pitch - 0.5;
  let reach = max(pitch, vec2f(1.0));
  let limit = vec2i(i32(params.sourceWidth), i32(params.sourceHeight)) - 1;
  let first = max(vec2i(ceil(centre - reach)), vec2i(0));
  let last = min(vec2i(floor(centre + reach)), limit);

  var total = 0.0;
  var sum: array<f32, 4>;
  for (var y = first.y; y <= last.y; y++) {
    let weightY = max(0.0, 1.0 - abs(f32(y) - centre.y) / reach.y);
    for (var x = first.x; x <= last.x; x++) {
      let weight = weightY * max(0.0, 1.0 - abs(f32(x) - centre.x) / reach.x);
      let place = ((id.z * params.sourceHeight + u32(y)) * params.sourceWidth + u32(x)) * CHANNELS;
      total += weight;
      for (var c = 0u; c < CHANNELS; c++) {
        sum[c] += weight * source[place + c];
      }
    }
  }
  let place = ((id.z * params.height + id.y) * params.width + id.x) * CHANNELS;
  for (var c = 0u; c < CHANNELS; c++) {
    output[place + c] = sum[c] / total * select(params.gainEven, params.gainOdd, (c & 1u) == 1u);
  }
}
