import type { Size } from '../../../core/image.ts';
import type { Dispatch, Kernel } from '../../../gpu/kernel.ts';
import type { Pooling } from '../../objective-params.ts';
import { bindingText, headText, loadText, sourceBindings } from './conv-parts.ts';
import { flatGrid, flatIndex, GEOMETRY, geometryUniform, wholeBand } from './geometry.ts';
import { type Storage, storedVector } from './storage.ts';

const WORKGROUP = 64;

/** Gradient of pooling and ReLU, spread out over the map: needed where a loss taps the layer; elsewhere the convolution does it on reading. */
export function unpool(channels: number, pooling: Pooling, storage: Storage = 'f32'): Kernel {
  const stored = storedVector(storage);
  const groups = channels / 4;
  const source = { kind: 'unpool', pooling } as const;
  const bindings = [
    ...sourceBindings(source, storage),
    { name: 'output', type: stored, access: 'read-write' } as const,
  ];
  const code = /* wgsl */ `// Gradient of 2×2 pooling (${pooling}) and of the ReLU before it.
${headText(bindings)}
${GEOMETRY}
${bindingText(bindings, 'Geometry')}
${loadText(source, groups)}

@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let index = ${flatIndex(WORKGROUP)};
  let pixel = index / ${groups}u;
  if (pixel >= g.width * g.height) { return; }
  output[index] = ${stored}(load(i32(pixel / g.width), i32(pixel % g.width), index % ${groups}u));
}
`;
  return { label: 'unpool', code, buffers: bindings.map(({ access }) => access), uniform: true };
}

/** @param buffers pooled gradient, mask, gradient of the map */
export function unpoolDispatch(kernel: Kernel, size: Size, channels: number, buffers: readonly GPUBuffer[]): Dispatch {
  return {
    kernel,
    buffers,
    uniform: geometryUniform(size, wholeBand(size)),
    grid: flatGrid((size.width * size.height * channels) / 4, WORKGROUP),
  };
}
