import { describe } from 'vitest';

/** What is kept for the life of the process: Dawn crashes at exit where its instance was collected before its devices. */
interface Kept {
  readonly instance: GPU;
  readonly device: GPUDevice;
}

declare global {
  var pleinAirTestGpu: Promise<Kept> | undefined;
}

const skipped = process.env.PLEIN_AIR_NO_GPU === '1';

/** `describe` for tests that need a GPU: they fail where there is no adapter, unless PLEIN_AIR_NO_GPU=1 skips them. */
export const describeGpu = describe.skipIf(skipped);
if (skipped) process.stderr.write('PLEIN_AIR_NO_GPU=1: tests that need a GPU are skipped\n');

/**
 * The test process' WebGPU device, made on the first call with the adapter's own limits and features.
 * @throws Error saying how to get an adapter where there is none
 */
export async function testDevice(): Promise<GPUDevice> {
  globalThis.pleinAirTestGpu ??= open();
  return (await globalThis.pleinAirTestGpu).device;
}

/** A device that the test may destroy. @throws as `testDevice` */
export async function openDevice(): Promise<GPUDevice> {
  await testDevice();
  const { instance } = await globalThis.pleinAirTestGpu!;
  return request(await adapterOf(instance));
}

async function open(): Promise<Kept> {
  const { create, globals } = await import('webgpu');
  Object.assign(globalThis, globals);
  const instance = create([]);
  return { instance, device: await request(await adapterOf(instance)) };
}

async function adapterOf(instance: GPU): Promise<GPUAdapter> {
  const adapter = await instance.requestAdapter();
  if (adapter) return adapter;
  throw new Error(
    'No WebGPU adapter. Point VK_ICD_FILENAMES and LD_LIBRARY_PATH at a Vulkan driver (Chromium brings SwiftShader), or set PLEIN_AIR_NO_GPU=1.',
  );
}

function request(adapter: GPUAdapter): Promise<GPUDevice> {
  return adapter.requestDevice({
    requiredFeatures: [...adapter.features] as GPUFeatureName[],
    requiredLimits: limitsOf(adapter),
  });
}

function limitsOf(adapter: GPUAdapter): Record<string, number> {
  const limits: Record<string, number> = {};
  // The members are getters of the prototype; nothing else of them is a number.
  for (const name in adapter.limits) {
    const value = adapter.limits[name as keyof GPUSupportedLimits];
    if (typeof value === 'number') limits[name] = value;
  }
  return limits;
}
