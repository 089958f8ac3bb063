import { afterEach, describe, expect, it, vi } from 'vitest';
import { createBrowserDeviceProvider } from '../../../src/platform/browser/device-provider.ts';

afterEach(() => vi.unstubAllGlobals());

const provider = createBrowserDeviceProvider();

/** Limits are enumerable getters of a prototype, as browsers have them. */
const limits = Object.create({
  get maxBufferSize() {
    return 1234;
  },
  get maxBindGroups() {
    return 4;
  },
});

describe('the browser device provider', () => {
  it.each([
    ['no WebGPU', {}],
    ['no adapter', { gpu: { requestAdapter: async () => null } }],
  ])('gives null where there is %s', async (_, navigator) => {
    vi.stubGlobal('navigator', navigator);
    expect(await provider.request()).toBeNull();
  });

  it('asks for all features and limits of the adapter, and knows one that computes on the CPU', async () => {
    const asked: GPUDeviceDescriptor[] = [];
    const device = {};
    const adapter = (info: object) => ({
      info,
      features: new Set(['shader-f16', 'timestamp-query']),
      limits,
      requestDevice: async (descriptor: GPUDeviceDescriptor) => {
        asked.push(descriptor);
        return device;
      },
    });
    vi.stubGlobal('navigator', { gpu: { requestAdapter: async () => adapter({ vendor: 'nvidia' }) } });
    expect(await provider.request()).toEqual({ device, info: { vendor: 'nvidia' }, software: false });
    expect(asked).toEqual([
      {
        requiredFeatures: ['shader-f16', 'timestamp-query'],
        requiredLimits: { maxBufferSize: 1234, maxBindGroups: 4 },
      },
    ]);
    vi.stubGlobal('navigator', { gpu: { requestAdapter: async () => adapter({ architecture: 'swiftshader' }) } });
    expect((await provider.request())?.software).toBe(true);
  });
});
