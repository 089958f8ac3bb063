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
import { type Band, flatGrid, flatIndex, geometryText, geometryUniform } from './geometry.ts';
import { matmul, matmulGrid } from './matmul.ts';
import type { MatmulTile } from './matmul-parts.ts';
import { F32, type Storage } from './storage.ts';

/**
 * Winograd's minimal filtering F(4×4, 3×3) (Lavin and Gray 2015, section 4.3): a tile of 4×4 outputs takes 36 products for each pair of
 * channels instead of 144. The tile is transformed, multiplied component by component as 36 matrix products, and transformed back.
 */

/** Components of a transformed tile: 6×6. */
export const COMPONENTS = 36;
const SIDE = 6;

/** Bᵀ of F(4, 3) as sums: row → terms (factor, index). */
const INPUT: readonly (readonly [number, number][])[] = [
  [
    [4, 0],
    [-5, 2],
    [1, 4],
  ],
  [
    [-4, 1],
    [-4, 2],
    [1, 3],
    [1, 4],
  ],
  [
    [4, 1],
    [-4, 2],
    [-1, 3],
    [1, 4],
  ],
  [
    [-2, 1],
    [-1, 2],
    [2, 3],
    [1, 4],
  ],
  [
    [2, 1],
    [-1, 2],
    [-2, 3],
    [1, 4],
  ],
  [
    [4, 1],
    [-5, 3],
    [1, 5],
  ],
];

/** Aᵀ of F(4, 3). */
const OUTPUT: readonly (readonly [number, number][])[] = [
  [
    [1, 0],
    [1, 1],
    [1, 2],
    [1, 3],
    [1, 4],
  ],
  [
    [1, 1],
    [-1, 2],
    [2, 3],
    [-2, 4],
  ],
  [
    [1, 1],
    [1, 2],
    [4, 3],
    [4, 4],
  ],
  [
    [1, 1],
    [-1, 2],
    [8, 3],
    [-8, 4],
    [1, 5],
  ],
];

/** G of F(4, 3). */
export const FILTER = [
  [1 / 4, 0, 0],
  [-1 / 6, -1 / 6, -1 / 6],
  [-1 / 6, 1 / 6, -1 / 6],
  [1 / 24, 1 / 12, 1 / 6],
  [1 / 24, -1 / 12, 1 / 6],
  [0, 0, 1],
] as const;

const each = <T>(n: number, make: (i: number) => T) => Array.from({ length: n }, (_, i) => make(i));

function combination(terms: readonly (readonly [number, number])[], name: (i: number) => string): string {
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
 * @returns [36, inputs, outputs]
 */
export function transformFilters(kernel: Float32Array, inputs: number, outputs: number): Float32Array {
  const plane = inputs * outputs;
  const result = new Float32Array(COMPONENTS * plane);
  for (let i = 0; i < SIDE; i++) {
    for (let j = 0; j < SIDE; j++) {
      const target = result.subarray((i * SIDE + j) * plane, (i * SIDE + j + 1) * plane);
      for (let ky = 0; ky < 3; ky++) {
        for (let kx = 0; kx < 3; kx++) {
          const factor = FILTER[i]![ky]! * FILTER[j]![kx]!;
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

/** Tiles of the input to components: [36, pitch, channels], in f32 whatever the source is: half precision is not enough for them. */
function winogradInput(channels: number, source: ConvSource, storage: Storage, windowed: boolean): Kernel {
  const groups = channels / 4;
  const bindings = [
    ...sourceBindings(source, storage),
    { name: 'components', type: 'vec4f', access: 'read-write' } as const,
  ];
  const code = /* wgsl */ `// Winograd F(4×4, 3×3), input: Bᵀ·d·B of each tile's 6×6 neighbourhood, for four channels.
${headText(bindings)}
${geometryText(windowed)}
${bindingText(bindings, 'Geometry')}
${loadText(source, groups, windowed)}

@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let index = ${flatIndex(WORKGROUP)};
  let c = index % ${groups}u;
  let place = index / ${groups}u;
  if (place >= g.tiles) { return; }
  let tile = g.first + place;
  let y = i32(tile / g.tilesAcross) * 4 - 1;
  let x = i32(tile % g.tilesAcross) * 4 - 1;
  ${each(SIDE, (j) =>
    [
      ...each(SIDE, (i) => `let d${i}${j} = load(y + ${i}, x + ${j}, c);`),
      ...INPUT.map((terms, i) => `let t${i}${j} = ${combination(terms, (k) => `d${k}${j}`)};`),
    ].join('\n  '),
  ).join('\n  ')}
  let at = place * ${groups}u + c;
  let step = g.pitch * ${groups}u;
  ${each(SIDE, (i) => INPUT.map((terms, j) => `components[at + ${i * SIDE + j}u * step] = ${combination(terms, (k) => `t${i}${k}`)};`).join('\n  ')).join('\n  ')}
}
`;
  return { label: 'winograd input', code, buffers: bindings.map(({ access }) => access), uniform: true };
}

/** Components [36, pitch, channels] to tiles of the output, and what becomes of them. */
function winogradOutput(channels: number, result: ConvResult, storage: Storage, windowed: boolean): Kernel {
  const groups = channels / 4;
  const bindings = [{ name: 'components', type: 'vec4f', access: 'read' } as const, ...resultBindings(result, storage)];
  const code = /* wgsl */ `// Winograd F(4×4, 3×3), output: Aᵀ·m·A of each tile, for four channels.
${headText(bindings)}
${geometryText(windowed)}
${bindingText(bindings, 'Geometry')}
${finishText(result, groups, storage, windowed)}

@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let index = ${flatIndex(WORKGROUP)};
  let c = index % ${groups}u;
  let place = index / ${groups}u;
  if (place >= g.tiles) { return; }
  let tile = g.first + place;
  let row = tile / g.tilesAcross;
  let column = tile % g.tilesAcross;
  let at = place * ${groups}u + c;
  let step = g.pitch * ${groups}u;
  ${each(SIDE, (j) =>
    [
      ...each(SIDE, (i) => `let m${i}${j} = components[at + ${i * SIDE + j}u * step];`),
      ...OUTPUT.map((terms, i) => `let t${i}${j} = ${combination(terms, (k) => `m${k}${j}`)};`),
    ].join('\n  '),
  ).join('\n  ')}
  ${each(4, (i) => OUTPUT.map((terms, j) => `let o${i}${j} = ${combination(terms, (k) => `t${i}${k}`)};`).join('\n  ')).join('\n  ')}
  finish(row * 2u, column, c, ${each(8, (p) => `o${p >> 2}${p & 3}`).join(', ')});
  finish(row * 2u + 1u, column, c, ${each(8, (p) => `o${2 + (p >> 2)}${p & 3}`).join(', ')});
}
`;
  return { label: 'winograd output', code, buffers: bindings.map(({ access }) => access), uniform: true };
}

/** The three kernels of one convolution. */
export interface WinogradKernels {
  readonly input: Kernel;
  readonly product: Kernel;
  readonly output: Kernel;
}

/** @param tile of the matrix product; it must divide the channels */
export function winogradKernels(
  { inputs, outputs, source, result, storage = F32, windowed = false }: ConvShape,
  tile: MatmulTile,
): WinogradKernels {
  return {
    input: winogradInput(inputs, source, storage.source, windowed),
    product: matmul({
      depth: inputs,
      columns: outputs,
      tile,
      rows: 'padded',
      result: 'store',
      storage: { ...F32, filters: storage.filters },
    }),
    output: winogradOutput(outputs, result, storage.result, windowed),
  };
}

/** Scratch buffers of a band, in floats. */
export function winogradScratch(
  shape: Pick<ConvShape, 'inputs' | 'outputs'>,
  band: Band,
): { input: number; output: number } {
  return { input: COMPONENTS * band.pitch * shape.inputs, output: COMPONENTS * band.pitch * shape.outputs };
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
      ...matmulGrid({ rows: band.pitch, columns: outputs, batch: COMPONENTS, tile }),
    },
    {
      kernel: kernels.output,
      buffers: [buffers.output, ...buffers.result],
      uniform,
      grid: flatGrid((band.tiles * outputs) / 4, WORKGROUP),
    },
  ];
}
