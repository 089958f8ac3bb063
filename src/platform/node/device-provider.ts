import type { ComputeDevice, DeviceProvider } from '../device-provider.ts';

/** A device provider that also says where its devices come from: tfjs looks for it in `navigator.gpu`. */
export interface NodeDeviceProvider extends DeviceProvider {
  /** Dawn's entry point, the same on every call. @returns null where this machine cannot load Dawn */
  gpu(): Promise<GPU | null>;
}

const SOFTWARE = /swiftshader|llvmpipe|lavapipe|\bwarp\b|basic render/i;

/**
 * Devices of Dawn, by the `webgpu` package. Its constants (`GPUBufferUsage` and so on) become global, as they are in a browser.
 * A machine where Dawn cannot be loaded counts as one without an adapter; a warning of the process says why.
 */
export function createNodeDeviceProvider(): NodeDeviceProvider {
  let loading: Promise<GPU | null> | undefined;
  const gpu = () => {
    loading ??= loadDawn();
    return loading;
  };
  return {
    gpu,
    request: async () => {
      const adapter = await (await gpu())?.requestAdapter({ powerPreference: 'high-performance' });
      if (!adapter) return null;
      const device = await adapter.requestDevice({
        requiredFeatures: [...adapter.features] as GPUFeatureName[],
        requiredLimits: limitsOf(adapter),
      });
      keepUntilExit(device);
      return { device, info: adapter.info, software: isSoftware(adapter.info) } satisfies ComputeDevice;
    },
  };
}

/** Whether an adapter computes on the CPU: by its own word, or by the name of a driver that does. */
export function isSoftware(
  info: Pick<GPUAdapterInfo, 'vendor' | 'architecture' | 'device' | 'description' | 'isFallbackAdapter'>,
): boolean {
  return (
    info.isFallbackAdapter || SOFTWARE.test([info.vendor, info.architecture, info.device, info.description].join(' '))
  );
}

async function loadDawn(): Promise<GPU | null> {
  try {
    const { create, globals } = await import('webgpu');
    Object.assign(globalThis, globals);
    const gpu = create([]);
    keepUntilExit(gpu);
    return gpu;
  } catch (error) {
    process.emitWarning(`WebGPU is not available: the package "webgpu" could not be loaded (${error})`);
    return null;
  }
}

/** Dawn crashes at exit where its instance was collected while devices were alive; a listener is what outlives everything else. */
function keepUntilExit(held: object): void {
  process.once('exit', () => void held);
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
