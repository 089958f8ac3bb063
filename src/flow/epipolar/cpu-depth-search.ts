import { type DepthSearch, type DepthSearchSettings, defaultSearch } from './depth-search.ts';
import { streetHypotheses } from './hypotheses.ts';
import { aggregateCpu } from './kernels/aggregate.cpu.ts';
import { selectCpu } from './kernels/select.cpu.ts';
import { sweepCpu } from './kernels/sweep.cpu.ts';

/** Depth on the CPU, for machines without a GPU: the same method as `createGpuDepthSearch`, equal to rounding. */
export function createCpuDepthSearch(settings: DepthSearchSettings = defaultSearch): DepthSearch {
  return {
    async search(reference, other, camera, signal) {
      const { width, height } = reference;
      const { count: labels, planes } = streetHypotheses(camera, settings.counts);
      const size = { width, height, labels };
      const cost = new Uint8Array(width * height * labels);
      const { penalties } = settings;
      signal?.throwIfAborted();
      sweepCpu({
        ...size,
        reference: reference.reference,
        other: other.pyramid,
        levels: other.levels,
        camera,
        planes,
        cost,
      });
      await rest(signal);
      const sum = new Uint16Array(cost.length);
      aggregateCpu({ ...size, reference: reference.reference, cost, sum, penalties });
      await rest(signal);
      const depth = new Float32Array(width * height);
      selectCpu({ ...size, focal: camera.focal, planes, sum, depth });
      return depth;
    },
    dispose() {},
  };
}

/** Lets others run. */
async function rest(signal: AbortSignal | undefined): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 0));
  signal?.throwIfAborted();
}
