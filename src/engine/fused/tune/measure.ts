import { pipelinesOf } from '../../../gpu/pipeline-cache.ts';
import { timeDispatches } from '../../../gpu/time-dispatches.ts';
import type { Storage } from '../kernels/storage.ts';
import type { ConvCase } from '../plan/strategy.ts';
import { tensorBytes } from '../plan/tensor.ts';
import { CAUTIOUS_FLOPS } from '../submit.ts';
import type { Candidate } from './candidates.ts';
import { measuredSteps } from './measured-steps.ts';

/** Runs of each candidate between two timestamps, of those that are fast. */
const REPEATS = 8;

/** A candidate of which one run takes so many times that of the fastest before it is not the fastest. */
const GIVE_UP = 2;

/**
 * Milliseconds of each candidate on this device, infinitely many of one that it cannot compile. Buffers are made for it and go again. The
 * device may be a slow one: it is handed no more work at once than while a picture is painted.
 * @param storage of the network's values
 * @throws Error where the device has no memory for them, or was lost meanwhile
 */
export async function measure(
  device: GPUDevice,
  conv: ConvCase,
  storage: Storage,
  list: readonly Candidate[],
): Promise<number[]> {
  const steps = measuredSteps(conv, storage, list, device.limits.maxStorageBufferBindingSize);
  const pipelines = pipelinesOf(device);
  const buffers = new Map<string, GPUBuffer>();
  const most = new Map<string, number>();
  for (const { tensors } of steps) {
    for (const tensor of tensors) most.set(tensor.name, Math.max(most.get(tensor.name) ?? 16, tensorBytes(tensor)));
  }
  if (Math.max(...most.values()) > device.limits.maxBufferSize) throw new Error('tuning: a map of no buffer’s size');
  device.pushErrorScope('out-of-memory');
  for (const [name, size] of most) {
    buffers.set(name, device.createBuffer({ label: `tuning: ${name}`, size, usage: GPUBufferUsage.STORAGE }));
  }
  try {
    if (await device.popErrorScope()) throw new Error('tuning: no memory on the GPU');
    const groups = steps.map((step, i) => ({
      name: list[i]!.name,
      flops: step.flops,
      dispatches: step.dispatches(({ name }) => buffers.get(name)!),
    }));
    // A driver that stumbles over one kernel must not cost the choice among the others.
    const compiled = await Promise.allSettled(
      groups.map(({ dispatches }) => Promise.all(dispatches.map(({ kernel }) => pipelines.get(kernel)))),
    );
    const running = groups.filter((_, i) => compiled[i]!.status === 'fulfilled');
    const times = await timeDispatches(device, running, {
      repeats: REPEATS,
      pipelines,
      submitFlops: CAUTIOUS_FLOPS,
      giveUp: GIVE_UP,
    });
    return groups.map(({ name }) => times.find((time) => time.name === name)?.ms ?? Number.POSITIVE_INFINITY);
  } finally {
    for (const buffer of buffers.values()) buffer.destroy();
  }
}
