import type { ComputeDevice } from './device-provider.ts';

const SOFTWARE = /swiftshader|llvmpipe|lavapipe|\bwarp\b|basic render/i;

/** Whether an adapter computes on the CPU: by its own word, or by the name of a driver that does. */
export function isSoftware(
  info: Pick<GPUAdapterInfo, 'vendor' | 'architecture' | 'device' | 'description' | 'isFallbackAdapter'>,
): boolean {
  return (
    info.isFallbackAdapter || SOFTWARE.test([info.vendor, info.architecture, info.device, info.description].join(' '))
  );
}

/** A device with all that its adapter has. @returns null where there is no adapter */
export async function requestComputeDevice(gpu: GPU): Promise<ComputeDevice | null> {
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) return null;
  const device = await adapter.requestDevice({
    requiredFeatures: [...adapter.features] as GPUFeatureName[],
    requiredLimits: limitsOf(adapter),
  });
  return { device, info: adapter.info, software: isSoftware(adapter.info) };
}

function limitsOf(adapter: GPUAdapter): Record<string, GPUSize64> {
  const limits: Record<string, GPUSize64> = {};
  // the members are getters of the prototype, so no own keys
  for (const name in adapter.limits) {
    const value: unknown = adapter.limits[name as keyof GPUSupportedLimits];
    if (typeof value === 'number') limits[name] = value;
  }
  return limits;
}
