import { type BufferRange, type Dispatch, type Kernel, packUniform } from '../../../gpu/kernel.ts';
import { each } from './each.ts';
import { flatGrid, flatIndex } from './geometry.ts';
import { enableText, type Storage, storedVector } from './storage.ts';
import type { WinogradTransform } from './winograd-transforms.ts';

const WORKGROUP = 64;

const combination = (row: readonly number[], name: (i: number) => string) =>
  row.flatMap((factor, i) => (factor === 0 ? [] : [`${factor} * ${name(i)}`])).join(' + ');

/**
 * `transformFilters` on the device: filters of a direct convolution to those of Winograd's, G·w·Gᵀ. Up to four times as many numbers: where
 * memory is short they are made anew in each evaluation, in one buffer for all layers.
 * @param storage of the direct convolution's filters, and of what is made
 */
export function winogradFilters(
  { outputs, side, filter }: WinogradTransform,
  storage: { readonly filters: Storage; readonly components: Storage },
): Kernel {
  const [stored, made] = [storedVector(storage.filters), storedVector(storage.components)];
  const code = /* wgsl */ `// Winograd F(${outputs}×${outputs}, 3×3), filters: G·w·Gᵀ of four outputs.
${enableText([stored, made])}
struct Filters { plane: u32 }
@group(0) @binding(0) var<storage, read> weights: array<${stored}>;
@group(0) @binding(1) var<storage, read_write> components: array<${made}>;
@group(0) @binding(2) var<uniform> g: Filters;

@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let at = ${flatIndex(WORKGROUP)};
  if (at >= g.plane) { return; }
  ${each(9, (tap) => `let w${tap} = vec4f(weights[at + ${tap}u * g.plane]);`).join('\n  ')}
  ${filter.map((row, i) => each(3, (kx) => `let t${i}${kx} = ${combination(row, (ky) => `w${3 * ky + kx}`)};`).join('\n  ')).join('\n  ')}
  ${filter.map((_, i) => filter.map((row, j) => `components[at + ${side * i + j}u * g.plane] = ${made}(${combination(row, (kx) => `t${i}${kx}`)});`).join('\n  ')).join('\n  ')}
}
`;
  return { label: 'winograd filters', code, buffers: ['read', 'read-write'], uniform: true };
}

/** @param buffers filters [9, inputs, outputs], components [components, inputs, outputs] */
export function winogradFiltersDispatch(
  kernel: Kernel,
  inputs: number,
  outputs: number,
  buffers: readonly BufferRange[],
): Dispatch {
  const plane = (inputs * outputs) / 4;
  return { kernel, buffers, uniform: packUniform({ u32: plane }), grid: flatGrid(plane, WORKGROUP) };
}
