// The label of least cost, and between it and its neighbours the least of a parabola. Sixteen threads search a pixel's labels. See select.ts.

override NO_PLANE: f32 = 0.0;

const LANES = 16u;
const PIXELS = 8u;

struct Params {
  width: u32,
  height: u32,
  labels: u32,
  focal: f32,
}

@group(0) @binding(0) var<storage, read> planes: array<vec4f>;
@group(0) @binding(1) var<storage, read> sum: array<u32>; // two labels to a word
@group(0) @binding(2) var<storage, read_write> depth: array<f32>;
@group(0) @binding(3) var<uniform> params: Params;

// Cost in the upper half and label in the lower one: the least of them is the first label of least cost.
var<workgroup> least: array<u32, LANES * PIXELS>;

@compute @workgroup_size(LANES, PIXELS)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_id) local: vec3u,
  @builtin(local_invocation_index) index: u32,
) {
  let x = group.x * PIXELS + local.y;
  let y = group.y;
  let pixel = y * params.width + x;
  var best = 0xffffffffu;
  if (x < params.width) {
    for (var label = 2u * local.x; label < params.labels; label += 2u * LANES) {
      let pair = sum[(pixel * params.labels + label) / 2u];
      // The first label stands for a pixel that no plane fits.
      if (label == 0u || isPlane(label)) { best = min(best, (pair << 16u) | label); }
      if (isPlane(label + 1u)) { best = min(best, (pair & 0xffff0000u) | (label + 1u)); }
    }
  }
  least[index] = best;
  workgroupBarrier();
  if (local.x > 0u || x >= params.width) { return; }
  for (var k = 1u; k < LANES; k++) { best = min(best, least[index + k]); }

  let label = best & 0xffffu;
  let size = vec2f(f32(params.width), f32(params.height));
  let ray = vec3f((vec2f(f32(x), f32(y)) + 0.5 - 0.5 * size) / params.focal, 1.0);
  var found = abs(dot(planes[label].xyz, ray));
  if (label > 0u && label + 1u < params.labels && isPlane(label - 1u) && isPlane(label + 1u)) {
    let left = i32(costOf(pixel, label - 1u));
    let right = i32(costOf(pixel, label + 1u));
    let bend = left - 2 * i32(costOf(pixel, label)) + right;
    if (bend > 0 && left != right) {
      let off = 0.5 * f32(left - right) / f32(bend);
      let neighbour = select(label - 1u, label + 1u, left > right);
      found += abs(off) * (abs(dot(planes[neighbour].xyz, ray)) - found);
    }
  }
  depth[pixel] = found;
}

fn isPlane(label: u32) -> bool {
  return planes[label].w != NO_PLANE;
}

fn costOf(pixel: u32, label: u32) -> u32 {
  let at = pixel * params.labels + label;
  return (sum[at / 2u] >> (16u * (at & 1u))) & 0xffffu;
}
