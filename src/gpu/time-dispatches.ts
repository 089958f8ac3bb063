import type { Dispatch } from './kernel.ts';
import { createPipelineCache, type PipelineCache } from './pipeline-cache.ts';
import { record } from './recording.ts';

/** Dispatches that are timed together, as one layer or one variant of a kernel. */
export interface DispatchGroup {
  readonly name: string;
  readonly dispatches: readonly Dispatch[];
  /** floating-point operations of the group */
  readonly flops?: number;
  /** bytes that it must read and write */
  readonly bytes?: number;
}

/** What a group took. */
export interface GroupTime extends Omit<DispatchGroup, 'dispatches'> {
  /** of one run through the group */
  readonly ms: number;
  /** the device's own clock, or the host's, which holds the way there and back too */
  readonly clock: 'device' | 'host';
}

/** Passes of each group; the middle one counts. */
const PASSES = 3;

/**
 * Times groups of dispatches, each by itself: one compute pass runs through the group `repeats` times, between two timestamps. Browsers
 * round timestamps to a tenth of a millisecond, so that it takes 20 repeats or more for a fast kernel. Dispatches see what earlier ones wrote;
 * what is timed must not depend on that.
 * @param pipelines of the device, where they are compiled already
 */
export async function timeDispatches(
  device: GPUDevice,
  groups: readonly DispatchGroup[],
  repeats: number,
  pipelines: PipelineCache = createPipelineCache(device),
): Promise<GroupTime[]> {
  const recording = await record(
    device,
    pipelines,
    groups.flatMap(({ dispatches }) => dispatches),
  );
  const clock = device.features.has('timestamp-query') ? createPassClock(device) : undefined;
  try {
    /** @returns milliseconds of the pass */
    const time = async (from: number, to: number, times: number): Promise<{ ms: number; by: GroupTime['clock'] }> => {
      const encoder = device.createCommandEncoder();
      const pass = encoder.beginComputePass(clock?.descriptor);
      for (let i = 0; i < times; i++) recording.encode(pass, from, to);
      pass.end();
      clock?.resolve(encoder);
      const began = performance.now();
      device.queue.submit([encoder.finish()]);
      await device.queue.onSubmittedWorkDone();
      const waited = performance.now() - began;
      const ticked = await clock?.read();
      // Timestamps may run backwards, or stand still within what they are rounded to.
      return ticked !== undefined && ticked > 0 ? { ms: ticked, by: 'device' } : { ms: waited, by: 'host' };
    };
    // A card that idled runs slowly at first: the first groups would pay for it.
    await time(0, recording.length, repeats);
    const found: GroupTime[] = [];
    let from = 0;
    for (const { dispatches, ...group } of groups) {
      const to = from + dispatches.length;
      await time(from, to, 1);
      const passes = [];
      for (let i = 0; i < PASSES; i++) passes.push(await time(from, to, repeats));
      const { ms, by } = passes.sort((a, b) => a.ms - b.ms)[PASSES >> 1]!;
      found.push({ ...group, ms: ms / repeats, clock: by });
      from = to;
    }
    return found;
  } finally {
    recording.dispose();
    clock?.dispose();
  }
}

/** Two timestamps around a pass. */
interface PassClock {
  readonly descriptor: GPUComputePassDescriptor;
  resolve(encoder: GPUCommandEncoder): void;
  /** milliseconds between the two, once the pass is done */
  read(): Promise<number>;
  dispose(): void;
}

function createPassClock(device: GPUDevice): PassClock {
  const bytes = 16;
  const querySet = device.createQuerySet({ type: 'timestamp', count: 2 });
  const resolved = device.createBuffer({
    label: 'timestamps',
    size: bytes,
    usage: GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC,
  });
  const staging = device.createBuffer({
    label: 'timestamps, read back',
    size: bytes,
    usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
  });
  return {
    descriptor: { timestampWrites: { querySet, beginningOfPassWriteIndex: 0, endOfPassWriteIndex: 1 } },
    resolve(encoder) {
      encoder.resolveQuerySet(querySet, 0, 2, resolved, 0);
      encoder.copyBufferToBuffer(resolved, 0, staging, 0, bytes);
    },
    async read() {
      await staging.mapAsync(GPUMapMode.READ);
      const [begin, end] = new BigInt64Array(staging.getMappedRange().slice(0));
      staging.unmap();
      return Number(end! - begin!) / 1e6;
    },
    dispose() {
      querySet.destroy();
      resolved.destroy();
      staging.destroy();
    },
  };
}
