import { createRandom } from '../../src/core/random.ts';
import { convLayers } from '../../src/engine/network/layers.ts';
import type { ConvWeights, NetworkWeights } from '../../src/engine/network/weights.ts';

/** A network of VGG-19's shape with `channels` channels in every layer: quick enough for central differences. */
export function tinyNetwork(channels: number, seed = 1): NetworkWeights {
  const layers = new Map<string, ConvWeights>();
  convLayers.forEach((layer, i) => {
    const random = createRandom(seed * 100 + i);
    const inputs = layer.inputs === 3 ? 3 : channels;
    const scale = Math.sqrt(2 / (9 * inputs));
    layers.set(layer.name, {
      kernel: Float32Array.from({ length: 9 * inputs * channels }, () => random.normal() * scale),
      bias: Float32Array.from({ length: channels }, () => random.normal() * 2),
    });
  });
  return {
    layers,
    mean: [123.68, 116.779, 103.939],
    provenance: { source: 'untrained', sha256: '', untrainedLayers: [...layers.keys()] },
  };
}
