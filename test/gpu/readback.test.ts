import { expect, it } from 'vitest';
import { createBufferPool } from '../../src/gpu/buffer-pool.ts';
import { readFloats } from '../../src/gpu/readback.ts';
import { describeGpu, openDevice } from '../support/gpu.ts';

describeGpu('readback', () => {
  it('gives back the first floats of a buffer', async () => {
    const device = await openDevice();
    const { data } = await createBufferPool(device).open('test').take({ data: 8 });
    device.queue.writeBuffer(data, 0, new Float32Array([1, 2, 3, 4]));
    expect([...(await readFloats(device, data, 3))]).toEqual([1, 2, 3]);
    device.destroy();
  });

  it('reports a lost device as such, not as an abort', async () => {
    const device = await openDevice();
    const { data } = await createBufferPool(device).open('test').take({ data: 8 });
    device.destroy();
    await expect(readFloats(device, data, 8)).rejects.toMatchObject({ name: 'PleinAirError', kind: 'device' });
  });
});
