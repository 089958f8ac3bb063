import { blurCpu } from '../gpu/kernels/blur.cpu.ts';
import { resizeCpu } from '../gpu/kernels/resize.cpu.ts';
import { bufferFloats, coarseToFine, type FlowStages, pyramid } from './coarse-to-fine.ts';
import type { FlowEstimator } from './estimator.ts';
import { packPair, packStart, toFlowPair } from './image-pair.ts';
import { assembleCpu } from './kernels/assemble.cpu.ts';
import { chooseCpu } from './kernels/choose.cpu.ts';
import { confirmCpu } from './kernels/confirm.cpu.ts';
import { curvatureCpu } from './kernels/curvature.cpu.ts';
import { diffusivityCpu } from './kernels/diffusivity.cpu.ts';
import { lineariseCpu } from './kernels/linearise.cpu.ts';
import { medianCpu } from './kernels/median.cpu.ts';
import { mismatchCpu } from './kernels/mismatch.cpu.ts';
import { relaxCpu } from './kernels/relax.cpu.ts';
import { seekCpu } from './kernels/seek.cpu.ts';
import { slopeCpu } from './kernels/slope.cpu.ts';
import { weightedMedianCpu } from './kernels/weighted-median.cpu.ts';
import type { ReliabilityParams } from './reliability.ts';
import { defaultSolver } from './solver-settings.ts';

const stages: FlowStages<Float32Array> = {
  blur: blurCpu,
  resize: resizeCpu,
  slope: slopeCpu,
  curvature: curvatureCpu,
  linearise: lineariseCpu,
  diffusivity: diffusivityCpu,
  assemble: assembleCpu,
  relax: relaxCpu,
  median: medianCpu,
  weightedMedian: weightedMedianCpu,
  seek: seekCpu,
  confirm: confirmCpu,
  mismatch: mismatchCpu,
  choose: chooseCpu,
};

/** Longest stretch of work between two looks at the event loop and the signal, milliseconds. */
const PATIENCE = 30;

/** Flow on the CPU, for machines without a GPU: the same method as `createGpuFlowEstimator`, equal to rounding. */
export function createCpuFlowEstimator(params: ReliabilityParams): FlowEstimator {
  return {
    async estimate(a, b, { signal, starts = [] } = {}) {
      signal?.throwIfAborted();
      const pair = packPair(a, b);
      const levels = pyramid(a, defaultSolver);
      const sizes = starts.map(({ forward }) => forward);
      const lengths = Object.entries(bufferFloats(levels, sizes, defaultSolver));
      const buffers = Object.fromEntries(lengths.map(([name, floats]) => [name, new Float32Array(floats)])) as Record<
        keyof ReturnType<typeof bufferFloats>,
        Float32Array
      >;
      buffers.image0!.set(pair);
      for (const [i, start] of starts.entries()) buffers[`start${i}`]!.set(packStart(start));
      const work = coarseToFine(stages, buffers, levels, sizes, defaultSolver);
      let rested = performance.now();
      for (;;) {
        const step = work.next();
        if (step.done) return toFlowPair(step.value, a, params);
        if (performance.now() - rested > PATIENCE) {
          await new Promise((resolve) => setTimeout(resolve, 0));
          signal?.throwIfAborted();
          rested = performance.now();
        }
      }
    },
    dispose() {},
  };
}
