import { type BufferRange, type Dispatch, type Kernel, packUniform } from '../../../gpu/kernel.ts';
import { type GradientBase, seededText } from './conv-parts.ts';
import { flatGrid } from './geometry.ts';
import { reduceText } from './reduce-text.ts';
import { enableText, type Storage, storedVector } from './storage.ts';

const WORKGROUP = 256;
/** Groups of four values that one invocation takes. */
const EACH = 4;

/** Values that a workgroup takes: bands of a map begin at multiples of them. */
export const CONTENT_VALUES = 4 * WORKGROUP * EACH;

/** Partial losses that the kernel writes. @param values vec4s of the map */
export function contentLossFloats(values: number): number {
  const [x, y] = flatGrid(values, WORKGROUP * EACH);
  return x * y;
}

/**
 * Content loss at a tap: ‖F − P‖² in partial sums, and factor·(F − P) as gradient there, added to the one that is there.
 * @param storage of features and gradient
 */
export function contentSeed(tap: 'relu' | 'conv', base: GradientBase, storage: Storage = 'f32'): Kernel {
  const stored = storedVector(storage);
  const seeded = seededText(tap, base, 'vec4f(gradient[i])', 'd * g.factor', 'f');
  const code = /* wgsl */ `// Content loss and its gradient at a tap ${tap === 'relu' ? 'behind' : 'before'} the ReLU.
${enableText([stored])}
struct Content { values: u32, lossFirst: u32, factor: f32 }
@group(0) @binding(0) var<storage, read> features: array<${stored}>;
@group(0) @binding(1) var<storage, read> wanted: array<${stored}>;
@group(0) @binding(2) var<storage, read_write> gradient: array<${stored}>;
@group(0) @binding(3) var<storage, read_write> losses: array<f32>;
@group(0) @binding(4) var<uniform> g: Content;

var<workgroup> sums: array<f32, ${WORKGROUP}>;

@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) grid: vec3u, @builtin(local_invocation_index) thread: u32) {
  let place = group.x + group.y * grid.x;
  var sum = 0.0;
  for (var k = 0u; k < ${EACH}u; k++) {
    let i = (place * ${EACH}u + k) * ${WORKGROUP}u + thread;
    if (i < g.values) {
      let f = vec4f(features[i]);
      let d = f - vec4f(wanted[i]);
      sum += dot(d, d);
      gradient[i] = ${stored}(${seeded});
    }
  }
  sums[thread] = sum;
  ${reduceText('sums', WORKGROUP)}
  if (thread == 0u) { losses[g.lossFirst + place] = sums[0]; }
}
`;
  return { label: 'content', code, buffers: ['read', 'read', 'read-write', 'read-write'], uniform: true };
}

/** @param buffers features, wanted features, gradient, partial losses @param values vec4s @param factor of F − P in the gradient */
export function contentDispatch(
  kernel: Kernel,
  buffers: readonly BufferRange[],
  values: number,
  factor: number,
  lossFirst: number,
): Dispatch {
  return {
    kernel,
    buffers,
    uniform: packUniform({ u32: values }, { u32: lossFirst }, { f32: factor }),
    grid: flatGrid(values, WORKGROUP * EACH),
  };
}
