import type { NetworkWeights } from '../../src/engine/network/weights.ts';
import { tinyNetwork } from './tiny-network.ts';

/** A network whose activations grow and fall by powers of ten from layer to layer, as those of no trained one do. */
export function unevenNetwork(channels: number): NetworkWeights {
  const network = tinyNetwork(channels);
  const layers = new Map(
    [...network.layers].map(([name, { kernel, bias }], i) => {
      const factor = [1, 40, 0.3, 25, 0.01][i % 5]!;
      return [name, { kernel: kernel.map((v) => v * factor), bias: bias.map((v) => v * factor) }] as const;
    }),
  );
  return { ...network, layers };
}
