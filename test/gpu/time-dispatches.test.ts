import { expect, it } from 'vitest';
import { createBufferPool } from '../../src/gpu/buffer-pool.ts';
import type { Dispatch, Kernel } from '../../src/gpu/kernel.ts';
import { readFloats } from '../../src/gpu/readback.ts';
import { timeDispatches } from '../../src/gpu/time-dispatches.ts';
import { describeGpu, testDevice } from '../support/gpu.ts';

/** Adds 1 to the first value of its buffer. */
const count: Kernel = {
  label: 'count',
  code: `@group(0) @binding(0) var<storage, read_write> data: array<f32>;
@compute @workgroup_size(1) fn main() { data[0] += 1; }`,
  buffers: ['read-write'],
  uniform: false,
};

describeGpu('time of dispatches', () => {
  it('runs each group alike, and tells what one run through it takes', async () => {
    const device = await testDevice();
    const arena = createBufferPool(device).open('test');
    const { a, b } = await arena.take({ a: 4, b: 4 });
    for (const buffer of [a, b]) device.queue.writeBuffer(buffer, 0, new Float32Array(4));
    const on = (buffer: GPUBuffer): Dispatch => ({ kernel: count, buffers: [buffer], grid: [1, 1, 1] });
    const times = await timeDispatches(
      device,
      [
        { name: 'one', dispatches: [on(a)], flops: 1 },
        { name: 'three', dispatches: [on(b), on(b), on(b)], bytes: 24 },
      ],
      20,
    );
    expect(times.map(({ ms: _, clock: __, ...rest }) => rest)).toEqual([
      { name: 'one', flops: 1 },
      { name: 'three', bytes: 24 },
    ]);
    for (const { ms } of times) expect(ms).toBeGreaterThan(0);
    const [ones, threes] = await Promise.all([a, b].map(async (buffer) => (await readFloats(device, buffer, 1))[0]!));
    expect(ones).toBeGreaterThan(20);
    expect(threes).toBe(3 * ones!);
    arena.close();
  });
});
