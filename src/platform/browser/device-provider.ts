import { requestComputeDevice } from '../adapter.ts';
import type { DeviceProvider } from '../device-provider.ts';

/** Devices of the browser's WebGPU, in a page or in a worker; none where the browser has no WebGPU. */
export function createBrowserDeviceProvider(): DeviceProvider {
  return {
    request: async () => {
      // Missing in browsers without WebGPU and on pages that are no secure context, whatever the types say.
      const gpu = (navigator as Partial<NavigatorGPU>).gpu;
      return gpu ? requestComputeDevice(gpu) : null;
    },
  };
}
