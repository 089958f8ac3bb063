import { expect, it } from 'vitest';
import { createBufferPool } from '../../src/gpu/buffer-pool.ts';
import type { Dispatch, Kernel } from '../../src/gpu/kernel.ts';
import { readFloats } from '../../src/gpu/readback.ts';
import { type DispatchGroup, type Timing, timeDispatches } from '../../src/gpu/time-dispatches.ts';
import { describeGpu, openDevice, testDevice } from '../support/gpu.ts';

/** Adds 1 to the first value of its buffer, after so many steps that a compiler cannot leave out. */
const count = (steps = 0): Kernel => ({
  label: `count after ${steps}`,
  code: `@group(0) @binding(0) var<storage, read_write> data: array<f32>;
@compute @workgroup_size(1) fn main() {
  var x = bitcast<u32>(data[1]);
  for (var i = 0u; i < ${steps}u; i++) { x = x * 1664525u + 1013904223u; }
  data[1] = f32(x >> 24u);
  data[0] += 1;
}`,
  buffers: ['read-write'],
  uniform: false,
});
/** A twentieth of a second and more. */
const SLOW = 5e6;

/** Times groups of such kernels, as many dispatches and steps as each says. @returns how often each dispatch ran too, and by submit */
async function timed(
  groups: readonly (Omit<DispatchGroup, 'dispatches'> & { steps?: number; length?: number })[],
  timing: Timing,
) {
  const device = await testDevice();
  const arena = createBufferPool(device).open('test');
  const buffers = await arena.take(Object.fromEntries(groups.map(({ name }) => [name, 4])));
  const made = groups.map(({ steps, length = 1, ...group }): DispatchGroup => {
    const buffer = buffers[group.name]!;
    device.queue.writeBuffer(buffer, 0, new Float32Array(4));
    const dispatch: Dispatch = { kernel: count(steps), buffers: [buffer], grid: [1, 1, 1] };
    return { ...group, dispatches: Array.from({ length }, () => dispatch) };
  });
  const submits: number[] = [];
  const { createCommandEncoder } = device;
  let pending = 0;
  device.createCommandEncoder = (...given) => {
    const encoder = createCommandEncoder.apply(device, given);
    const { beginComputePass } = encoder;
    encoder.beginComputePass = (...of) => {
      const pass = beginComputePass.apply(encoder, of);
      const { dispatchWorkgroups, end } = pass;
      pass.dispatchWorkgroups = (...grid) => {
        pending++;
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
    const times = await timeDispatches(device, made, timing);
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
    expect(times.map(({ ms: _, clock: __, ...rest }) => rest)).toEqual([
      { name: 'one', flops: 1 },
      { name: 'three', bytes: 24 },
    ]);
    for (const { ms } of times) expect(ms).toBeGreaterThan(0);
    for (const count of runs) expect(count).toBeGreaterThan(20);
    // The first also wakes the device; of the other there are a run by itself and three passes.
    expect(runs[1]!).toBeLessThanOrEqual(1 + 3 * 20);
  });

  it('hands a slow device one run at a time, in submits of little work', async () => {
    const { times, runs, submits } = await timed([{ name: 'slow', steps: SLOW, length: 4, flops: 40 }], {
      repeats: 20,
      submitFlops: 20,
    });
    expect(times[0]!.ms).toBeGreaterThan(50);
    expect(runs[0]!).toBeLessThan(6);
    expect(new Set(submits)).toEqual(new Set([2]));
  });

  it('gives up what cannot be the fastest, and nothing before', async () => {
    const groups = [{ name: 'slow', steps: SLOW }, { name: 'fast' }, { name: 'slow again', steps: SLOW }];
    const { times, runs } = await timed(groups, { repeats: 20, giveUp: 2 });
    expect(runs[0]!).toBeGreaterThan(3);
    expect(runs[1]!).toBeGreaterThan(20);
    expect(runs[2]!).toBe(2);
    expect(times[2]!.ms).toBeGreaterThan(2 * times[1]!.ms);
  });

  it.each([true, false])('tells nothing of a device that is lost, with its own clock: %s', async (own) => {
    const device = await openDevice();
    const features = own ? device.features : new Set<string>();
    const watched = new Proxy(device, {
      get(target, member) {
        if (member === 'features') return features;
        const value = Reflect.get(target, member, target) as unknown;
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    const buffer = device.createBuffer({ size: 16, usage: GPUBufferUsage.STORAGE });
    const submit = device.queue.submit.bind(device.queue);
    device.queue.submit = (buffers) => {
      device.destroy();
      submit(buffers);
    };
    const group = { name: 'lost', dispatches: [{ kernel: count(), buffers: [buffer], grid: [1, 1, 1] as const }] };
    await expect(timeDispatches(watched, [group], { repeats: 5 })).rejects.toMatchObject({
      name: 'PleinAirError',
      kind: 'device',
    });
  });
});
