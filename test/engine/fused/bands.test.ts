import { expect, it } from 'vitest';
import { createFusedObjectives } from '../../../src/engine/fused/objectives.ts';
import type { PlanDescription } from '../../../src/engine/fused/plan/describe.ts';
import { directOnly, type Strategy, softwareStrategy } from '../../../src/engine/fused/plan/strategy.ts';
import { fixedTuner } from '../../../src/engine/fused/tune/tuner.ts';
import type { Evaluation } from '../../../src/engine/objective.ts';
import type { ObjectiveParams } from '../../../src/engine/objective-params.ts';
import { describeGpu, testDevice } from '../../support/gpu.ts';
import { waves } from '../../support/images.ts';
import { allTerms, firstLayers } from '../../support/objective-params.ts';
import { tinyNetwork } from '../../support/tiny-network.ts';

/** Odd on purpose: no row of a map begins where a binding may. */
const WIDTH = 53;
const HEIGHT = 37;
const untapped: Partial<ObjectiveParams> = {
  nn_content_layers: ['conv2_1'],
  nn_style_layers: ['relu2_1'],
  nn_style_layer_weights: [1],
};
const behindRelu: Partial<ObjectiveParams> = {
  nn_style_layers: ['relu1_1', 'relu1_2', 'relu2_1'],
  nn_style_layer_weights: [1, 1, 1],
  nn_content_layers: ['relu1_1', 'relu1_2'],
  nn_content_layer_weights: [1, 1],
};
const beforeRelu: Partial<ObjectiveParams> = {
  nn_pooling: 'max',
  nn_style_layers: ['conv1_1', 'conv1_2', 'conv2_1'],
  nn_style_layer_weights: [1, 1, 1],
  nn_content_layers: ['conv1_1', 'relu1_2', 'conv2_1'],
  nn_content_layer_weights: [1, 1, 1],
};
const direct = { channels: 8, strategy: directOnly, limit: 40 * 2 ** 10 };
const winograd = { channels: 16, strategy: softwareStrategy, limit: 64 * 2 ** 10 };

/** The first layer's way back as graphics cards have it. */
const withImageGradient: Strategy = {
  ...directOnly,
  conv: ({ direction, outputs }) =>
    direction === 'backward' && outputs === 4 ? { kind: 'image' } : { kind: 'direct' },
};

async function evaluate(
  channels: number,
  params: Partial<ObjectiveParams>,
  strategy: Strategy,
  bindingLimit?: number,
): Promise<Evaluation & { readonly banded: string[] }> {
  const network = tinyNetwork(channels);
  const factory = createFusedObjectives(
    await testDevice(),
    network,
    { ...firstLayers, ...allTerms, ...params, job_minimizer: 'lbfgs', job_lbfgs_history: 3 },
    { tuner: fixedTuner(strategy), ...(bindingLimit && { bindingLimit }) },
  );
  const style = await factory.styleTarget([{ image: waves(61, 46, 5), weight: 1 }]);
  const weights = { width: WIDTH, height: HEIGHT, data: new Float32Array(WIDTH * HEIGHT).fill(0.5) };
  const temporal = [{ warped: waves(WIDTH, HEIGHT, 4), weights }];
  const objective = await factory.create({ content: waves(WIDTH, HEIGHT, 3), style, temporal });
  const found = await objective.evaluate(waves(WIDTH, HEIGHT, 9).data.map((v, i) => v - network.mean[i % 3]!));
  const banded = (objective as unknown as { describe(): PlanDescription })
    .describe()
    .steps.filter(({ variant }) => /bands/.test(variant))
    .map(({ name, layer }) => `${name} ${layer}`);
  objective.dispose();
  factory.dispose();
  return { ...found, banded };
}

describeGpu('in bands, the objective is what it is in one piece', () => {
  const everywhere = ['forward conv1_1', 'forward conv1_2', 'backward conv1_2', 'backward conv1_1'];
  const tapped = [...everywhere, 'Gram', 'Gram gradient', 'content', 'unpool'];
  it.each([
    ['direct convolutions, taps behind the ReLU, averages', direct, behindRelu, tapped],
    [
      'direct convolutions, no tap at the picture’s own size, maxima',
      direct,
      { ...untapped, nn_pooling: 'max' },
      everywhere,
    ],
    ['Winograd convolutions, taps before the ReLU, maxima', winograd, beforeRelu, tapped],
    ['Winograd convolutions, no tap at the picture’s own size, averages', winograd, untapped, everywhere],
    ['the gradient of the image from patches', { ...direct, strategy: withImageGradient }, untapped, everywhere],
  ] as const)('%s', async (_, { channels, strategy, limit }, params, banded) => {
    const whole = await evaluate(channels, params, strategy);
    const bands = await evaluate(channels, params, strategy, limit);
    for (const step of banded)
      expect(
        bands.banded.some((text) => text.startsWith(step)),
        step,
      ).toBe(true);
    expect(whole.banded).toEqual([]);
    for (const term of ['content', 'style', 'tv', 'temporal'] as const) {
      expect(Math.abs(bands.terms[term] / whole.terms[term] - 1), term).toBeLessThan(1e-5);
    }
    const apart = Math.hypot(...whole.gradient.map((g, i) => g - bands.gradient[i]!));
    expect(apart / Math.hypot(...whole.gradient)).toBeLessThan(1e-5);
  });
});
