import { expect, it } from 'vitest';
import { meterDevice } from '../../src/benchmark/meter.ts';
import { describeGpu, openDevice } from '../support/gpu.ts';

describeGpu('device meter', () => {
  it('counts dispatches, and bytes of buffers while they are there', async () => {
    const device = await openDevice();
    const meter = meterDevice(device);
    const module = device.createShaderModule({ code: '@compute @workgroup_size(1) fn main() {}' });
    const pipeline = device.createComputePipeline({ layout: 'auto', compute: { module } });
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    for (let i = 0; i < 3; i++) pass.dispatchWorkgroups(1);
    pass.end();
    device.queue.submit([encoder.finish()]);
    await device.queue.onSubmittedWorkDone();
    expect(meter.dispatches).toBe(3);

    const [a, b] = [1000, 600].map((size) => device.createBuffer({ size, usage: GPUBufferUsage.STORAGE }));
    a!.destroy();
    a!.destroy();
    expect(meter).toMatchObject({ liveBytes: 600, peakBytes: 1600 });
    b!.destroy();
    device.createBuffer({ size: 800, usage: GPUBufferUsage.STORAGE });
    expect(meter).toMatchObject({ liveBytes: 800, peakBytes: 1600 });
    device.destroy();
  });
});
