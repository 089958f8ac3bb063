import { type ConvLayer, layersUpTo } from '../../engine/network/layers.ts';
import { tensorBytes } from '../../engine/network/safetensors.ts';
import { isTfjsFolder } from '../../engine/network/tfjs-folder.ts';
import type { Params } from '../../project/schema.ts';
import type { DownloadedWeights } from './weights-consent.ts';

/** What a person should know before they agree to a download. */
export interface SourceFacts {
  readonly title: string;
  readonly from: string;
  readonly licence: string;
}

/** Origin and licence of what `nn_weights` names. */
export const SOURCE_FACTS: Readonly<Record<DownloadedWeights, SourceFacts>> = {
  oxford: {
    title: 'VGG-19, the original filters',
    from: 'cdn.jsdelivr.net, or raw.githubusercontent.com where that fails',
    licence: 'Visual Geometry Group, University of Oxford; CC BY 4.0',
  },
  torchvision: {
    title: 'VGG-19, trained anew by torchvision',
    from: 'huggingface.co (timm/vgg19.tv_in1k)',
    licence: 'torchvision; BSD-3-Clause',
  },
};

/** Bytes of the filters that these params need: single precision, down to the deepest layer of the losses. */
export function weightsBytes(params: Params): number {
  const layers = layersUpTo([...params.nn_content_layers, ...params.nn_style_layers]);
  return layers.reduce((sum, layer) => sum + layerBytes(layer), 0);
}

/** Why picked files cannot be weights, by their names; null where they may be. Their bytes are checked when they are read. */
export function checkLocalFiles(files: readonly File[]): string | null {
  if (files.length === 0) return 'No file was chosen.';
  const read = () => Promise.reject(new Error('only names are looked at'));
  if (isTfjsFolder(files.map(({ name, size }) => ({ name, size, read })))) return null;
  const tensors = files.filter(({ name }) => /\.safetensors$/i.test(name));
  if (tensors.length === 1) return null;
  if (tensors.length > 1) return `Found ${tensors.length} .safetensors files: choose one of them.`;
  const found = files.length === 1 ? files[0]!.name : `${files.length} files`;
  return `Found ${found}: neither model.json with its shards nor a .safetensors file.`;
}

function layerBytes(layer: ConvLayer): number {
  return tensorBytes(layer, 'weight') + tensorBytes(layer, 'bias');
}
