// Block matching over all whole motions within reach. See seek.ts.

struct Params {
  width: u32,
  height: u32,
  reachX: u32,
  reachY: u32,
  most: f32,
  outside: f32,
  distance: f32,
}

const RADIUS = 2;
const SIDE = 5;

@group(0) @binding(0) var<storage, read> features: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> field: array<vec2f>;
@group(0) @binding(2) var<uniform> params: Params;

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= params.width || id.y >= params.height) { return; }
  let width = i32(params.width);
  let height = i32(params.height);
  let reachX = i32(params.reachX);
  let reachY = i32(params.reachY);
  // The pixel's own block stays in registers; pixels beyond the border are left out for all motions alike.
  var colours: array<vec3f, 25>;
  var slopes: array<vec2f, 25>;
  var places: array<vec2i, 25>;
  var count = 0;
  for (var k = 0; k < SIDE * SIDE; k++) {
    let x = i32(id.x) + k % SIDE - RADIUS;
    let y = i32(id.y) + k / SIDE - RADIUS;
    if (x < 0 || y < 0 || x >= width || y >= height) { continue; }
    let place = ((i32(id.z) * height + y) * width + x) * 4;
    colours[count] = features[place].xyz;
    slopes[count] = vec2f(features[place + 1].w, features[place + 2].w);
    places[count] = vec2i(x, y);
    count++;
  }
  let other = i32(1u - id.z) * height;
  var best = 1e9;
  var motion = vec2i(0);
  for (var v = -reachY; v <= reachY; v++) {
    let y = i32(id.y) + v;
    if (y < 0 || y >= height) { continue; }
    for (var u = -reachX; u <= reachX; u++) {
      let x = i32(id.x) + u;
      if (x < 0 || x >= width) { continue; }
      var sum = 0.0;
      for (var k = 0; k < count; k++) {
        let at = places[k] + vec2i(u, v);
        if (at.x < 0 || at.y < 0 || at.x >= width || at.y >= height) {
          sum += params.outside;
          continue;
        }
        let place = ((other + at.y) * width + at.x) * 4;
        let apart = abs(features[place].xyz - colours[k]);
        let bent = abs(vec2f(features[place + 1].w, features[place + 2].w) - slopes[k]);
        sum += min(params.most, (apart.x + apart.y + apart.z) / 3.0) + min(params.most, bent.x + bent.y);
      }
      let cost = sum / f32(count) + params.distance * f32(abs(u) + abs(v));
      if (cost < best) {
        best = cost;
        motion = vec2i(u, v);
      }
    }
  }
  field[(id.z * params.height + id.y) * params.width + id.x] = vec2f(motion);
}
