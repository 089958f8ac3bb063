import type { Size } from '../../../core/image.ts';
import type { BufferRange, Dispatch, Kernel } from '../../../gpu/kernel.ts';
import type { ConvShape } from './conv-direct.ts';
import {
  bindingText,
  type ConvResult,
  type ConvSource,
  finishText,
  headText,
  loadText,
  resultBindings,
  sourceBindings,
} from './conv-parts.ts';
import { each } from './each.ts';
import { type Band, flatGrid, flatIndex, geometryText, geometryUniform, TILE } from './geometry.ts';
import { matmul, matmulGrid } from './matmul.ts';
import type { MatmulTile } from './matmul-parts.ts';
import { F32, type Storage, storedVector, valueBytes } from './storage.ts';
import type { WinogradTransform } from './winograd-transforms.ts';

function combination(terms: WinogradTransform['input'][number], name: (i: number) => string): string {
  return terms
    .map(([factor, i], at) => {
      const sign = factor < 0 ? '-' : at === 0 ? '' : '+';
      const size = Math.abs(factor);
      return `${sign} ${size === 1 ? '' : `${size}.0 * `}${name(i)}`;
    })
    .join(' ');
}

/**
 * Filters transformed once, on the host: G·w·Gᵀ.
 * @param kernel [3, 3, inputs, outputs]
 * @returns [components, inputs, outputs]
 */
export function transformFilters(
  { filter, side, components }: WinogradTransform,
  kernel: Float32Array,
  inputs: number,
  outputs: number,
): Float32Array {
  const plane = inputs * outputs;
  const result = new Float32Array(components * plane);
  for (let i = 0; i < side; i++) {
    for (let j = 0; j < side; j++) {
      const target = result.subarray((i * side + j) * plane, (i * side + j + 1) * plane);
      for (let ky = 0; ky < 3; ky++) {
        for (let kx = 0; kx < 3; kx++) {
          const factor = filter[i]![ky]! * filter[j]![kx]!;
          if (factor === 0) continue;
          const from = (ky * 3 + kx) * plane;
          for (let p = 0; p < plane; p++) target[p]! += factor * kernel[from + p]!;
        }
      }
    }
  }
  return result;
}

const WORKGROUP = 64;

/** How components are stored: those of F(4×4) lose too much in half precision; those of F(2×2) are stored as both ends of a convolution are. */
export function componentStorage({ outputs }: WinogradTransform, ends: readonly Storage[]): Storage {
  return outputs === 2 && ends.every((end) => end === 'f16') ? 'f16' : 'f32';
}

/** Where a part of a 4×4 tile begins in it. */
function partAt({ outputs }: WinogradTransform, part: number): { y: number; x: number } {
  const across = TILE / outputs;
  return { y: outputs * Math.floor(part / across), x: outputs * (part % across) };
}

/** The buffer of components, for a kernel that reads or writes it. */
function componentsBinding(storage: Storage, access: 'read' | 'read-write') {
  return { name: 'components', type: storedVector(storage), access } as const;
}

/** WGSL: where an invocation's tile and channels are. */
function placeText({ parts }: WinogradTransform, groups: number): string {
  const times = parts === 1 ? '' : `${parts}u * `;
  return `let index = ${flatIndex(WORKGROUP)};
  let c = index % ${groups}u;
  let place = index / ${groups}u;
  if (place >= g.tiles) { return; }
  let tile = g.first + place;
  let at = ${times}place * ${groups}u + c;
  let step = ${times}g.pitch * ${groups}u;`;
}

/** WGSL: a component of a part, of the invocation's tile and channels. */
function componentText(part: number, groups: number, component: number): string {
  return `components[at + ${part * groups}u + ${component}u * step]`;
}

/** Tiles of the input to components: [components, pitch · parts, channels]. */
function winogradInput(
  transform: WinogradTransform,
  channels: number,
  source: ConvSource,
  storage: { readonly source: Storage; readonly components: Storage },
  windowed: boolean,
): Kernel {
  const { outputs, side, input, parts } = transform;
  const groups = channels / 4;
  const bindings = [...sourceBindings(source, storage.source), componentsBinding(storage.components, 'read-write')];
  const stored = storedVector(storage.components);
  // Column by column, so that few values are alive at a time.
  const partText = (part: number, column: number): string[] => {
    const { y, x } = partAt(transform, part);
    const j = column - x;
    if (j < 0 || j >= side) return [];
    const sums = input.map((terms, i) => `let t${part}_${i}${j} = ${combination(terms, (k) => `d${y + k}${column}`)};`);
    if (j < side - 1) return sums;
    const components = each(side, (i) =>
      input.map((terms, k) => {
        const value = combination(terms, (l) => `t${part}_${i}${l}`);
        return `${componentText(part, groups, i * side + k)} = ${stored}(${value});`;
      }),
    );
    return [...sums, ...components.flat()];
  };
  const columnText = (column: number) =>
    [
      ...each(TILE + 2, (row) => `let d${row}${column} = load(y + ${row}, x + ${column}, c);`),
      ...each(parts, (part) => partText(part, column)).flat(),
    ].join('\n  ');
  const code = /* wgsl */ `// Winograd F(${outputs}×${outputs}, 3×3), input: Bᵀ·d·B of each tile's ${side}×${side} neighbourhood, for four channels.
${headText(bindings)}
${geometryText(windowed)}
${bindingText(bindings, 'Geometry')}
${loadText(source, groups, windowed)}

@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  ${placeText(transform, groups)}
  let y = i32(tile / g.tilesAcross) * ${TILE} - 1;
  let x = i32(tile % g.tilesAcross) * ${TILE} - 1;
  ${each(TILE + 2, columnText).join('\n  ')}
}
`;
  return { label: 'winograd input', code, buffers: bindings.map(({ access }) => access), uniform: true };
}

/** Components [components, pitch · parts, channels] to tiles of the output, and what becomes of them. */
function winogradOutput(
  transform: WinogradTransform,
  channels: number,
  result: ConvResult,
  storage: { readonly result: Storage; readonly components: Storage },
  windowed: boolean,
): Kernel {
  const { outputs, side, output, parts } = transform;
  const groups = channels / 4;
  const bindings = [componentsBinding(storage.components, 'read'), ...resultBindings(result, storage.result)];
  const partText = (part: number) => {
    const { y, x } = partAt(transform, part);
    return [
      ...each(side, (j) => [
        ...each(side, (i) => `let m${part}_${i}${j} = vec4f(${componentText(part, groups, i * side + j)});`),
        ...output.map((terms, i) => `let t${part}_${i}${j} = ${combination(terms, (k) => `m${part}_${k}${j}`)};`),
      ]).flat(),
      ...each(outputs, (i) =>
        output.map((terms, j) => `let o${y + i}${x + j} = ${combination(terms, (k) => `t${part}_${i}${k}`)};`),
      ).flat(),
    ].join('\n  ');
  };
  const code = /* wgsl */ `// Winograd F(${outputs}×${outputs}, 3×3), output: Aᵀ·m·A of each tile, for four channels.
${headText(bindings)}
${geometryText(windowed)}
${bindingText(bindings, 'Geometry')}
${finishText(result, groups, storage.result, windowed)}

@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  ${placeText(transform, groups)}
  let row = tile / g.tilesAcross;
  let column = tile % g.tilesAcross;
  ${each(parts, partText).join('\n  ')}
  finish(row * 2u, column, c, ${each(8, (p) => `o${p >> 2}${p & 3}`).join(', ')});
  finish(row * 2u + 1u, column, c, ${each(8, (p) => `o${2 + (p >> 2)}${p & 3}`).join(', ')});
}
`;
  return { label: 'winograd output', code, buffers: bindings.map(({ access }) => access), uniform: true };
}

/** The three kernels of one convolution. */
export interface WinogradKernels {
  readonly transform: WinogradTransform;
  readonly input: Kernel;
  readonly product: Kernel;
  readonly output: Kernel;
}

/** @param tile of the matrix product; it must divide the channels */
export function winogradKernels(
  transform: WinogradTransform,
  { inputs, outputs, source, result, storage = F32, windowed = false }: ConvShape,
  tile: MatmulTile,
): WinogradKernels {
  const components = componentStorage(transform, [storage.source, storage.result]);
  return {
    transform,
    input: winogradInput(transform, inputs, source, { source: storage.source, components }, windowed),
    product: matmul({
      depth: inputs,
      columns: outputs,
      tile,
      rows: 'padded',
      result: 'store',
      storage: { source: components, filters: storage.filters, result: components },
    }),
    output: winogradOutput(transform, outputs, result, { result: storage.result, components }, windowed),
  };
}

/** Bytes of a scratch buffer for each 4×4 tile and channel. */
export function winogradTileBytes({ components, parts }: WinogradTransform, storage: Storage): number {
  return components * parts * valueBytes(storage);
}

/** Buffers of one convolution. */
export interface WinogradBuffers {
  readonly source: readonly BufferRange[];
  /** of `transformFilters` */
  readonly filters: BufferRange;
  readonly input: BufferRange;
  readonly output: BufferRange;
  readonly result: readonly BufferRange[];
}

/** One band of a convolution: three dispatches. */
export function winogradDispatches(
  kernels: WinogradKernels,
  { inputs, outputs }: Pick<ConvShape, 'inputs' | 'outputs'>,
  size: Size,
  band: Band,
  tile: MatmulTile,
  buffers: WinogradBuffers,
): Dispatch[] {
  const uniform = geometryUniform(size, band);
  const { parts, components } = kernels.transform;
  return [
    {
      kernel: kernels.input,
      buffers: [...buffers.source, buffers.input],
      uniform,
      grid: flatGrid((band.tiles * inputs) / 4, WORKGROUP),
    },
    {
      kernel: kernels.product,
      buffers: [buffers.input, buffers.filters, buffers.output],
      ...matmulGrid({ rows: parts * band.pitch, columns: outputs, batch: components, tile }),
    },
    {
      kernel: kernels.output,
      buffers: [buffers.output, ...buffers.result],
      uniform,
      grid: flatGrid((band.tiles * outputs) / 4, WORKGROUP),
    },
  ];
}
