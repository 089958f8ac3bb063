import { PleinAirError } from '../core/errors.ts';
import type { ComputeDevice, DeviceProvider } from '../platform/device-provider.ts';
import type { Params } from '../project/schema.ts';

/**
 * The device that `job_device` asks for. `auto` takes a real graphics adapter only.
 * @returns null for the processor
 * @throws PleinAirError kind `device` where `webgpu` finds no adapter
 */
export async function chooseDevice(
  wanted: Params['job_device'],
  devices: DeviceProvider,
): Promise<ComputeDevice | null> {
  if (wanted === 'wasm') return null;
  const found = await devices.request();
  if (wanted === 'auto') {
    if (!found?.software) return found;
    // A GPU made of software is several times slower than WebAssembly on the same processor.
    found.device.destroy();
    return null;
  }
  if (found) return found;
  throw new PleinAirError(
    'device',
    'job_device is webgpu, and this machine has no WebGPU adapter.',
    'Set job_device: wasm (--device wasm) to paint on the processor, which is slower, or install a graphics driver with Vulkan, Metal or D3D12.',
  );
}

/** An adapter in words, for people and records. */
export function adapterName({ info }: ComputeDevice): string {
  return (
    [info.vendor, info.architecture, info.device, info.description].filter(Boolean).join(', ') || 'unnamed adapter'
  );
}
