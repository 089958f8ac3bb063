import type { Size } from '../../../core/image.ts';
import { type BufferRange, type Dispatch, groups, type Kernel, packUniform } from '../../../gpu/kernel.ts';
import { each } from './each.ts';
import type { WindowBases } from './geometry.ts';
import { enableText, type Storage, storedVector } from './storage.ts';

/** Side of the square of pixels that a workgroup makes. */
export const SIDE = 16;
const PATCH = SIDE + 2;
/** Groups of four channels staged at a time. */
const STEP = 2;

/**
 * Input gradient of the first layer, added to the image's gradient: many channels to three. As a convolution like the others it would have
 * too few outputs to keep a card busy; here an invocation makes one pixel, and a patch of the gradient is staged for all of its workgroup.
 * @param channels of the first layer, a multiple of 8
 * @param storage of the gradient behind it
 * @param windowed whether a dispatch makes a band of the image, and its bindings show windows
 */
export function imageGradient(channels: number, storage: Storage = 'f32', windowed = false): Kernel {
  const stored = storedVector(storage);
  const n4 = channels / 4;
  const patch = PATCH * PATCH * STEP;
  const loads = Math.ceil(patch / (SIDE * SIDE));
  const code = /* wgsl */ `// Input gradient of the first layer, ${channels} channels to 3, added to what is there.
${enableText([stored])}
struct Map { width: u32, height: u32${windowed ? ', firstRow: u32, sourceBase: u32, resultBase: u32' : ''} }
@group(0) @binding(0) var<storage, read> source: array<${stored}>;
// [3, 3, channels, 4], turned by 180°, as the direct convolution has it
@group(0) @binding(1) var<storage, read> weights: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> output: array<vec4f>;
@group(0) @binding(3) var<uniform> g: Map;

var<workgroup> staged: array<vec4f, ${patch}>;

@compute @workgroup_size(${SIDE}, ${SIDE})
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_id) here: vec3u,
  @builtin(local_invocation_index) thread: u32,
) {
  let originX = i32(group.x * ${SIDE}u) - 1;
  let originY = i32(${windowed ? 'g.firstRow + ' : ''}group.y * ${SIDE}u) - 1;
  var sum = vec4f();
  for (var c = 0u; c < ${n4}u; c += ${STEP}u) {
    ${each(loads, (i) => {
      const place = `(thread + ${i * SIDE * SIDE}u)`;
      return `{
      let place = ${place};
      let x = originX + i32((place / ${STEP}u) % ${PATCH}u);
      let y = originY + i32(place / ${STEP * PATCH}u);
      let inside = (u32(x) < g.width) & (u32(y) < g.height);
      let at = select(0u, (u32(y) * g.width + u32(x)) * ${n4}u + c + place % ${STEP}u${windowed ? ' - g.sourceBase' : ''}, inside);
      if (place < ${patch}u) { staged[place] = select(vec4f(), vec4f(source[at]), inside); }
    }`;
    }).join('\n    ')}
    workgroupBarrier();
    for (var tap = 0u; tap < 9u; tap++) {
      let at = ((here.y + tap / 3u) * ${PATCH}u + here.x + tap % 3u) * ${STEP}u;
      ${each(STEP, (s) => {
        const w = (i: number) => `weights[tap * ${channels}u + (c + ${s}u) * 4u + ${i}u]`;
        return `let d${s} = staged[at + ${s}u]; sum += d${s}.x * ${w(0)} + d${s}.y * ${w(1)} + d${s}.z * ${w(2)} + d${s}.w * ${w(3)};`;
      }).join('\n      ')}
    }
    workgroupBarrier();
  }
  let x = group.x * ${SIDE}u + here.x;
  let y = ${windowed ? 'g.firstRow + ' : ''}group.y * ${SIDE}u + here.y;
  if (x < g.width && y < g.height) { output[y * g.width + x${windowed ? ' - g.resultBase' : ''}] += sum; }
}
`;
  return { label: 'image gradient', code, buffers: ['read', 'read', 'read-write'], uniform: true };
}

/** Rows of the image that a windowed dispatch makes. */
export interface ImageBand {
  /** a multiple of `SIDE` */
  readonly firstRow: number;
  readonly rows: number;
  readonly bases: WindowBases;
}

/**
 * @param buffers gradient behind the first layer, its filters as for the direct convolution, gradient of the image
 * @param band where the kernel is windowed
 */
export function imageGradientDispatch(
  kernel: Kernel,
  { width, height }: Size,
  buffers: readonly BufferRange[],
  band?: ImageBand,
): Dispatch {
  const words = band ? [band.firstRow, band.bases.source ?? 0, band.bases.result ?? 0] : [];
  return {
    kernel,
    buffers,
    uniform: packUniform(...[width, height, ...words].map((u32) => ({ u32 }))),
    grid: [groups(width, SIDE), groups(band?.rows ?? height, SIDE), 1],
  };
}
