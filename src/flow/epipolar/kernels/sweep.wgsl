// Plane sweep: what every label of every pixel costs, four labels to a word. A workgroup takes a tile of the picture through several labels: it warps the
// tile and the border of a window's radius around it once for each label, and sums rows, then columns. See sweep.ts.

override RADIUS: i32 = 4;
override NO_PLANE: f32 = 0.0;
override TWO_PLANES: f32 = 2.0;
override VARIANCE_FLOOR: f32 = 2.0;
override WORST_COST: f32 = 100.0;
override NOT_FAR_COST: f32 = 60.0;
override SEPARATOR_COST: u32 = 255u;
override MOST_SHRUNK: f32 = 1.4142135;
override LEAST_DEPTH: f32 = 0.02;
override WORDS: u32 = 4u; // words that a workgroup writes of a pixel

const TILE = 16;
override SIDE: i32 = TILE + 2 * RADIUS;
override BORDER: i32 = SIDE * SIDE - TILE * TILE;

struct Params {
  levels: array<vec4u, 4>, // width, height, offset
  // rows of the matrix (R | t)
  x: vec4f,
  y: vec4f,
  z: vec4f,
  width: i32,
  height: i32,
  words: u32, // of a pixel
  levelCount: u32,
  focal: f32,
}

@group(0) @binding(0) var<storage, read> reference: array<vec2f>;
@group(0) @binding(1) var<storage, read> other: array<f32>;
@group(0) @binding(2) var<storage, read> planes: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> cost: array<u32>;
@group(0) @binding(4) var<uniform> params: Params;

// Grey around 0: sums of squares lose no digits then.
var<workgroup> grey: array<f32, SIDE * SIDE>;
var<workgroup> warped: array<f32, SIDE * SIDE>;
// Sums over parts of rows as long as a window: of warped, its square, and its product with grey.
var<workgroup> rows: array<vec3f, SIDE * TILE>;

struct Sample {
  grey: f32,
  outside: bool,
}

@compute @workgroup_size(TILE, TILE)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_id) local: vec3u,
  @builtin(local_invocation_index) index: u32,
) {
  let corner = vec2i(group.xy) * TILE - RADIUS;
  let place = vec2i(local.xy) + RADIUS;
  let centre = corner + place;
  let thread = i32(index);

  for (var i = thread; i < SIDE * SIDE; i += TILE * TILE) {
    let at = clamped(corner + vec2i(i % SIDE, i / SIDE));
    grey[i] = reference[at.y * params.width + at.x].x - 128.0;
    warped[i] = grey[i];
  }
  workgroupBarrier();
  let samples = f32((2 * RADIUS + 1) * (2 * RADIUS + 1));
  let own = windowSums(vec2i(local.xy), thread) / samples;
  let spread = max(0.0, own.y - own.x * own.x) + VARIANCE_FLOOR;
  let pixel = clamped(centre);
  let sky = reference[pixel.y * params.width + pixel.x].y > 0.0;

  let end = min((group.z + 1u) * WORDS, params.words);
  for (var word = group.z * WORDS; word < end; word++) {
    var packed = 0u;
    for (var k = 0u; k < 4u; k++) {
      let label = 4u * word + k;
      let plane = planes[label];
      var value = SEPARATOR_COST;
      if (plane.w != NO_PLANE) {
        // The plane's share of the homography's determinant, det(R + t·πᵀ) = 1 + π·Rᵀt.
        let share = dot(plane.xyz, params.x.xyz * params.x.w + params.y.xyz * params.y.w + params.z.xyz * params.z.w);
        let seen = sampleOther(pixel, plane, share);
        warped[place.y * SIDE + place.x] = seen.grey;
        for (var i = thread; i < BORDER; i += TILE * TILE) {
          let at = borderPlace(i);
          warped[at.y * SIDE + at.x] = sampleOther(clamped(corner + at), plane, share).grey;
        }
        workgroupBarrier();
        let mean = windowSums(vec2i(local.xy), thread) / samples;
        let variance = max(0.0, mean.y - mean.x * mean.x) + VARIANCE_FLOOR;
        let correlation = (mean.z - mean.x * own.x) / sqrt(variance * spread);
        let found = select(clamp(correlation, 0.0, 1.0), 0.0, seen.outside);
        let compared = WORST_COST * (1.0 - found);
        value = u32(floor(select(compared, select(NOT_FAR_COST, 0.0, label == 0u), sky) + 0.5));
      }
      packed |= value << (8u * k);
    }
    if (centre.x < params.width && centre.y < params.height) {
      cost[u32(centre.y * params.width + centre.x) * params.words + word] = packed;
    }
  }
}

fn clamped(at: vec2i) -> vec2i {
  return clamp(at, vec2i(0), vec2i(params.width, params.height) - 1);
}

// Place in the tile with its border of the i-th pixel of the border: rows above and below the tile first, then what is left and right of it.
fn borderPlace(i: i32) -> vec2i {
  let across = 2 * RADIUS * SIDE;
  if (i < across) {
    let row = i / SIDE;
    return vec2i(i % SIDE, select(row, row + TILE, row >= RADIUS));
  }
  let rest = i - across;
  let column = rest % (2 * RADIUS);
  return vec2i(select(column, column + TILE, column >= RADIUS), RADIUS + rest / (2 * RADIUS));
}

// The other picture where the plane's point at a pixel is seen.
fn sampleOther(pixel: vec2i, plane: vec4f, share: f32) -> Sample {
  let size = vec2f(f32(params.width), f32(params.height));
  let ray = vec3f((vec2f(pixel) + 0.5 - 0.5 * size) / params.focal, 1.0);
  var rho = dot(plane.xyz, ray);
  var determinant = 1.0 + share;
  if (rho < 0.0 && plane.w == TWO_PLANES) {
    rho = -rho;
    determinant = 1.0 - share;
  }
  let point = vec4f(ray, rho);
  let z = dot(params.z, point);
  if (rho < 0.0 || z < LEAST_DEPTH) { return Sample(0.0, true); }
  let seen = params.focal / z * vec2f(dot(params.x, point), dot(params.y, point)) + 0.5 * size;
  let outside = any(seen < vec2f(0.5)) || any(seen > size - 0.5);
  // How many of the other picture's pixels lie along a pixel of this one, squared.
  var shrunk = abs(determinant) / (z * z * z);
  var at = 0u;
  while (at + 1u < params.levelCount && shrunk > MOST_SHRUNK * MOST_SHRUNK) {
    at++;
    shrunk *= 0.25;
  }
  let level = params.levels[at];
  let extent = vec2f(level.xy);
  let source = clamp(seen * extent / size - 0.5, vec2f(0.0), extent - 1.0);
  let first = min(floor(source), extent - 2.0);
  let along = source - first;
  let q = level.z + u32(first.y) * level.x + u32(first.x);
  let above = mix(other[q], other[q + 1u], along.x);
  let below = mix(other[q + level.x], other[q + level.x + 1u], along.x);
  return Sample(mix(above, below, along.y) - 128.0, outside);
}

// Sums over the window around a pixel of the tile: of warped, its square, and its product with grey.
fn windowSums(at: vec2i, thread: i32) -> vec3f {
  for (var i = thread; i < SIDE * TILE; i += TILE * TILE) {
    var sum = vec3f(0.0);
    let start = i / TILE * SIDE + i % TILE;
    for (var k = 0; k <= 2 * RADIUS; k++) {
      let value = warped[start + k];
      sum += value * vec3f(1.0, value, grey[start + k]);
    }
    rows[i] = sum;
  }
  workgroupBarrier();
  var sum = vec3f(0.0);
  for (var k = 0; k <= 2 * RADIUS; k++) {
    sum += rows[(at.y + k) * TILE + at.x];
  }
  return sum;
}
