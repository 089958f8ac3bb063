import { type Dispatch, groups, type Kernel, packUniform } from '../../gpu/kernel.ts';
import type { ViewGeometry } from './geometry.ts';
import code from './perspective.wgsl?raw';

export interface PerspectiveArgs<Buffer> {
  /** RGBA, 8 bits each, row by row */
  readonly panorama: Buffer;
  /** the view, in the same form */
  readonly target: Buffer;
  readonly geometry: ViewGeometry;
}

const kernel: Kernel = { label: 'perspective', code, buffers: ['read', 'read-write'], uniform: true };

/** Cuts a perspective view out of an equirectangular panorama. */
export function perspective({ panorama, target, geometry }: PerspectiveArgs<GPUBuffer>): Dispatch {
  const { size, axes, left, top, across, downwards, focal, rays, spread, columns, wraps } = geometry;
  return {
    kernel,
    buffers: [panorama, target],
    uniform: packUniform(
      ...axes.flat().map((f32) => ({ f32 })),
      ...[focal, left, top, across, downwards, spread, columns].map((f32) => ({ f32 })),
      ...[size.width, size.height, geometry.panorama.width, geometry.panorama.height, rays, wraps ? 1 : 0].map(
        (u32) => ({ u32 }),
      ),
    ),
    grid: [groups(size.width, 8), groups(size.height, 8), 1],
  };
}
