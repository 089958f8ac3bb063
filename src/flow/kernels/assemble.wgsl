// The 2x2 system of each pixel for the current lagged weights, its matrix already inverted.

struct Params {
  width: u32,
  height: u32,
  gamma: f32,
}

@group(0) @binding(0) var<storage, read> tensors: array<vec4f>;
@group(0) @binding(1) var<storage, read> edges: array<vec2f>;
@group(0) @binding(2) var<storage, read> origin: array<vec2f>;
@group(0) @binding(3) var<storage, read> flow: array<vec2f>;
@group(0) @binding(4) var<storage, read_write> inverse: array<vec4f>;
@group(0) @binding(5) var<storage, read_write> constant: array<vec2f>;
@group(0) @binding(6) var<uniform> params: Params;

const EPSILON = 1e-6;

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= params.width || id.y >= params.height) { return; }
  let pixel = (id.z * params.height + id.y) * params.width + id.x;
  let start = origin[pixel];
  let d = flow[pixel] - start;
  let t0 = tensors[pixel * 3u];
  let t1 = tensors[pixel * 3u + 1u];
  let t2 = tensors[pixel * 3u + 2u];

  let squares = vec3f(d.x * d.x, 2.0 * d.x * d.y, d.y * d.y);
  let brightness = dot(t0.xyz, squares) + 2.0 * (t0.w * d.x + t1.x * d.y) + t1.y;
  let gradient = dot(vec3f(t1.z, t1.w, t2.x), squares) + 2.0 * (t2.y * d.x + t2.z * d.y) + t2.w;
  let weightB = 1.0 / sqrt(max(brightness, 0.0) + EPSILON);
  let weightG = params.gamma / sqrt(max(gradient, 0.0) + EPSILON);

  let a11 = weightB * t0.x + weightG * t1.z;
  let a12 = weightB * t0.y + weightG * t1.w;
  let a22 = weightB * t0.z + weightG * t2.x;
  let b = weightB * vec2f(t0.w, t1.x) + weightG * t2.yz;
  let right = vec2f(a11 * start.x + a12 * start.y, a12 * start.x + a22 * start.y) - b;

  var total = edges[pixel].x + edges[pixel].y;
  if (id.x > 0u) { total += edges[pixel - 1u].x; }
  if (id.y > 0u) { total += edges[pixel - params.width].y; }
  let m11 = a11 + total;
  let m22 = a22 + total;
  let scale = 1.0 / (m11 * m22 - a12 * a12);
  inverse[pixel] = vec4f(m22 * scale, -a12 * scale, m11 * scale, 0.0);
  constant[pixel] = right;
}
