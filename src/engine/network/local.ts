import { PleinAirError } from '../../core/errors.ts';
import { checkFinite, floatsOf } from './conv-values.ts';
import type { ConvLayer } from './layers.ts';
import type { LoadedLayers, LoaderPorts, LocalWeights, WeightsFile, WeightsLoader } from './loader.ts';
import { findTensor, readSafetensorsTable, refuseBatchNorm, tensorName } from './safetensors.ts';
import { isTfjsFolder, loadTfjsFolder, readExactly } from './tfjs-folder.ts';
import { TORCHVISION_MEAN, torchConv } from './torchvision.ts';
import type { ConvWeights } from './weights.ts';

/**
 * Weights that a person gave: a folder of TF.js layers, or one .safetensors file (alone, or in a folder).
 * @throws PleinAirError kind `input` where the files are neither, are damaged, or hold no layer of VGG-19
 */
export const loadLocal: WeightsLoader = async (wanted, ports) => {
  const { local } = ports;
  if (!local) throw new TypeError('local: the source "file" needs `local`, the files that the person gave');
  const loaded = await loadKind(local, wanted, ports);
  if (loaded.layers.size > 0 || wanted.length === 0) return loaded;
  throw new PleinAirError(
    'input',
    `${local.label} holds none of the VGG-19 layers ${wanted.map(({ name }) => name).join(', ')}.`,
    'Give a folder with the shards that its model.json names, or a .safetensors file with features.0.weight and so on.',
  );
};

function loadKind(local: LocalWeights, wanted: readonly ConvLayer[], ports: LoaderPorts): Promise<LoadedLayers> {
  if (isTfjsFolder(local.files)) return loadTfjsFolder(local, wanted, ports);
  const tensors = local.files.filter(({ name }) => /\.safetensors$/i.test(name));
  if (tensors.length === 1) return loadSafetensorsFile(tensors[0]!, local, wanted, ports);
  const seen =
    tensors.length > 1 ? tensors.map(({ name }) => name).join(', ') : 'no model.json and no .safetensors file';
  throw new PleinAirError(
    'input',
    `${local.label} is not one set of VGG-19 weights: ${seen}.`,
    'Give a folder in TF.js layers format (model.json and its shards) or one .safetensors file.',
  );
}

/** torchvision's tensors from a file; layers that it does not have are absent. */
async function loadSafetensorsFile(
  file: WeightsFile,
  local: LocalWeights,
  wanted: readonly ConvLayer[],
  { signal, onProgress }: LoaderPorts,
): Promise<LoadedLayers> {
  const read = (begin: number, end: number) => readExactly(file, begin, end, local.label);
  const table = await readSafetensorsTable(read, file.size, local.label);
  refuseBatchNorm(table, local.label);
  const found = wanted.map((layer) => ({
    layer,
    weight: findTensor(table, layer, 'weight', local.label),
    bias: findTensor(table, layer, 'bias', local.label),
  }));
  const total = found.reduce(
    (sum, { weight, bias }) => (weight && bias ? sum + weight.end - weight.begin + bias.end - bias.begin : sum),
    0,
  );
  let done = 0;
  const layers = new Map<string, ConvWeights>();
  const absent = new Map<string, string>();
  for (const { layer, weight, bias } of found) {
    signal?.throwIfAborted();
    const name = tensorName(layer, 'weight');
    if (!weight || !bias) {
      absent.set(layer.name, weight ? tensorName(layer, 'bias') : name);
      continue;
    }
    const kernel = floatsOf(await read(weight.begin, weight.end));
    const offsets = floatsOf(await read(bias.begin, bias.end));
    checkFinite(kernel, `${layer.name} ("${name}")`, local.label);
    checkFinite(offsets, `${layer.name} ("${tensorName(layer, 'bias')}")`, local.label);
    layers.set(layer.name, torchConv(layer, kernel, offsets));
    done += weight.end - weight.begin + bias.end - bias.begin;
    onProgress?.({ file: name, done, total });
  }
  return { layers, mean: TORCHVISION_MEAN, source: 'file', label: local.label, absent };
}
