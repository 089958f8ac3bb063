// A perspective view out of an equirectangular panorama. One invocation makes one pixel: it sends rays × rays rays through
// it, and averages what they meet with the weights of a tent.

struct Params {
  rightX: f32, rightY: f32, rightZ: f32,
  downX: f32, downY: f32, downZ: f32,
  forwardX: f32, forwardY: f32, forwardZ: f32,
  focal: f32,
  left: f32, top: f32, across: f32, downwards: f32,
  spread: f32,
  columns: f32,
  width: u32, height: u32,
  panoramaWidth: u32, panoramaHeight: u32,
  rays: u32,
  wraps: u32,
}

@group(0) @binding(0) var<storage, read> panorama: array<u32>;
@group(0) @binding(1) var<storage, read_write> output: array<u32>;
@group(0) @binding(2) var<uniform> params: Params;

const PI = 3.14159265358979;

// WGSL's own atan2 may be off by 4096 units in the last place, half a pixel of a panorama; this is to 2e-7 (polynomial of
// Cephes' atanf, https://www.netlib.org/cephes/). Both arguments 0 give 0.
fn arcTangent(y: f32, x: f32) -> f32 {
  let most = max(abs(x), abs(y));
  if (most == 0.0) { return 0.0; }
  var t = min(abs(x), abs(y)) / most;
  var angle = 0.0;
  if (t > 0.414213562) {
    t = (t - 1.0) / (t + 1.0);
    angle = PI / 4.0;
  }
  let z = t * t;
  angle += (((8.05374449538e-2 * z - 1.38776856032e-1) * z + 1.99777106478e-1) * z - 3.33329491539e-1) * z * t + t;
  if (abs(y) > abs(x)) { angle = PI / 2.0 - angle; }
  if (x < 0.0) { angle = PI - angle; }
  return select(angle, -angle, y < 0.0);
}

fn colourAt(column: i32, row: i32) -> vec3f {
  return 255.0 * unpack4x8unorm(panorama[row * i32(params.panoramaWidth) + column]).rgb;
}

// A row about `place`, in columns from the centre of the first: a tent `reach` columns wide to either side.
fn acrossRow(place: f32, reach: f32, row: i32) -> vec3f {
  let width = i32(params.panoramaWidth);
  var first = i32(ceil(place - reach));
  var last = i32(floor(place + reach));
  if (params.wraps == 0u) {
    first = max(first, 0);
    last = min(last, width - 1);
  }
  var sum = vec3f(0.0);
  var total = 0.0;
  for (var i = first; i <= last; i++) {
    let weight = max(0.0, 1.0 - abs(f32(i) - place) / reach);
    sum += weight * colourAt((i + 2 * width) % width, row);
    total += weight;
  }
  return sum / total;
}

fn along(ray: vec3f) -> vec3f {
  let level = length(ray.xz);
  let width = f32(params.panoramaWidth);
  // Shares of the sphere from the left and from the top of what the pixels are.
  let eastward = fract(arcTangent(ray.x, ray.z) / (2.0 * PI) + 0.5 - params.left);
  let downward = arcTangent(ray.y, level) / PI + 0.5 - params.top;
  var x = eastward / params.across * width;
  if (params.wraps == 0u && eastward > params.across) {
    x = select(0.0, width, eastward - params.across < 1.0 - eastward);
  }
  let y = downward / params.downwards * f32(params.panoramaHeight) - 0.5;
  let reach = clamp(params.columns * length(ray) / max(level, 1e-9), 1.0, width);
  let upper = floor(y);
  let last = i32(params.panoramaHeight) - 1;
  let above = acrossRow(x - 0.5, reach, clamp(i32(upper), 0, last));
  let below = acrossRow(x - 0.5, reach, clamp(i32(upper) + 1, 0, last));
  return mix(above, below, y - upper);
}

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= params.width || id.y >= params.height) { return; }
  let right = vec3f(params.rightX, params.rightY, params.rightZ);
  let down = vec3f(params.downX, params.downY, params.downZ);
  let forward = vec3f(params.forwardX, params.forwardY, params.forwardZ);
  let centre = vec2f(id.xy) + 0.5 - 0.5 * vec2f(f32(params.width), f32(params.height));
  var sum = vec3f(0.0);
  var total = 0.0;
  for (var j = 0u; j < params.rays; j++) {
    for (var i = 0u; i < params.rays; i++) {
      // From −1 to 1, symmetrical about the pixel's centre.
      let offset = (2.0 * vec2f(f32(i), f32(j)) + 1.0) / f32(params.rays) - 1.0;
      let weight = (1.0 - abs(offset.x)) * (1.0 - abs(offset.y));
      let place = (centre + params.spread * offset) / params.focal;
      sum += weight * along(place.x * right + place.y * down + forward);
      total += weight;
    }
  }
  output[id.y * params.width + id.x] = pack4x8unorm(vec4f(sum / (255.0 * total), 1.0));
}
