import { expect, it } from 'vitest';
import { createBufferPool } from '../../src/gpu/buffer-pool.ts';
import type { Dispatch, Kernel } from '../../src/gpu/kernel.ts';
import { readFloats } from '../../src/gpu/readback.ts';
import { type DispatchGroup, type Timing, timeDispatches } from '../../src/gpu/time-dispatches.ts';
import { describeGpu, openDevice, testDevice } from '../support/gpu.ts';

/** Adds 1 to the first value of its buffer, however many workgroups it has. */
const count: Kernel = {
  label: 'count',
  code: `@group(0) @binding(0) var<storage, read_write> data: array<f32>;
@compute @workgroup_size(1) fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.y == 0) { data[0] += 1; }
}`,
  buffers: ['read-write'],
  uniform: false,
};

/** The device with these features alone. */
function withFeatures(device: GPUDevice, features: ReadonlySet<string>): GPUDevice {
  return new Proxy(device, {
    get(target, member) {
      if (member === 'features') return features;
      const value = Reflect.get(target, member, target) as unknown;
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/** Groups of such kernels: how many dispatches, and what each takes by the clock of the test, which they alone move on. */
type CountedGroup = Omit<DispatchGroup, 'dispatches'> & { halfMs?: number; length?: number };

/**
 * Times groups by a clock of the test, or by the device's own.
 * @returns how often each dispatch ran too, and by submit
 */
async function timed(groups: readonly CountedGroup[], timing: Timing, own = false) {
  const device = await testDevice();
  const arena = createBufferPool(device).open('test');
  const buffers = await arena.take(Object.fromEntries(groups.map(({ name }) => [name, 4])));
  const made = groups.map(({ halfMs = 1, length = 1, ...group }): DispatchGroup => {
    const buffer = buffers[group.name]!;
    device.queue.writeBuffer(buffer, 0, new Float32Array(4));
    const dispatch: Dispatch = { kernel: count, buffers: [buffer], grid: [1, halfMs, 1] };
    return { ...group, dispatches: Array.from({ length }, () => dispatch) };
  });
  const submits: number[] = [];
  const { createCommandEncoder } = device;
  let pending = 0;
  let clock = 0;
  device.createCommandEncoder = (...given) => {
    const encoder = createCommandEncoder.apply(device, given);
    const { beginComputePass } = encoder;
    encoder.beginComputePass = (...of) => {
      const pass = beginComputePass.apply(encoder, of);
      const { dispatchWorkgroups, end } = pass;
      pass.dispatchWorkgroups = (...grid) => {
        pending++;
        clock += grid[1]! / 2;
        dispatchWorkgroups.apply(pass, grid);
      };
      pass.end = () => {
        submits.push(pending);
        pending = 0;
        end.apply(pass);
      };
      return pass;
    };
    return encoder;
  };
  try {
    const times = own
      ? await timeDispatches(device, made, timing)
      : await timeDispatches(withFeatures(device, new Set()), made, { ...timing, now: () => clock });
    const runs = await Promise.all(
      groups.map(async ({ name, length = 1 }) => (await readFloats(device, buffers[name]!, 1))[0]! / length),
    );
    return { times, runs, submits };
  } finally {
    device.createCommandEncoder = createCommandEncoder;
    arena.close();
  }
}

describeGpu('time of dispatches', () => {
  it('runs each group often, and tells what one run through it takes', async () => {
    const { times, runs } = await timed(
      [
        { name: 'one', flops: 1 },
        { name: 'three', bytes: 24, length: 3 },
      ],
      { repeats: 20 },
    );
    expect(times).toEqual([
      { name: 'one', flops: 1, ms: 0.5, clock: 'host' },
      { name: 'three', bytes: 24, ms: 1.5, clock: 'host' },
    ]);
    // The first also wakes the device, in ten passes of 10 ms; of either there are a run by itself and three passes.
    expect(runs).toEqual([1 + 10 * 20 + 3 * 20, 1 + 3 * 20]);
  });

  it('takes less into a pass where a run is long', async () => {
    const { runs } = await timed([{ name: 'first' }, { name: 'long', halfMs: 16 }], { repeats: 20 });
    expect(runs[1]).toBe(1 + 3 * 6);
  });

  it('counts by the clock of the device where it has one', async () => {
    const { times, runs } = await timed([{ name: 'own', length: 2 }], { repeats: 20 }, true);
    expect(times[0]!.ms).toBeGreaterThan(0);
    expect(['device', 'host']).toContain(times[0]!.clock);
    // How many go into a pass depends on the machine: a run by itself, and three passes of one or more.
    expect(runs[0]).toBeGreaterThanOrEqual(4);
  });

  it('hands a slow device one run at a time, in submits of little work', async () => {
    const slow = { name: 'slow', halfMs: 40, length: 4, flops: 40 };
    const { times, runs, submits } = await timed([slow], { repeats: 20, submitFlops: 20 });
    expect(times[0]!.ms).toBe(80);
    // one by itself, another to wake the device, three that count
    expect(runs).toEqual([5]);
    expect(new Set(submits)).toEqual(new Set([2]));
  });

  it('gives up what cannot be the fastest, and nothing before', async () => {
    const groups = [
      { name: 'slow', halfMs: 120 },
      { name: 'fast' },
      { name: 'slow again', halfMs: 120 },
      { name: 'cheap', halfMs: 8 },
    ];
    const { times, runs } = await timed(groups, { repeats: 20, giveUp: 2 });
    expect(runs).toEqual([5, 1 + 3 * 20, 2, 1 + 3 * 12]);
    expect(times.map(({ ms }) => ms)).toEqual([60, 0.5, 60, 4]);
  });

  it.each([true, false])('tells nothing of a device that is lost, with its own clock: %s', async (own) => {
    const device = await openDevice();
    const features = own ? device.features : new Set<string>();
    const watched = withFeatures(device, features);
    const buffer = device.createBuffer({ size: 16, usage: GPUBufferUsage.STORAGE });
    const submit = device.queue.submit.bind(device.queue);
    device.queue.submit = (buffers) => {
      device.destroy();
      submit(buffers);
    };
    const group = { name: 'lost', dispatches: [{ kernel: count, buffers: [buffer], grid: [1, 1, 1] as const }] };
    await expect(timeDispatches(watched, [group], { repeats: 5 })).rejects.toMatchObject({
      name: 'PleinAirError',
      kind: 'device',
    });
  });
});
