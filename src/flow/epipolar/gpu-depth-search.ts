import { createBufferPool } from '../../gpu/buffer-pool.ts';
import { readFloats } from '../../gpu/readback.ts';
import { createRunner } from '../../gpu/runner.ts';
import { type DepthSearch, type DepthSearchSettings, defaultSearch } from './depth-search.ts';
import { streetHypotheses } from './hypotheses.ts';
import { aggregate } from './kernels/aggregate.ts';
import { select } from './kernels/select.ts';
import { sweep } from './kernels/sweep.ts';

/**
 * Depth on the GPU: the same method as `createCpuDepthSearch`, equal to rounding. One list of dispatches from upload to result, one readback at its end;
 * buffers and pipelines are kept from search to search until `dispose`.
 * @param device handed in by the shell; not destroyed here
 */
export function createGpuDepthSearch(device: GPUDevice, settings: DepthSearchSettings = defaultSearch): DepthSearch {
  const runner = createRunner(device);
  const pool = createBufferPool(device);
  return {
    async search(reference, other, camera, signal) {
      signal?.throwIfAborted();
      const { width, height } = reference;
      const pixels = width * height;
      const { count: labels, planes } = streetHypotheses(camera, settings.counts);
      const size = { width, height, labels };
      const arena = pool.open('depth search');
      try {
        const buffers = await arena.take({
          reference: reference.reference.length,
          other: other.pyramid.length,
          planes: planes.length,
          cost: (pixels * labels) / 4,
          sum: (pixels * labels) / 2,
          depth: pixels,
        });
        for (const [name, values] of [
          ['reference', reference.reference],
          ['other', other.pyramid],
          ['planes', planes],
        ] as const) {
          device.queue.writeBuffer(buffers[name], 0, values as Float32Array<ArrayBuffer>);
        }
        const { levels } = other;
        await runner.run(
          [
            sweep({ ...size, ...buffers, levels, camera }),
            ...aggregate({ ...size, ...buffers, penalties: settings.penalties }),
            select({ ...size, ...buffers, focal: camera.focal }),
          ],
          signal,
        );
        return await readFloats(device, buffers.depth, pixels);
      } finally {
        arena.close();
      }
    },
    dispose() {
      pool.dispose();
    },
  };
}
