import { expect, it } from 'vitest';
import { createFusedObjectives, type FusedOptions, type FusedParams } from '../../../src/engine/fused/objectives.ts';
import { directOnly, softwareStrategy } from '../../../src/engine/fused/plan/strategy.ts';
import { fixedTuner } from '../../../src/engine/fused/tune/tuner.ts';
import type { NetworkWeights } from '../../../src/engine/network/weights.ts';
import type { Evaluation } from '../../../src/engine/objective.ts';
import { describeGpu, testDevice } from '../../support/gpu.ts';
import { waves } from '../../support/images.ts';
import { allTerms, defaultLayers } from '../../support/objective-params.ts';
import { unevenNetwork } from '../../support/uneven-network.ts';

const size = { width: 45, height: 35 };
const styles = [
  { image: waves(53, 38, 5), weight: 0.7 },
  { image: waves(39, 53, 6), weight: 0.3 },
];
const temporal = [
  {
    warped: waves(size.width, size.height, 4),
    weights: { ...size, data: Float32Array.from({ length: size.width * size.height }, (_, i) => (i % 7) / 6) },
  },
];

const base: FusedParams = {
  ...defaultLayers,
  ...allTerms,
  job_minimizer: 'lbfgs',
  job_lbfgs_history: 10,
};
const bothTaps: FusedParams = {
  ...base,
  nn_pooling: 'max',
  nn_style_layers: ['conv1_2', 'relu1_2', 'relu2_2', 'conv3_4'],
  nn_style_layer_weights: [4, 3, 2, 1],
  nn_content_layers: ['conv1_2', 'relu3_4', 'relu1_2'],
  nn_content_layer_weights: [1, 2, 3],
  nn_content_loss_function: 3,
};

async function evaluate(network: NetworkWeights, params: FusedParams, options: FusedOptions): Promise<Evaluation> {
  const factory = createFusedObjectives(await testDevice(), network, params, options);
  const style = await factory.styleTarget(styles);
  const objective = await factory.create({ content: waves(size.width, size.height, 3), style, temporal });
  const start = waves(size.width, size.height, 9).data.map((v, i) => v - network.mean[i % 3]!);
  const found = await objective.evaluate(start);
  objective.dispose();
  factory.dispose();
  return found;
}

/** Powers of two change no digit: what differs is only where the losses' constants are rounded. */
async function compare(network: NetworkWeights, params: FusedParams, options: FusedOptions): Promise<void> {
  const scaled = await evaluate(network, params, { ...options, scaled: true });
  const plain = await evaluate(network, params, { ...options, scaled: false });
  for (const term of ['content', 'style', 'tv', 'temporal', 'total'] as const) {
    expect(Math.abs(scaled.terms[term] / plain.terms[term] - 1), term).toBeLessThan(1e-6);
  }
  const length = Math.hypot(...plain.gradient);
  expect(Math.hypot(...plain.gradient.map((g, i) => g - scaled.gradient[i]!)) / length).toBeLessThan(1e-6);
}

describeGpu('activations and gradients stored near 1 give the same objective', () => {
  it(
    'direct convolutions, averages',
    () => compare(unevenNetwork(8), base, { tuner: fixedTuner(directOnly) }),
    200_000,
  );
  it(
    'direct convolutions, maxima, both taps of layers',
    () => compare(unevenNetwork(8), bothTaps, { tuner: fixedTuner(directOnly) }),
    200_000,
  );
  it('Winograd convolutions, filters made anew', () => {
    const shallow: FusedParams = {
      ...base,
      nn_content_layers: ['conv2_1'],
      nn_style_layers: ['relu1_1', 'relu2_1'],
      nn_style_layer_weights: [1, 1],
    };
    return compare(unevenNetwork(16), shallow, { tuner: fixedTuner(softwareStrategy), sparing: true });
  });
});
