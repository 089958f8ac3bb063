import type { Dispatch } from './kernel.ts';
import { createPassClock } from './pass-clock.ts';
import { createPipelineCache, type PipelineCache } from './pipeline-cache.ts';
import { readFloats } from './readback.ts';
import { type Recording, record } from './recording.ts';

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

/** How groups are timed. */
export interface Timing {
  /** runs through a group between two timestamps, where they take no longer than `PASS_MS` */
  readonly repeats: number;
  /** of the device, where they are compiled already */
  readonly pipelines?: PipelineCache;
  /** FLOPs of one submit while it is not known how long a group takes, and where one run of it is long */
  readonly submitFlops?: number;
  /** Only the fastest is wanted: a group of which one run takes longer than this many runs of the fastest before it is timed no further. */
  readonly giveUp?: number;
  /** the host's clock, in milliseconds; `performance.now` where none is given */
  readonly now?: () => number;
}

/** Passes of each group; the middle one counts. */
const PASSES = 3;
/** Milliseconds of a pass of several runs: the page draws between passes, and no watchdog (two seconds on Windows) is woken. */
const PASS_MS = 50;
/** Milliseconds of work that wake a card which idled. */
const WARM_MS = 100;
/** Milliseconds below which no group is given up: clocks are not that good, and it costs little to time it. */
const CHEAP_MS = 5;

/**
 * Times groups of dispatches, each by itself: one compute pass runs through the group `repeats` times, between two timestamps. Browsers
 * round timestamps to a tenth of a millisecond, so that it takes 20 repeats or more for a fast kernel. A run by itself says before how many
 * may go into a pass. Dispatches see what earlier ones wrote; what is timed must not depend on that.
 * @throws PleinAirError kind `device` where the device was lost meanwhile: its times would be those of nothing
 */
export async function timeDispatches(
  device: GPUDevice,
  groups: readonly DispatchGroup[],
  {
    repeats,
    pipelines = createPipelineCache(device),
    submitFlops,
    giveUp = Number.POSITIVE_INFINITY,
    now = () => performance.now(),
  }: Timing,
): Promise<GroupTime[]> {
  const recording = await record(
    device,
    pipelines,
    groups.flatMap(({ dispatches }) => dispatches),
  );
  const timer = createTimer(device, recording, now);
  const probe = device.createBuffer({ label: 'timing: a probe', size: 4, usage: GPUBufferUsage.COPY_SRC });
  try {
    const found: GroupTime[] = [];
    let fastest = Number.POSITIVE_INFINITY;
    let from = 0;
    for (const { dispatches, ...group } of groups) {
      const { length } = dispatches;
      const range = { from, to: from + length };
      from = range.to;
      const careful =
        group.flops && submitFlops ? Math.max(1, Math.floor((submitFlops * length) / group.flops)) : length;
      const once = () => timer.time(range, 1, careful);
      const often = (ms: number) => {
        const times = Math.max(1, Math.min(repeats, Math.floor(PASS_MS / ms)));
        return times > 1 ? timer.time(range, times, length) : once();
      };
      const began = now();
      let run = await once();
      // A card that idled runs slowly at first: the first group would pay for it.
      while (found.length === 0 && now() < began + WARM_MS) run = await often(run.ms);
      const slow = () => run.ms > Math.max(giveUp * fastest, CHEAP_MS);
      // A first run may pay for what is made at a kernel's first use.
      if (slow()) run = await once();
      if (!slow()) {
        const passes: RunTime[] = [];
        for (let i = 0; i < PASSES; i++) passes.push(await often(run.ms));
        run = passes.sort((a, b) => a.ms - b.ms)[PASSES >> 1]!;
      }
      fastest = Math.min(fastest, run.ms);
      found.push({ ...group, ...run });
    }
    // A lost device may say that work is done which it never began; to read from it fails.
    await readFloats(device, probe, 1);
    return found;
  } finally {
    recording.dispose();
    timer.dispose();
    probe.destroy();
  }
}

type RunTime = Pick<GroupTime, 'ms' | 'clock'>;

/** Times a part of a recording. */
interface Timer {
  /**
   * @param range dispatches, the last one excluded
   * @param times that each dispatch runs
   * @param most dispatches of a submit
   * @returns what one run of them took
   */
  time(range: { readonly from: number; readonly to: number }, times: number, most: number): Promise<RunTime>;
  dispose(): void;
}

function createTimer(device: GPUDevice, recording: Recording, now: () => number): Timer {
  const clock = device.features.has('timestamp-query') ? createPassClock(device) : undefined;
  return {
    async time({ from, to }, times, most) {
      const began = now();
      for (let at = from; at < to; at += most) {
        const end = Math.min(at + most, to);
        const encoder = device.createCommandEncoder();
        const pass = encoder.beginComputePass(clock?.writes(at === from, end === to));
        for (let i = 0; i < times; i++) recording.encode(pass, at, end);
        pass.end();
        if (end === to) clock?.resolve(encoder);
        device.queue.submit([encoder.finish()]);
      }
      await device.queue.onSubmittedWorkDone();
      const waited = now() - began;
      const ticked = await clock?.read();
      // Timestamps may run backwards, or stand still within what they are rounded to.
      const [ms, by] = ticked !== undefined && ticked > 0 ? [ticked, 'device' as const] : [waited, 'host' as const];
      return { ms: ms / times, clock: by };
    },
    dispose: () => clock?.dispose(),
  };
}
