import { createBufferPool } from '../../gpu/buffer-pool.ts';
import { readFloats } from '../../gpu/readback.ts';
import { createRunner } from '../../gpu/runner.ts';
import { viewGeometry } from './geometry.ts';
import { perspective } from './perspective.ts';
import type { Projector } from './projector.ts';

/**
 * Views on the GPU, within one level (of 255) of the processor's.
 * @param device handed in by the shell; not destroyed here
 */
export function createGpuProjector(device: GPUDevice): Projector {
  const runner = createRunner(device);
  const pool = createBufferPool(device);
  return {
    async project(panorama, layout, view, signal) {
      signal?.throwIfAborted();
      const { width, height } = view;
      const arena = pool.open('panorama');
      try {
        // One pixel is four bytes, as a float is.
        const buffers = await arena.take({ panorama: panorama.width * panorama.height, target: width * height });
        device.queue.writeBuffer(buffers.panorama, 0, panorama.data as Uint8ClampedArray<ArrayBuffer>);
        await runner.run([perspective({ ...buffers, geometry: viewGeometry(panorama, layout, view) })], signal);
        const pixels = await readFloats(device, buffers.target, width * height);
        return { width, height, data: new Uint8ClampedArray(pixels.buffer) };
      } finally {
        arena.close();
      }
    },
    dispose: () => pool.dispose(),
  };
}
