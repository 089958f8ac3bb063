// Half a sweep of red-black successive over-relaxation: every second pixel from its four neighbours.

struct Params {
  width: u32,
  height: u32,
  colour: u32,
  omega: f32,
}

@group(0) @binding(0) var<storage, read> edges: array<vec2f>;
@group(0) @binding(1) var<storage, read> inverse: array<vec4f>;
@group(0) @binding(2) var<storage, read> constant: array<vec2f>;
@group(0) @binding(3) var<storage, read_write> flow: array<vec2f>;
@group(0) @binding(4) var<uniform> params: Params;

@compute @workgroup_size(16, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let x = 2u * id.x + ((id.y + params.colour) & 1u);
  let y = id.y;
  if (x >= params.width || y >= params.height) { return; }
  let pixel = (id.z * params.height + y) * params.width + x;
  let own = edges[pixel];

  var right = constant[pixel];
  if (x + 1u < params.width) { right += own.x * flow[pixel + 1u]; }
  if (y + 1u < params.height) { right += own.y * flow[pixel + params.width]; }
  if (x > 0u) { right += edges[pixel - 1u].x * flow[pixel - 1u]; }
  if (y > 0u) { right += edges[pixel - params.width].y * flow[pixel - params.width]; }
  let m = inverse[pixel];
  let solved = vec2f(m.x * right.x + m.y * right.y, m.y * right.x + m.z * right.y);
  let before = flow[pixel];
  flow[pixel] = before + params.omega * (solved - before);
}
