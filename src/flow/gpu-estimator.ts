import { createBufferPool } from '../gpu/buffer-pool.ts';
import type { Dispatch } from '../gpu/kernel.ts';
import { blur } from '../gpu/kernels/blur.ts';
import { resize } from '../gpu/kernels/resize.ts';
import { readFloats } from '../gpu/readback.ts';
import { createRunner } from '../gpu/runner.ts';
import { bufferFloats, coarseToFine, type FlowStages, pyramid } from './coarse-to-fine.ts';
import type { FlowEstimator } from './estimator.ts';
import { packPair, packStart, toFlowPair } from './image-pair.ts';
import { assemble } from './kernels/assemble.ts';
import { choose } from './kernels/choose.ts';
import { confirm } from './kernels/confirm.ts';
import { curvature } from './kernels/curvature.ts';
import { diffusivity } from './kernels/diffusivity.ts';
import { linearise } from './kernels/linearise.ts';
import { median } from './kernels/median.ts';
import { mismatch } from './kernels/mismatch.ts';
import { relax } from './kernels/relax.ts';
import { seek } from './kernels/seek.ts';
import { slope } from './kernels/slope.ts';
import { weightedMedian } from './kernels/weighted-median.ts';
import type { ReliabilityParams } from './reliability.ts';
import { defaultSolver } from './solver-settings.ts';

/**
 * Flow on the GPU. One list of dispatches from upload to result, one readback at its end; buffers and pipelines are kept
 * from pair to pair until `dispose`.
 * @param device handed in by the shell; not destroyed here
 */
export function createGpuFlowEstimator(device: GPUDevice, params: ReliabilityParams): FlowEstimator {
  const runner = createRunner(device);
  const pool = createBufferPool(device);
  return {
    async estimate(a, b, { signal, starts = [] } = {}) {
      signal?.throwIfAborted();
      const pair = packPair(a, b);
      const levels = pyramid(a, defaultSolver);
      const coarsest = levels.at(-1)!;
      const arena = pool.open('optical flow');
      try {
        const sizes = starts.map(({ forward }) => forward);
        const buffers = await arena.take(bufferFloats(levels, sizes, defaultSolver));
        device.queue.writeBuffer(buffers.image0!, 0, pair as Float32Array<ArrayBuffer>);
        device.queue.writeBuffer(buffers.origin, 0, new Float32Array(4 * coarsest.width * coarsest.height));
        for (const [i, start] of starts.entries()) {
          device.queue.writeBuffer(buffers[`start${i}`]!, 0, packStart(start) as Float32Array<ArrayBuffer>);
        }
        const { stages, dispatches } = record();
        const work = coarseToFine(stages, buffers, levels, sizes, defaultSolver);
        let step = work.next();
        while (!step.done) step = work.next();
        await runner.run(dispatches, signal);
        return toFlowPair(await readFloats(device, step.value, 4 * a.width * a.height), a, params);
      } finally {
        arena.close();
      }
    },
    dispose() {
      pool.dispose();
    },
  };
}

/** Stages that write down what to dispatch. */
function record(): { stages: FlowStages<GPUBuffer>; dispatches: Dispatch[] } {
  const dispatches: Dispatch[] = [];
  const stages: FlowStages<GPUBuffer> = {
    blur: (args) => dispatches.push(...blur(args)),
    resize: (args) => dispatches.push(resize(args)),
    slope: (args) => dispatches.push(slope(args)),
    curvature: (args) => dispatches.push(curvature(args)),
    linearise: (args) => dispatches.push(linearise(args)),
    diffusivity: (args) => dispatches.push(diffusivity(args)),
    assemble: (args) => dispatches.push(assemble(args)),
    relax: (args) => dispatches.push(...relax(args)),
    median: (args) => dispatches.push(median(args)),
    weightedMedian: (args) => dispatches.push(weightedMedian(args)),
    seek: (args) => dispatches.push(seek(args)),
    confirm: (args) => dispatches.push(confirm(args)),
    mismatch: (args) => dispatches.push(mismatch(args)),
    choose: (args) => dispatches.push(choose(args)),
  };
  return { stages, dispatches };
}
