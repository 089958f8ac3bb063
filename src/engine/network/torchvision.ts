import { sha256 } from '../../core/digest.ts';
import { PleinAirError } from '../../core/errors.ts';
import type { BlobStore } from '../../platform/blob-store.ts';
import { checkFinite, floatsOf, fromOihw } from './conv-values.ts';
import { DEFAULT_RETRY, DownloadFailure, download, type RetryPolicy } from './download.ts';
import type { ConvLayer } from './layers.ts';
import type { LoaderPorts, WeightsLoader } from './loader.ts';
import { findTensor, readSafetensorsTable, type TensorEntry, tensorBytes, tensorName } from './safetensors.ts';
import type { ConvWeights, NetworkWeights } from './weights.ts';

/** torchvision's preprocessing: (x / 255 − mean) / deviation, RGB. */
const MEAN = [0.485, 0.456, 0.406] as const;
const DEVIATION = [0.229, 0.224, 0.225] as const;

/** What the engine subtracts from 0–255 for these weights. */
export const TORCHVISION_MEAN: NetworkWeights['mean'] = [MEAN[0] * 255, MEAN[1] * 255, MEAN[2] * 255];

export interface TorchvisionOptions {
  readonly url: string;
  readonly retry: RetryPolicy;
}

const DEFAULTS: TorchvisionOptions = {
  url: 'https://huggingface.co/timm/vgg19.tv_in1k/resolve/main/model.safetensors',
  retry: DEFAULT_RETRY,
};

const PARTS = ['weight', 'bias'] as const;

/** Where a kept tensor lies in the store; its SHA-256 lies beside it under the same key and `.sha256`. */
export function torchvisionKey(tensor: string): string {
  return `weights/torchvision/${tensor}`;
}

/**
 * torchvision's weights (VGG19_Weights.IMAGENET1K_V1): the convolutions' tensors alone, by HTTP range out of a file of 575 MB. No hash of that
 * file is published, so shapes, byte counts and values are checked, and what is kept is held against the SHA-256 it had on arrival.
 */
export function createTorchvisionLoader(options: Partial<TorchvisionOptions> = {}): WeightsLoader {
  const { url, retry } = { ...DEFAULTS, ...options };
  return async (wanted, ports) => {
    const total = wanted.reduce((sum, layer) => sum + tensorBytes(layer, 'weight') + tensorBytes(layer, 'bias'), 0);
    const remote = openRemote(url, retry, ports);
    let before = 0;
    const layers = new Map<string, ConvWeights>();
    for (const layer of wanted) {
      const tensors: Float32Array[] = [];
      for (const part of PARTS) {
        const name = tensorName(layer, part);
        const bytes = tensorBytes(layer, part);
        const report = (received: number) => ports.onProgress?.({ file: name, done: before + received, total });
        const kept = await keptTensor(ports.store, name, bytes);
        tensors.push(floatsOf(kept ?? (await remote.fetchTensor(layer, part, report))));
        report(bytes);
        before += bytes;
        ports.signal?.throwIfAborted();
      }
      layers.set(layer.name, torchConv(layer, tensors[0]!, tensors[1]!));
    }
    return { layers, mean: TORCHVISION_MEAN, source: 'torchvision', label: remote.label, absent: new Map() };
  };
}

/**
 * A torchvision layer in the engine's form. conv1_1 takes the preprocessing's scaling into its kernel; the mean stays outside, because with zero
 * padding it cannot be folded into the bias.
 * @param weight OIHW
 */
export function torchConv(layer: ConvLayer, weight: Float32Array, bias: Float32Array): ConvWeights {
  const kernel = fromOihw(weight, layer);
  if (layer.inputs === 3) {
    for (let i = 0; i < kernel.length; i++) {
      kernel[i] = kernel[i]! / (255 * DEVIATION[Math.floor(i / layer.outputs) % 3]!);
    }
  }
  return { kernel, bias };
}

/** The file on its server; its table is fetched once, when the first tensor is wanted. */
function openRemote(url: string, retry: RetryPolicy, ports: LoaderPorts) {
  const { fetcher, signal, store } = ports;
  const label = `model.safetensors of ${new URL(url).host}`;
  const read = async (begin: number, end: number, onBytes?: (received: number) => void): Promise<Uint8Array> => {
    try {
      return await download({ url, from: begin, bytes: end - begin }, { fetcher, retry, signal, onBytes });
    } catch (error) {
      throw error instanceof DownloadFailure ? unreachable(error) : error;
    }
  };
  let table: ReadonlyMap<string, TensorEntry> | undefined;
  return {
    label,
    fetchTensor: async (layer: ConvLayer, part: 'weight' | 'bias', onBytes: (received: number) => void) => {
      table ??= await readSafetensorsTable(read, null, label);
      const name = tensorName(layer, part);
      const entry = findTensor(table, layer, part, label);
      if (!entry) {
        throw new PleinAirError(
          'network',
          `${label} has no tensor "${name}".`,
          'Use the weights `oxford`, or a local file.',
        );
      }
      const bytes = await read(entry.begin, entry.end, onBytes);
      checkFinite(floatsOf(bytes), `${layer.name} ("${name}")`, label);
      await store.put(torchvisionKey(name), bytes);
      await store.put(`${torchvisionKey(name)}.sha256`, new TextEncoder().encode(await sha256(bytes)));
      return bytes;
    },
  };
}

/** A kept tensor, unless its bytes are not those that arrived. */
async function keptTensor(store: BlobStore, name: string, length: number): Promise<Uint8Array | null> {
  const bytes = await store.get(torchvisionKey(name));
  const hash = await store.get(`${torchvisionKey(name)}.sha256`);
  if (bytes?.byteLength !== length || !hash) return null;
  return (await sha256(bytes)) === new TextDecoder().decode(hash) ? bytes : null;
}

function unreachable(failure: DownloadFailure): PleinAirError {
  return new PleinAirError(
    'network',
    `The torchvision weights (model.safetensors) could not be fetched. ${failure.text}.`,
    'Check the connection and try again: tensors that arrived are kept. Or use the weights `oxford`, a local .safetensors file, or ' +
      '`untrained`, which needs no download.',
  );
}
