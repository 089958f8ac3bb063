import type { Dispatch } from './kernel.ts';
import { createPipelineCache, type PipelineCache } from './pipeline-cache.ts';
import { record } from './recording.ts';

/** Runs lists of dispatches on one device. */
export interface Runner {
  readonly device: GPUDevice;
  readonly pipelines: PipelineCache;
  /**
   * Compiles what is missing, then encodes and submits the list in order: each dispatch sees what earlier ones wrote.
   * Resolves when the device has finished the list.
   * @throws the signal's reason when aborted; what was submitted before still runs to its end
   */
  run(dispatches: readonly Dispatch[], signal?: AbortSignal): Promise<void>;
}

/**
 * Dispatches of one submit. Flow sweeps take tens of microseconds each on a weak GPU, so that a submit stays far below
 * the two seconds after which Windows resets a driver, and an abort is noticed soon.
 */
const DISPATCHES_PER_SUBMIT = 512;
/** Submits that may wait on the device before the host pauses: bounds what an abort leaves behind. */
const SUBMITS_IN_FLIGHT = 2;

/** A runner with its own pipeline cache. */
export function createRunner(device: GPUDevice): Runner {
  const pipelines = createPipelineCache(device);
  return {
    device,
    pipelines,
    async run(dispatches, signal) {
      signal?.throwIfAborted();
      const recording = await record(device, pipelines, dispatches, signal);
      try {
        const flights: Promise<undefined>[] = [];
        for (let start = 0; start < dispatches.length; start += DISPATCHES_PER_SUBMIT) {
          const encoder = device.createCommandEncoder();
          const pass = encoder.beginComputePass();
          recording.encode(pass, start, Math.min(start + DISPATCHES_PER_SUBMIT, dispatches.length));
          pass.end();
          device.queue.submit([encoder.finish()]);
          flights.push(device.queue.onSubmittedWorkDone());
          if (flights.length >= SUBMITS_IN_FLIGHT) await flights.shift();
          signal?.throwIfAborted();
        }
        await Promise.all(flights);
      } finally {
        recording.dispose();
      }
    },
  };
}
