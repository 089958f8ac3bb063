import { createRandom, seedFrom } from '../../core/random.ts';
import type { ConvLayer } from './layers.ts';
import { OXFORD_MEAN, type WeightsLoader } from './loader.ts';
import type { ConvWeights } from './weights.ts';

/**
 * Seeded He-normal filters (He et al. 2015, eq. 10: variance 2 / fan-in) and no bias. They keep the root mean square of activations about
 * constant through the layers, so raw 0–255 input neither dies nor explodes. A layer's filters depend on the seed and its name alone,
 * never on which other layers are loaded.
 * @param seed uint32
 */
export function untrainedConv(layer: ConvLayer, seed: number): ConvWeights {
  const random = createRandom(seedFrom(seed, 'untrained', layer.name));
  const deviation = Math.sqrt(2 / (9 * layer.inputs));
  const kernel = new Float32Array(9 * layer.inputs * layer.outputs);
  for (let i = 0; i < kernel.length; i++) kernel[i] = deviation * random.normal();
  return { kernel, bias: new Float32Array(layer.outputs) };
}

/** All layers with seeded filters: works offline, for trying things out and for tests. */
export const loadUntrained: WeightsLoader = async (layers, { seed, signal }) => {
  const filters = new Map<string, ConvWeights>();
  for (const layer of layers) {
    signal?.throwIfAborted();
    filters.set(layer.name, untrainedConv(layer, seed));
  }
  return { layers: filters, mean: OXFORD_MEAN, source: 'untrained', label: 'seeded filters', absent: new Map() };
};
