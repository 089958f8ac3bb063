import type { Size } from '../../../core/image.ts';
import type { BufferRange, Dispatch, Kernel } from '../../../gpu/kernel.ts';
import type { Pooling } from '../../objective-params.ts';
import { bindingText, headText, loadText, sourceBindings } from './conv-parts.ts';
import { flatGrid, flatIndex, geometryText, geometryUniform, TILE, tilesOf, wholeBand } from './geometry.ts';
import { type Storage, storedVector } from './storage.ts';

const WORKGROUP = 64;

/**
 * Gradient of pooling and ReLU, spread out over the map: needed where a loss taps the layer; elsewhere the convolution does it on reading.
 * @param windowed whether a dispatch makes a band of the map, and its bindings show windows
 */
export function unpool(channels: number, pooling: Pooling, storage: Storage = 'f32', windowed = false): Kernel {
  const stored = storedVector(storage);
  const groups = channels / 4;
  const source = { kind: 'unpool', pooling } as const;
  const bindings = [
    ...sourceBindings(source, storage),
    { name: 'output', type: stored, access: 'read-write' } as const,
  ];
  const code = /* wgsl */ `// Gradient of 2×2 pooling (${pooling}) and of the ReLU before it.
${headText(bindings)}
${geometryText(windowed)}
${bindingText(bindings, 'Geometry')}
${loadText(source, groups, windowed)}

@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let index = ${flatIndex(WORKGROUP)}${windowed ? ` + g.first / g.tilesAcross * 4u * g.width * ${groups}u` : ''};
  let pixel = index / ${groups}u;
  if (pixel >= g.width * ${windowed ? 'min(g.height, (g.first + g.tiles) / g.tilesAcross * 4u)' : 'g.height'}) { return; }
  output[index${windowed ? ' - g.resultBase' : ''}] = ${stored}(load(i32(pixel / g.width), i32(pixel % g.width), index % ${groups}u));
}
`;
  return { label: 'unpool', code, buffers: bindings.map(({ access }) => access), uniform: true };
}

/** @param buffers pooled gradient, mask, gradient of the map @param band whole tile rows; all of them unless the kernel is windowed */
export function unpoolDispatch(
  kernel: Kernel,
  size: Size,
  channels: number,
  buffers: readonly BufferRange[],
  band = wholeBand(size),
): Dispatch {
  const rows = Math.min(size.height, (TILE * band.tiles) / tilesOf(size).across);
  return {
    kernel,
    buffers,
    uniform: geometryUniform(size, band),
    grid: flatGrid((size.width * rows * channels) / 4, WORKGROUP),
  };
}
