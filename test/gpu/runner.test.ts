import { expect, it } from 'vitest';
import { createBufferPool } from '../../src/gpu/buffer-pool.ts';
import { type Dispatch, type Kernel, OFFSET_ALIGNMENT, packUniform, rangeWithin } from '../../src/gpu/kernel.ts';
import { readFloats } from '../../src/gpu/readback.ts';
import { createRunner } from '../../src/gpu/runner.ts';
import { describeGpu, testDevice } from '../support/gpu.ts';

const affine: Kernel = {
  label: 'affine',
  code: `struct Params { factor: f32, offset: f32, length: u32 }
@group(0) @binding(0) var<storage, read_write> data: array<f32>;
@group(0) @binding(1) var<uniform> params: Params;
@compute @workgroup_size(4) fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x < params.length) { data[id.x] = params.factor * data[id.x] + params.offset; }
}`,
  buffers: ['read-write'],
  uniform: true,
};

const step = (data: GPUBuffer, factor: number, offset: number): Dispatch => ({
  kernel: affine,
  buffers: [data],
  uniform: packUniform({ f32: factor }, { f32: offset }, { u32: 6 }),
  grid: [2, 1, 1],
});

describeGpu('runner', () => {
  it('runs dispatches in order, each with its own uniforms', async () => {
    const device = await testDevice();
    const arena = createBufferPool(device).open('test');
    const { data } = await arena.take({ data: 6 });
    device.queue.writeBuffer(data, 0, new Float32Array([0, 1, 2, 3, 4, 5]));
    await createRunner(device).run([step(data, 1, 1), step(data, 10, 0), step(data, 1, 0.5)]);
    expect([...(await readFloats(device, data, 6))]).toEqual([10.5, 20.5, 30.5, 40.5, 50.5, 60.5]);
    arena.close();
  });

  it('runs lists longer than one submit', async () => {
    const device = await testDevice();
    const arena = createBufferPool(device).open('test');
    const { data } = await arena.take({ data: 6 });
    device.queue.writeBuffer(data, 0, new Float32Array(6));
    await createRunner(device).run(Array<Dispatch>(1500).fill(step(data, 1, 1)));
    expect([...(await readFloats(device, data, 6))]).toEqual(Array(6).fill(1500));
    arena.close();
  });

  it('shows a kernel a part of a buffer, and a part of that', async () => {
    const device = await testDevice();
    const arena = createBufferPool(device).open('test');
    const { data } = await arena.take({ data: 160 });
    device.queue.writeBuffer(data, 0, new Float32Array(160));
    const part = rangeWithin(data, OFFSET_ALIGNMENT, 96 * 4);
    await createRunner(device).run([
      { ...step(data, 1, 1), buffers: [part] },
      { ...step(data, 1, 2), buffers: [rangeWithin(part, OFFSET_ALIGNMENT, 6 * 4)] },
    ]);
    const found = await readFloats(device, data, 160);
    expect([...found].flatMap((v, i) => (v === 0 ? [] : [[i, v]]))).toEqual([
      ...[64, 65, 66, 67, 68, 69].map((i) => [i, 1]),
      ...[128, 129, 130, 131, 132, 133].map((i) => [i, 2]),
    ]);
    arena.close();
  });

  it('stops at an abort', async () => {
    const device = await testDevice();
    const arena = createBufferPool(device).open('test');
    const { data } = await arena.take({ data: 6 });
    const run = createRunner(device).run([step(data, 1, 1)], AbortSignal.abort());
    await expect(run).rejects.toMatchObject({ name: 'AbortError' });
    arena.close();
  });

  it('names a dispatch that lacks what its kernel declares', async () => {
    const device = await testDevice();
    const { run } = createRunner(device);
    await expect(run([{ kernel: affine, buffers: [], grid: [1, 1, 1] }])).rejects.toThrow(/"affine"/);
  });
});
