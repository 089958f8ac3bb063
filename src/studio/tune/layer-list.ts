/** A layer that a loss reads, with its weight. */
export interface WeightedLayer {
  readonly name: string;
  readonly weight: number;
}

/** Two lists of params as one. Lists of unequal length do not occur: the schema's rules refuse them. */
export function pairLayers(names: readonly string[], weights: readonly number[]): WeightedLayer[] {
  return names.map((name, i) => ({ name, weight: weights[i] ?? 1 }));
}

/** With one more layer, before the first that lies deeper in the network, weighing as much as the others do on average. */
export function addLayer(layers: readonly WeightedLayer[], name: string, order: readonly string[]): WeightedLayer[] {
  const mean = layers.reduce((sum, { weight }) => sum + weight, 0) / Math.max(layers.length, 1);
  const depth = order.indexOf(name);
  const deeper = layers.findIndex((layer) => order.indexOf(layer.name) > depth);
  const place = deeper < 0 ? layers.length : deeper;
  return layers.toSpliced(place, 0, { name, weight: mean > 0 ? Number(mean.toPrecision(3)) : 1 });
}

/** Share of one layer after scaling to sum 1, in per cent; null where all weigh nothing. */
export function sharePercent(layers: readonly WeightedLayer[], weight: number): number | null {
  const sum = layers.reduce((total, layer) => total + layer.weight, 0);
  return sum > 0 ? (100 * weight) / sum : null;
}
