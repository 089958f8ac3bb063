import type { Size } from '../../../core/image.ts';
import type { BufferRange, Dispatch, Kernel } from '../../../gpu/kernel.ts';
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
import { flatGrid, flatIndex, geometryText, geometryUniform, wholeBand } from './geometry.ts';
import { type ConvStorage, F32, storedVector } from './storage.ts';

/** A 3×3 convolution with zero padding 1, as a kernel. Channels are multiples of 4. */
export interface ConvShape {
  readonly inputs: number;
  readonly outputs: number;
  readonly source: ConvSource;
  readonly result: ConvResult;
  /** all f32 where absent */
  readonly storage?: ConvStorage;
  /** whether a dispatch makes a band of the map, and its bindings show windows; absent: no */
  readonly windowed?: boolean;
}

const WORKGROUP = 64;

/** Groups of four output channels that one invocation makes, on 4×2 pixels: as many as divide the outputs, at most two. */
function channelGroups(outputs: number): number {
  return (outputs / 4) % 2 === 0 ? 2 : 1;
}

/**
 * Direct convolution in registers, without barriers: one invocation makes 4×2 pixels × 8 channels (4 where they are not even). Neighbouring
 * invocations make neighbouring channels of the same pixels.
 */
export function directConv(shape: ConvShape): Kernel {
  const { inputs, outputs, source, result, storage = F32, windowed = false } = shape;
  const made = channelGroups(outputs);
  const [inGroups, outGroups] = [inputs / 4, outputs / 4];
  const bindings = [
    ...sourceBindings(source, storage.source),
    { name: 'weights', type: storedVector(storage.filters), access: 'read' } as const,
    ...resultBindings(result, storage.result),
  ];
  const accumulate = each(made, (o) =>
    [
      ...each(4, (i) => `let w${o}${i} = vec4f(weights[tap + ${i * outGroups + o}u]);`),
      ...each(8, (p) => `s${o}${p} += a${p}.x * w${o}0 + a${p}.y * w${o}1 + a${p}.z * w${o}2 + a${p}.w * w${o}3;`),
    ].join('\n      '),
  ).join('\n      ');
  const code = /* wgsl */ `// 3×3 convolution ${inputs} → ${outputs}, zero padding 1: 4×2 pixels × ${4 * made} channels in registers.
${headText(bindings)}
${geometryText(windowed)}
${bindingText(bindings, 'Geometry')}
${loadText(source, inGroups, windowed)}
${finishText(result, outGroups, storage.result, windowed)}

@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let index = ${flatIndex(WORKGROUP)};
  let c = (index % ${outGroups / made}u) * ${made}u;
  let block = index / ${outGroups / made}u;
  let column = block % g.tilesAcross;
  let row = block / g.tilesAcross${windowed ? ' + 2u * (g.first / g.tilesAcross)' : ''};
  if (${windowed ? 'block >= 2u * g.tiles' : 'row >= 2u * g.tilesDown'}) { return; }
  ${each(made, (o) => each(8, (p) => `var s${o}${p} = vec4f();`).join(' ')).join('\n  ')}
  for (var tap9 = 0u; tap9 < 9u; tap9++) {
    let y = i32(row) * 2 + i32(tap9 / 3u) - 1;
    let x = i32(column) * 4 + i32(tap9 % 3u) - 1;
    for (var k = 0u; k < ${inGroups}u; k++) {
      ${each(8, (p) => `let a${p} = load(y + ${p >> 2}, x + ${p & 3}, k);`).join('\n      ')}
      let tap = (tap9 * ${inputs}u + k * 4u) * ${outGroups}u + c;
      ${accumulate}
    }
  }
  ${each(made, (o) => `finish(row, column, c + ${o}u, ${each(8, (p) => `s${o}${p}`).join(', ')});`).join('\n  ')}
}
`;
  return { label: 'conv direct', code, buffers: bindings.map(({ access }) => access), uniform: true };
}

/**
 * One convolution of a map, or of a band of it where the kernel is windowed.
 * @param buffers source(s), weights [9·inputs, outputs] (HWIO), then those of the result, in order
 * @param band whole tile rows
 */
export function directConvDispatch(
  kernel: Kernel,
  size: Size,
  outputs: number,
  buffers: readonly BufferRange[],
  band = wholeBand(size),
): Dispatch {
  const items = 2 * band.tiles * (outputs / 4 / channelGroups(outputs));
  return { kernel, buffers, uniform: geometryUniform(size, band), grid: flatGrid(items, WORKGROUP) };
}
