import { afterEach, expect, it } from 'vitest';
import type { View } from '../../../src/frames/imagery.ts';
import { createCpuProjector } from '../../../src/frames/projection/cpu-projector.ts';
import type { Projector } from '../../../src/frames/projection/projector.ts';
import type { ComputeDevice, DeviceProvider } from '../../../src/platform/device-provider.ts';
import { createChosenProjector } from '../../../src/studio/views/chosen-projector.ts';
import { colourOf, layoutOf, paintPanorama } from '../../frames/projection/sphere.ts';
import { describeGpu, openDevice } from '../../support/gpu.ts';

const view: View = { heading: 77, pitch: 10, fov: 90, width: 24, height: 16 };
const panorama = paintPanorama({ width: 128, height: 64 }, layoutOf(), colourOf);
const expected = await createCpuProjector().project(panorama, layoutOf(), view);

let projector: Projector | null = null;
afterEach(() => {
  projector?.dispose();
  projector = null;
});

/** Views are made and right. */
async function looks(): Promise<void> {
  const made = await projector!.project(panorama, layoutOf(), view);
  made.data.forEach((value, i) => {
    expect(Math.abs(value - expected.data[i]!)).toBeLessThanOrEqual(1);
  });
}

it('takes the processor where there is no adapter, or none that will give a device, and asks once', async () => {
  const providers: DeviceProvider['request'][] = [async () => null, () => Promise.reject(new Error('refused'))];
  for (const request of providers) {
    let asked = 0;
    projector = createChosenProjector({
      request: () => {
        asked += 1;
        return request();
      },
    });
    await looks();
    await looks();
    expect(asked).toBe(1);
  }
});

it('stops when aborted', async () => {
  projector = createChosenProjector({ request: async () => null });
  await expect(projector.project(panorama, layoutOf(), view, AbortSignal.abort())).rejects.toMatchObject({
    name: 'AbortError',
  });
});

describeGpu('with an adapter', () => {
  const provider = (software: boolean) => {
    const given: GPUDevice[] = [];
    const request = async (): Promise<ComputeDevice> => {
      const device = await openDevice();
      given.push(device);
      return { device, info: device.adapterInfo, software };
    };
    return { given, request };
  };

  it('leaves one of software alone', async () => {
    const { given, request } = provider(true);
    projector = createChosenProjector({ request });
    await looks();
    await given[0]!.lost;
    expect(given).toHaveLength(1);
  });

  it('takes a real one, goes on when it is lost, and asks for another', async () => {
    const { given, request } = provider(false);
    projector = createChosenProjector({ request });
    await looks();
    await looks();
    expect(given).toHaveLength(1);
    given[0]!.destroy();
    await looks();
    await given[0]!.lost;
    await looks();
    expect(given).toHaveLength(2);
  });

  it('makes on the processor what the GPU has no room for', async () => {
    const { given, request } = provider(false);
    projector = createChosenProjector({ request });
    await looks();
    const { minUniformBufferOffsetAlignment } = given[0]!.limits;
    // Room for the small panorama, and no more.
    const limits = { maxBufferSize: 40_000, maxStorageBufferBindingSize: 40_000, minUniformBufferOffsetAlignment };
    Object.defineProperty(given[0], 'limits', { value: limits });
    const large = paintPanorama({ width: 256, height: 128 }, layoutOf(), colourOf);
    const made = await projector.project(large, layoutOf(), view);
    expect(made.data).toEqual((await createCpuProjector().project(large, layoutOf(), view)).data);
  });
});
