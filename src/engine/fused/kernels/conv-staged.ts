import type { Size } from '../../../core/image.ts';
import { type BufferRange, type Dispatch, groups, type Kernel } from '../../../gpu/kernel.ts';
import type { ConvShape } from './conv-direct.ts';
import { bindingText, finishText, headText, loadText, resultBindings, sourceBindings } from './conv-parts.ts';
import { each } from './each.ts';
import { geometryText, geometryUniform, tilesOf, wholeBand } from './geometry.ts';
import { F32, storedVector } from './storage.ts';

/** How the work is cut: an invocation makes a block of 4×2 pixels × `made` groups of four channels. */
interface Cut {
  readonly made: number;
  /** invocations of a workgroup side by side over the channels of one block */
  readonly lanes: number;
  /** blocks of a workgroup */
  readonly across: number;
  readonly down: number;
}

/** Many channels: 32 of them on 16×16 pixels. Fewer: 32×16 pixels, whose patch stays within the 16 KiB that every device has. */
function cutOf(outputs: number): Cut {
  const outGroups = outputs / 4;
  const made = outGroups % 2 === 0 ? 2 : 1;
  const lanes = [4, 2].find((n) => (outGroups / made) % n === 0) ?? 1;
  return { made, lanes, across: lanes === 4 ? 4 : 8, down: 8 };
}

/**
 * Direct convolution staged in workgroup memory: for four input channels at a time, the patch of the input with its border of one pixel and the
 * filters are loaded once for all of a workgroup. For layers whose channels are too few, or maps too small, for Winograd's transforms to pay.
 */
export function stagedConv(shape: ConvShape): Kernel {
  const { inputs, outputs, source, result, storage = F32, windowed = false } = shape;
  const { made, lanes, across, down } = cutOf(outputs);
  const [inGroups, outGroups] = [inputs / 4, outputs / 4];
  const threads = across * down * lanes;
  const wide = lanes * made;
  const pitch = 4 * across + 2;
  const patch = pitch * (2 * down + 2);
  const filters = 9 * 4 * wide;
  const [patchLoads, filterLoads] = [Math.ceil(patch / threads), Math.ceil(filters / threads)];
  const bindings = [
    ...sourceBindings(source, storage.source),
    { name: 'weights', type: storedVector(storage.filters), access: 'read' } as const,
    ...resultBindings(result, storage.result),
  ];
  const accumulate = each(made, (o) =>
    [
      ...each(4, (i) => `let w${o}${i} = filters[tap + ${i * wide + o * lanes}u];`),
      ...each(8, (p) => `s${o}${p} += a${p}.x * w${o}0 + a${p}.y * w${o}1 + a${p}.z * w${o}2 + a${p}.w * w${o}3;`),
    ].join('\n      '),
  ).join('\n      ');
  const code = /* wgsl */ `// 3×3 convolution ${inputs} → ${outputs}, zero padding 1, staged: ${4 * across}×${2 * down} pixels × ${4 * wide} channels a workgroup.
${headText(bindings)}
${geometryText(windowed)}
${bindingText(bindings, 'Geometry')}
${loadText(source, inGroups, windowed)}
${finishText(result, outGroups, storage.result, windowed)}

// Rounded up to what all invocations load together: nothing need be guarded.
var<workgroup> window: array<vec4f, ${patchLoads * threads}>;
var<workgroup> filters: array<vec4f, ${filterLoads * threads}>;

@compute @workgroup_size(${threads})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let lane = thread % ${lanes}u;
  let block = thread / ${lanes}u;
  let blockColumn = block % ${across}u;
  let blockRow = block / ${across}u;
  let originX = i32(group.x * ${4 * across}u) - 1;
  let before = 2u * (g.first / g.tilesAcross);
  let originY = i32(2u * before + group.y * ${2 * down}u) - 1;
  let first = group.z * ${wide}u;
  ${each(made, (o) => each(8, (p) => `var s${o}${p} = vec4f();`).join(' ')).join('\n  ')}
  for (var k = 0u; k < ${inGroups}u; k++) {
    for (var i = 0u; i < ${patchLoads}u; i++) {
      let place = thread + i * ${threads}u;
      window[place] = load(originY + i32(place / ${pitch}u), originX + i32(place % ${pitch}u), k);
    }
    for (var i = 0u; i < ${filterLoads}u; i++) {
      let place = min(thread + i * ${threads}u, ${filters - 1}u);
      let input = (place / ${wide}u) % 4u;
      let tap = place / ${4 * wide}u;
      filters[thread + i * ${threads}u] = vec4f(weights[(tap * ${inputs}u + k * 4u + input) * ${outGroups}u + first + place % ${wide}u]);
    }
    workgroupBarrier();
    for (var tap9 = 0u; tap9 < 9u; tap9++) {
      let at = (blockRow * 2u + tap9 / 3u) * ${pitch}u + blockColumn * 4u + tap9 % 3u;
      let tap = tap9 * ${4 * wide}u + lane;
      ${each(8, (p) => `let a${p} = window[at + ${(p >> 2) * pitch + (p & 3)}u];`).join('\n      ')}
      ${accumulate}
    }
    workgroupBarrier();
  }
  let column = group.x * ${across}u + blockColumn;
  let rowOfBand = group.y * ${down}u + blockRow;
  if (column < g.tilesAcross && rowOfBand * g.tilesAcross < 2u * g.tiles) {
    ${each(made, (o) => `finish(before + rowOfBand, column, first + lane + ${o * lanes}u, ${each(8, (p) => `s${o}${p}`).join(', ')});`).join('\n    ')}
  }
}
`;
  return { label: 'conv staged', code, buffers: bindings.map(({ access }) => access), uniform: true };
}

/**
 * One convolution of a map, or of a band of it.
 * @param buffers source(s), weights [9·inputs, outputs] (HWIO), then those of the result, in order
 * @param band whole rows of tiles
 */
export function stagedConvDispatch(
  kernel: Kernel,
  size: Size,
  outputs: number,
  buffers: readonly BufferRange[],
  band = wholeBand(size),
): Dispatch {
  const { made, lanes, across, down } = cutOf(outputs);
  const blockRows = (2 * band.tiles) / tilesOf(size).across;
  return {
    kernel,
    buffers,
    uniform: geometryUniform(size, band),
    grid: [groups(size.width, 4 * across), groups(blockRows, down), outputs / (4 * made * lanes)],
  };
}
