import { loadWeights } from '../engine/network/load-weights.ts';
import type { LocalWeights, WeightsProgress } from '../engine/network/loader.ts';
import type { NetworkWeights, WeightsProvenance } from '../engine/network/weights.ts';
import type { ObjectiveFactory } from '../engine/objective.ts';
import type { WasmFiles } from '../engine/tfjs/start-wasm.ts';
import type { FlowEstimator } from '../flow/estimator.ts';
import type { BlobStore } from '../platform/blob-store.ts';
import type { ComputeDevice, DeviceProvider } from '../platform/device-provider.ts';
import type { Fetcher } from '../platform/fetcher.ts';
import type { Params } from '../project/schema.ts';
import { adapterName, chooseDevice } from './choose-device.ts';
import { createFlow } from './open-flow.ts';
import { chooseEngine, openObjectives } from './open-objectives.ts';

/** What a platform gives, so that the engine and the flow can be opened on it. */
export interface EnginePlatform {
  readonly devices: DeviceProvider;
  /** address of the folder with tfjs' `.wasm` files, ending in a slash, or of each of them */
  readonly wasmFiles: string | WasmFiles;
  /** keeps downloaded weights, and what was measured of the device */
  readonly weightsStore: BlobStore;
  readonly fetcher: Fetcher;
  /** weights that the person gave, for `nn_weights: file` */
  readonly localWeights?: LocalWeights | undefined;
}

/** The machinery that a run needs, opened. */
export interface OpenEngine {
  readonly objectives: ObjectiveFactory;
  readonly flow: FlowEstimator;
  readonly weights: WeightsProvenance;
  /** the device in words, for people and records */
  readonly adapter: string;
  /** what a person should know before a long run; empty when all is as it should be */
  readonly warnings: readonly string[];
  /** `job_device: auto` found no graphics adapter worth using, so that the processor paints */
  readonly fellBack: boolean;
  /** Resolves with the reason once the device is lost; never on wasm. The engine is then of no use but to be disposed. */
  readonly lost: Promise<string>;
  /** Frees everything, the device too; harmless after its loss. */
  dispose(): void;
}

interface OpenOptions {
  /** told what a person should know while it paints */
  readonly warn?: (message: string) => void;
  readonly onProgress?: (progress: WeightsProgress) => void;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Chooses the device, loads the weights that the params need, and opens engine and flow on it.
 * @throws PleinAirError: kind `device` where `job_device: webgpu` finds no adapter; what `loadWeights` throws
 */
export async function openEngine(params: Params, platform: EnginePlatform, options: OpenOptions): Promise<OpenEngine> {
  const device = await chooseDevice(params.job_device, platform.devices);
  try {
    const engine = chooseEngine(params.job_engine, device);
    const weights = await loadWeights({
      source: params.nn_weights,
      taps: [...params.nn_content_layers, ...params.nn_style_layers],
      missing: params.nn_weights_missing,
      seed: params.job_seed,
      store: platform.weightsStore,
      fetcher: platform.fetcher,
      local: platform.localWeights,
      onProgress: options.onProgress,
      signal: options.signal,
    });
    const { wasmFiles, weightsStore } = platform;
    const objectives = await openObjectives(engine, device, weights, params, wasmFiles, weightsStore, options.warn);
    const flow = createFlow(device?.device ?? null, params);
    return {
      objectives,
      flow,
      weights: weights.provenance,
      adapter: device ? `webgpu: ${adapterName(device)}, ${engine} engine` : 'wasm: CPU',
      warnings: [...deviceWarnings(device), ...weightsWarnings(weights)],
      fellBack: !device && params.job_device === 'auto',
      lost: device ? device.device.lost.then(({ message }) => message) : new Promise(() => undefined),
      dispose() {
        objectives.dispose();
        flow.dispose();
        device?.device.destroy();
      },
    };
  } catch (error) {
    device?.device.destroy();
    throw error;
  }
}

function deviceWarnings(device: ComputeDevice | null): string[] {
  return device?.software
    ? [`${adapterName(device)} computes on the processor: job_device: wasm does the same work several times faster.`]
    : [];
}

function weightsWarnings({ provenance }: NetworkWeights): string[] {
  const { source, untrainedLayers } = provenance;
  if (untrainedLayers.length === 0) return [];
  return [
    source === 'untrained'
      ? 'Untrained: all layers hold seeded random filters. Good for trying things out; trained weights see more.'
      : `Untrained in part: ${untrainedLayers.join(', ')} hold seeded random filters, for want of trained ones.`,
  ];
}
