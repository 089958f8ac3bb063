import { requestComputeDevice } from '../adapter.ts';
import type { DeviceProvider } from '../device-provider.ts';

/** A device provider that also says where its devices come from: tfjs looks for it in `navigator.gpu`. */
export interface NodeDeviceProvider extends DeviceProvider {
  /** Dawn's entry point, the same on every call. @returns null where this machine cannot load Dawn */
  gpu(): Promise<GPU | null>;
}

/**
 * Devices of Dawn, by the `webgpu` package. Its constants (`GPUBufferUsage` and so on) become global, as they are in a browser.
 * A machine where Dawn cannot be loaded counts as one without an adapter; a warning of the process says why.
 * @param options of Dawn, as in `backend=vulkan` and `enable-dawn-features=NAME,NAME`
 */
export function createNodeDeviceProvider(options: readonly string[] = []): NodeDeviceProvider {
  let loading: Promise<GPU | null> | undefined;
  const gpu = () => {
    loading ??= loadDawn(options);
    return loading;
  };
  return {
    gpu,
    request: async () => {
      const dawn = await gpu();
      const found = dawn && (await requestComputeDevice(dawn));
      if (found) keepUntilExit(found.device);
      return found;
    },
  };
}

async function loadDawn(options: readonly string[]): Promise<GPU | null> {
  try {
    const { create, globals } = await import('webgpu');
    Object.assign(globalThis, globals);
    const gpu = create([...options]);
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
