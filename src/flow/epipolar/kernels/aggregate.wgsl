// Semi-global matching along the paths of one direction. A workgroup follows a path from where it enters the picture, a thread for every four labels; the
// costs of the pixel before stay in workgroup memory. See aggregate.ts.

override THREADS: u32 = 128u; // a multiple of 16, at least the words of a pixel, at most 256
override NO_PATH: u32 = 65535u; // beyond the first and last label

struct Params {
  far: array<vec4u, 64>, // penalty of a large step by difference in grey
  width: i32,
  height: i32,
  stepX: i32,
  stepY: i32,
  words: u32, // of a pixel: four labels each
  one: u32,
  two: u32,
  first: u32, // 1: sums begin with this direction
}

@group(0) @binding(0) var<storage, read> reference: array<vec2f>;
@group(0) @binding(1) var<storage, read> cost: array<u32>;
@group(0) @binding(2) var<storage, read_write> sum: array<vec2u>;
@group(0) @binding(3) var<uniform> params: Params;

// Of the pixel before and of this one, in turn.
var<workgroup> paths: array<vec4u, 2u * (THREADS + 2u)>;
// The least of every thread's four labels, and of every 16 threads.
var<workgroup> least: array<u32, THREADS>;
var<workgroup> leastOf16: array<u32, THREADS / 16u>;

@compute @workgroup_size(THREADS)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  for (var i = thread; i < 2u * (THREADS + 2u); i += THREADS) {
    paths[i] = vec4u(NO_PATH);
  }
  workgroupBarrier();
  let start = entrance(i32(group.x));
  let length = pathLength(start);
  let stride = params.stepY * params.width + params.stepX;
  let busy = thread < params.words;
  var pixel = start.y * params.width + start.x;
  var own = vec4u(NO_PATH);
  var leastBefore = 0u;
  var greyBefore = 0.0;
  for (var i = 0; i < length; i++) {
    let before = u32(i & 1) * (THREADS + 2u);
    let now = THREADS + 2u - before;
    let at = u32(pixel) * params.words + thread;
    let grey = reference[pixel].x;
    if (busy) {
      var value = (vec4u(cost[at]) >> vec4u(0u, 8u, 16u, 24u)) & vec4u(255u);
      if (i > 0) {
        let left = paths[before + thread].zw;
        let right = paths[before + thread + 2u].xy;
        let nextLabel = min(vec4u(left.y, own.xyz), vec4u(own.yzw, right.x)) + params.one;
        let overNext = min(vec4u(left, own.xy), vec4u(own.zw, right)) + params.two;
        let difference = u32(floor(abs(grey - greyBefore) + 0.5));
        let jump = leastBefore + params.far[difference >> 2u][difference & 3u];
        value += min(min(own, nextLabel), min(overNext, vec4u(jump))) - leastBefore;
      }
      own = value;
      var total = value.xz | (value.yw << vec2u(16u));
      if (params.first == 0u) { total += sum[at]; }
      sum[at] = total;
    }
    paths[now + thread + 1u] = own;
    least[thread] = min(min(own.x, own.y), min(own.z, own.w));
    workgroupBarrier();
    if (thread < THREADS / 16u) {
      var smallest = NO_PATH;
      for (var k = 0u; k < 16u; k++) { smallest = min(smallest, least[16u * thread + k]); }
      leastOf16[thread] = smallest;
    }
    workgroupBarrier();
    leastBefore = NO_PATH;
    for (var k = 0u; k < THREADS / 16u; k++) { leastBefore = min(leastBefore, leastOf16[k]); }
    greyBefore = grey;
    pixel += stride;
  }
}

// Where a path enters the picture: diagonals along a row first, then along a column.
fn entrance(path: i32) -> vec2i {
  let firstX = select(params.width - 1, 0, params.stepX > 0);
  let firstY = select(params.height - 1, 0, params.stepY > 0);
  if (params.stepY == 0) { return vec2i(firstX, path); }
  if (path < params.width) { return vec2i(path, firstY); }
  return vec2i(firstX, firstY + params.stepY * (path - params.width + 1));
}

// Pixels from there to the picture's border.
fn pathLength(start: vec2i) -> i32 {
  let along = select(start.x + 1, params.width - start.x, params.stepX > 0);
  let down = select(start.y + 1, params.height - start.y, params.stepY > 0);
  if (params.stepY == 0) { return along; }
  if (params.stepX == 0) { return down; }
  return min(along, down);
}
