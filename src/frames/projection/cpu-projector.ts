import { viewGeometry } from './geometry.ts';
import { perspectiveCpu } from './perspective.cpu.ts';
import type { Projector } from './projector.ts';

/** Views on the processor: for machines without a GPU. */
export function createCpuProjector(): Projector {
  return {
    async project(panorama, layout, view, signal) {
      signal?.throwIfAborted();
      const target = new Uint8ClampedArray(view.width * view.height * 4);
      perspectiveCpu({ panorama: panorama.data, target, geometry: viewGeometry(panorama, layout, view) });
      return { width: view.width, height: view.height, data: target };
    },
    dispose() {},
  };
}
