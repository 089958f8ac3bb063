import { PleinAirError } from '../core/errors.ts';
import type { NetworkWeights } from '../engine/network/weights.ts';
import type { ObjectiveFactory } from '../engine/objective.ts';
import type { WasmFiles } from '../engine/tfjs/start-wasm.ts';
import type { DeviceProvider } from '../platform/device-provider.ts';
import type { Params } from '../project/schema.ts';
import { gpuEngines, openOnProcessor } from './engines.ts';
import { type DeviceMeter, meterDevice } from './meter.ts';

/** An engine on a device. */
export interface EngineChoice {
  readonly engine: string;
  readonly device: 'webgpu' | 'wasm';
}

/** What a platform gives to benchmarks. */
export interface BenchPlatform {
  readonly devices: DeviceProvider;
  /** as `openWasmBackend` takes them */
  readonly wasmFiles: string | WasmFiles;
}

/** What a case runs on: the GPU by its own words, or the processor. */
export interface CaseAdapter {
  readonly adapter: string;
  readonly driver?: string;
  /** whether it computes on the processor */
  readonly software: boolean;
}

/** An engine, opened on a device that is its alone. */
export interface OpenCase extends CaseAdapter {
  readonly objectives: ObjectiveFactory;
  /** on a GPU only */
  readonly gpu?: { readonly device: GPUDevice; readonly meter: DeviceMeter };
  close(): void;
}

/**
 * Opens an engine on a device of its own: what one case leaves in pools does not count for the next.
 * @throws PleinAirError kind `device` where there is no adapter, `unsupported` where WebAssembly cannot start
 */
export async function openCase(
  { engine, device: kind }: EngineChoice,
  platform: BenchPlatform,
  opening: { readonly weights: NetworkWeights; readonly params: Params },
): Promise<OpenCase> {
  if (kind === 'wasm') {
    const objectives = await openOnProcessor(platform.wasmFiles, opening);
    return { objectives, adapter: 'processor', software: true, close: () => objectives.dispose() };
  }
  const open = gpuEngines[engine];
  if (!open) throw new TypeError(`benchmark: no engine is called "${engine}"`);
  const found = await platform.devices.request();
  if (!found) {
    throw new PleinAirError('device', 'There is no WebGPU adapter.', 'Install a driver with Vulkan, Metal or D3D12.');
  }
  const { device, info, software } = found;
  const meter = meterDevice(device);
  try {
    const objectives = await open(found, opening);
    return {
      objectives,
      adapter: [info.vendor, info.architecture, info.device].filter(Boolean).join(', ') || 'unnamed adapter',
      driver: info.description,
      software,
      gpu: { device, meter },
      close() {
        objectives.dispose();
        device.destroy();
      },
    };
  } catch (error) {
    device.destroy();
    throw error;
  }
}
