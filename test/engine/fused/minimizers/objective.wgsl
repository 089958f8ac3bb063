// Small objectives over the R, G, B row of an image; one workgroup. Terms: by channel, and the constant 0.

struct Params {
  pixels: u32,
  kind: u32, // 0 bowl, 1 valley, 2 liar
  scale: f32,
  condition: f32,
  wall: f32, // below this the first value makes the losses `broken`
  broken: f32,
}

@group(0) @binding(0) var<storage, read> trial: array<f32>;
@group(0) @binding(1) var<storage, read_write> gradient: array<f32>;
@group(0) @binding(2) var<storage, read_write> losses: vec4f;
@group(0) @binding(3) var<uniform> params: Params;

var<workgroup> sums: array<vec4f, 256>;

fn value(i: u32) -> f32 {
  return trial[i + i / 3u];
}

@compute @workgroup_size(256)
fn main(@builtin(local_invocation_index) lane: u32) {
  let n = 3u * params.pixels;
  var sum = vec4f(0.0);
  for (var i = lane; i < n; i += 256u) {
    let x = value(i);
    var loss = 0.0;
    var slope = 0.0;
    if (params.kind == 0u) {
      // Nothing here that a GPU may compute loosely.
      let along = f32(i) / f32(n - 1u);
      let curvature = 1.0 + (params.condition - 1.0) * along * along * along;
      let away = x - (f32(i % 7u) - 3.0);
      loss = 0.5 * curvature * away * away;
      slope = curvature * away;
    } else if (params.kind == 1u) {
      if (i + 1u < n) {
        let bend = value(i + 1u) - x * x;
        loss = 100.0 * bend * bend + (1.0 - x) * (1.0 - x);
        slope = -400.0 * x * bend - 2.0 * (1.0 - x);
      }
      if (i > 0u) {
        let before = value(i - 1u);
        slope += 200.0 * (x - before * before);
      }
    } else {
      loss = 1.0 + abs(x);
      slope = 1.0;
    }
    gradient[i + i / 3u] = params.scale * slope;
    if (i % 3u == 2u) { gradient[i + i / 3u + 1u] = 0.0; }
    sum[i % 3u] += params.scale * loss;
  }
  sums[lane] = sum;
  for (var stride = 128u; stride > 0u; stride /= 2u) {
    workgroupBarrier();
    if (lane < stride) { sums[lane] += sums[lane + stride]; }
  }
  if (lane == 0u) {
    losses = sums[0];
    if (value(0u) < params.wall) { losses.y = params.broken; }
  }
}
