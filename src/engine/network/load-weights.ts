import { sha256 } from '../../core/digest.ts';
import { PleinAirError } from '../../core/errors.ts';
import { bytesOf } from './conv-values.ts';
import { type ConvLayer, layersUpTo } from './layers.ts';
import type { LoadedLayers, LoaderPorts, WeightsSource } from './loader.ts';
import { weightsLoaders } from './registry.ts';
import { untrainedConv } from './untrained.ts';
import type { ConvWeights, NetworkWeights } from './weights.ts';

/** What weights are wanted, and with what to get them. */
export interface WeightsRequest extends LoaderPorts {
  readonly source: WeightsSource;
  /** `convB_I` and `reluB_I`: the layers that the losses read */
  readonly taps: readonly string[];
  /** what to do about layers that the source does not have (`nn_weights_missing`) */
  readonly missing: 'error' | 'untrained';
}

/**
 * Weights of the convolutions that `taps` need, checked, in the engine's form.
 * @param loaders who brings each source; tests give their own
 * @throws PleinAirError kind `network`, `storage` or `input`; the reason of `signal` when it is aborted; RangeError for an unknown tap
 */
export async function loadWeights(request: WeightsRequest, loaders = weightsLoaders): Promise<NetworkWeights> {
  const wanted = layersUpTo(request.taps);
  const loaded = await loaders[request.source](wanted, request);
  const absent = wanted.filter(({ name }) => !loaded.layers.has(name));
  if (absent.length > 0 && request.missing === 'error') throw missingLayers(absent, loaded);
  const layers = new Map<string, ConvWeights>();
  for (const layer of wanted) {
    request.signal?.throwIfAborted();
    layers.set(layer.name, loaded.layers.get(layer.name) ?? untrainedConv(layer, request.seed));
  }
  const untrained = loaded.source === 'untrained' ? wanted : absent;
  return {
    layers,
    mean: loaded.mean,
    provenance: {
      source: loaded.source,
      sha256: await sha256(...[...layers.values()].flatMap(({ kernel, bias }) => [bytesOf(kernel), bytesOf(bias)])),
      untrainedLayers: untrained.map(({ name }) => name),
    },
  };
}

function missingLayers(absent: readonly ConvLayer[], { label, absent: reasons }: LoadedLayers): PleinAirError {
  const list = absent.map(({ name }) => {
    const reason = reasons.get(name);
    return reason ? `${name} (${reason})` : name;
  });
  return new PleinAirError(
    'input',
    `${label} lacks layers that the style and content layers need: ${list.join(', ')}.`,
    'Add what is missing, choose shallower layers, set nn_weights_missing: untrained to fill them with seeded filters, or use the weights ' +
      '`oxford`, which downloads them.',
  );
}
