import { PleinAirError } from '../../core/errors.ts';
import { createCpuProjector } from '../../frames/projection/cpu-projector.ts';
import { createGpuProjector } from '../../frames/projection/gpu-projector.ts';
import type { Projector } from '../../frames/projection/projector.ts';
import type { DeviceProvider } from '../../platform/device-provider.ts';

/**
 * Views on a real graphics adapter, else on the processor, as `job_device: auto` paints. A view that the GPU cannot make, for want of room or
 * because the device was lost, is made on the processor; a lost device is asked for again with the next view.
 */
export function createChosenProjector(devices: DeviceProvider): Projector {
  const cpu = createCpuProjector();
  let gpu: Promise<Projector | null> | null = null;

  const open = async (): Promise<Projector | null> => {
    // A browser that fails to give a device has a processor still.
    const found = await devices.request().catch(() => null);
    if (!found) return null;
    const { device, software } = found;
    if (software) {
      device.destroy();
      return null;
    }
    void device.lost.then(() => {
      gpu = null;
    });
    const projector = createGpuProjector(device);
    return {
      ...projector,
      dispose() {
        projector.dispose();
        device.destroy();
      },
    };
  };

  return {
    async project(...args) {
      gpu ??= open();
      const own = await gpu;
      try {
        return await (own ?? cpu).project(...args);
      } catch (error) {
        if (!own || !(error instanceof PleinAirError) || error.kind !== 'device') throw error;
        return cpu.project(...args);
      }
    },
    dispose() {
      void gpu?.then((own) => own?.dispose());
      gpu = null;
    },
  };
}
