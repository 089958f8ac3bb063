// The better of two fields in every pixel.

struct Params {
  width: u32,
  height: u32,
  share: f32,
  longest: f32,
  unseen: f32,
}

@group(0) @binding(0) var<storage, read> candidate: array<vec2f>;
@group(0) @binding(1) var<storage, read> cost: array<vec2f>;
@group(0) @binding(2) var<storage, read_write> field: array<vec2f>;
@group(0) @binding(3) var<storage, read_write> best: array<vec2f>;
@group(0) @binding(4) var<uniform> params: Params;

fn costOf(place: vec2f, blurred: vec2f) -> f32 {
  let inside = place.x >= 0.0 && place.y >= 0.0 && place.x <= f32(params.width - 1u) && place.y <= f32(params.height - 1u);
  // What is inside counts for itself, so that the share seen is not 0 there.
  return select(params.unseen, blurred.x / max(blurred.y, 1e-6), inside);
}

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= params.width || id.y >= params.height) { return; }
  let pixel = (id.z * params.height + id.y) * params.width + id.x;
  let motion = candidate[pixel];
  if (max(abs(motion.x), abs(motion.y)) >= params.longest) { return; }
  let here = vec2f(id.xy);
  if (costOf(here + motion, cost[pixel]) < params.share * costOf(here + field[pixel], best[pixel])) {
    field[pixel] = motion;
    best[pixel] = cost[pixel];
  }
}
