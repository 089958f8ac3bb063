import { loadWeights } from '../engine/network/load-weights.ts';
import type { NetworkWeights } from '../engine/network/weights.ts';
import type { Params } from '../project/schema.ts';

/** Seeded filters for the taps of `params`: an evaluation takes as long with them as with trained ones, and they need no download. */
export function untrainedWeights(params: Params): Promise<NetworkWeights> {
  const unasked = () => Promise.reject(new Error('seeded filters come from nowhere'));
  return loadWeights({
    source: 'untrained',
    taps: [...params.nn_content_layers, ...params.nn_style_layers],
    missing: 'untrained',
    seed: 0,
    store: { get: unasked, put: unasked, delete: unasked, list: unasked },
    fetcher: { fetch: unasked },
  });
}
