import { describe, expect, it } from 'vitest';
import type { ComputeDevice } from '../../src/platform/device-provider.ts';
import { createParams } from '../../src/project/resolve.ts';
import { chooseEngine, openObjectives } from '../../src/render/open-objectives.ts';
import { describeGpu, testDevice } from '../support/gpu.ts';
import { waves } from '../support/images.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { tinyNetwork } from '../support/tiny-network.ts';

async function softwareDevice(): Promise<ComputeDevice> {
  const device = await testDevice();
  return { device, info: device.adapterInfo, software: true };
}

describe('chooseEngine', () => {
  const device = {} as ComputeDevice;

  it('takes the fused engine on WebGPU, and tfjs where there is none or it is asked for', () => {
    expect(chooseEngine('auto', device)).toBe('fused');
    expect(chooseEngine('fused', device)).toBe('fused');
    expect(chooseEngine('tfjs', device)).toBe('tfjs');
    expect(chooseEngine('auto', null)).toBe('tfjs');
    expect(chooseEngine('tfjs', null)).toBe('tfjs');
  });

  it('says what to do where the fused engine is asked for without WebGPU', () => {
    expect(() => chooseEngine('fused', null)).toThrow(/job_engine is fused, and that engine needs WebGPU/);
  });
});

describeGpu('openObjectives', () => {
  it('opens the fused engine on a software adapter without measuring its kernels', async () => {
    const store = createMemoryStore();
    const params = createParams();
    const factory = await openObjectives('fused', await softwareDevice(), tinyNetwork(4), params, '', store);
    const style = await factory.styleTarget([{ image: waves(32, 32, 1), weight: 1 }]);
    const objective = await factory.create({ content: waves(32, 24, 2), style, temporal: [] });
    expect(objective.minimize).toBeDefined();
    expect(await store.list('')).toEqual([]);
    objective.dispose();
    factory.dispose();
  });

  it('refuses half precision where there is none, in words', async () => {
    const params = createParams({ job_precision: 'f16' });
    const device = await softwareDevice();
    const store = createMemoryStore();
    const refused = { kind: 'device', remedy: 'Set job_precision: f32.' };
    if (!device.device.features.has('shader-f16')) {
      await expect(openObjectives('fused', device, tinyNetwork(4), params, '', store)).rejects.toMatchObject(refused);
    }
    await expect(openObjectives('tfjs', device, tinyNetwork(4), params, '', store)).rejects.toMatchObject(refused);
  });
});
