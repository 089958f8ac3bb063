import { sha256 } from '../core/digest.ts';
import { PleinAirError } from '../core/errors.ts';
import { withFullPrecision } from '../engine/fused/full-precision.ts';
import { createFusedObjectives } from '../engine/fused/objectives.ts';
import { cardStrategy, softwareStrategy } from '../engine/fused/plan/strategy.ts';
import { createTuner, fixedTuner, type Tuner, type TunerMemory } from '../engine/fused/tune/tuner.ts';
import type { NetworkWeights } from '../engine/network/weights.ts';
import type { ObjectiveFactory } from '../engine/objective.ts';
import { openWasmBackend, openWebGpuBackend } from '../engine/tfjs/backend.ts';
import { createTfjsObjectives } from '../engine/tfjs/objective.ts';
import type { WasmFiles } from '../engine/tfjs/start-wasm.ts';
import { isSoftware } from '../platform/adapter.ts';
import type { BlobStore } from '../platform/blob-store.ts';
import type { ComputeDevice } from '../platform/device-provider.ts';
import type { Params } from '../project/schema.ts';
import { adapterName } from './choose-device.ts';

/** Bumped where kernels change so that what was measured of them says nothing any more. */
const KERNELS_VERSION = 3;

/** Longest side from which memory is spared at the cost of some time, px: a plan for 1280×720 then takes 1.3 GB instead of 1.65. */
const LARGE = 1024;

function noHalfPrecision(why: string): PleinAirError {
  return new PleinAirError('device', `job_precision is f16, and ${why}.`, 'Set job_precision: f32.');
}

/** The engine that `job_engine` asks for on a device. @throws PleinAirError kind `device` where `fused` has no WebGPU */
export function chooseEngine(wanted: Params['job_engine'], device: ComputeDevice | null): 'fused' | 'tfjs' {
  if (wanted === 'tfjs' || (wanted === 'auto' && !device)) return 'tfjs';
  if (device) return 'fused';
  throw new PleinAirError(
    'device',
    'job_engine is fused, and that engine needs WebGPU, which is not in use here.',
    'Set job_engine: auto, or job_device: webgpu where there is a graphics card.',
  );
}

/**
 * Opens the engine on the device.
 * @param store keeps what was measured of the device's kernels
 * @param warn told what a person should know while a picture is painted
 * @throws PleinAirError kind `device` where `job_precision: f16` is not to be had
 */
export async function openObjectives(
  engine: 'fused' | 'tfjs',
  device: ComputeDevice | null,
  weights: NetworkWeights,
  params: Params,
  wasmFiles: string | WasmFiles,
  store: BlobStore,
  warn: (message: string) => void = () => undefined,
): Promise<ObjectiveFactory> {
  if (engine === 'fused' && device) {
    const tuner = await tunerFor(device, store);
    const sparing = params.input_max_size >= LARGE;
    const open = (storage: 'f32' | 'f16') =>
      createFusedObjectives(device.device, weights, params, { tuner, sparing, storage });
    if (params.job_precision === 'f32') return open('f32');
    if (device.device.features.has('shader-f16')) return withFullPrecision(open('f16'), () => open('f32'), warn);
    throw noHalfPrecision('this graphics device has no half precision (shader-f16)');
  }
  if (params.job_precision === 'f16') throw noHalfPrecision('half precision is the fused engine’s, on WebGPU');
  return createTfjsObjectives(
    device ? await openWebGpuBackend(device) : await openWasmBackend(wasmFiles),
    weights,
    params,
  );
}

/** A graphics card is measured, once; on a software adapter it is known what is fastest, and measuring would take minutes. */
async function tunerFor(device: ComputeDevice, store: BlobStore): Promise<Tuner> {
  if (isSoftware(device.info)) return fixedTuner(softwareStrategy);
  const name = new TextEncoder().encode(`${adapterName(device)}, kernels ${KERNELS_VERSION}`);
  return createTuner(
    device.device,
    cardStrategy(device.device.limits),
    memoryIn(store, `tuning/${await sha256(name)}`),
  );
}

/** Choices as JSON under one key; what cannot be read counts as nothing known. */
function memoryIn(store: BlobStore, key: string): TunerMemory {
  return {
    async load() {
      const bytes = await store.get(key);
      const read: unknown = bytes ? JSON.parse(new TextDecoder().decode(bytes)) : {};
      const entries = typeof read === 'object' && read !== null ? Object.entries(read) : [];
      return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
    },
    save: (choices) => store.put(key, new TextEncoder().encode(JSON.stringify(choices))),
  };
}
