import { expect, it } from 'vitest';
import { createFusedObjectives } from '../../../src/engine/fused/objectives.ts';
import type { PlanDescription } from '../../../src/engine/fused/plan/describe.ts';
import { layerShapes } from '../../../src/engine/fused/plan/network-shape.ts';
import { planObjective } from '../../../src/engine/fused/plan/objective-plan.ts';
import { directOnly, type Strategy, softwareStrategy } from '../../../src/engine/fused/plan/strategy.ts';
import { fixedTuner } from '../../../src/engine/fused/tune/tuner.ts';
import { layout } from '../../../src/engine/fused/workspace.ts';
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
const winograd = { channels: 16, strategy: softwareStrategy, limit: 60 * 2 ** 10 };

/** The first layer's way back as graphics cards have it. */
const withImageGradient: Strategy = {
  ...directOnly,
  conv: ({ direction, outputs }) =>
    direction === 'backward' && outputs === 4 ? { kind: 'image' } : { kind: 'direct' },
};

/** The first layers staged in workgroup memory. */
const withStaged: Strategy = {
  ...directOnly,
  conv: ({ size }) => (size.width === WIDTH ? { kind: 'staged' } : { kind: 'direct' }),
};

/** Bytes that an evaluation binds at once, at most. */
function largestBinding(
  channels: number,
  given: Partial<ObjectiveParams>,
  strategy: Strategy,
  bindingLimit?: number,
): number {
  const params = { ...firstLayers, ...allTerms, ...given };
  const layers = layerShapes(tinyNetwork(channels), [...params.nn_content_layers, ...params.nn_style_layers], {
    width: WIDTH,
    height: HEIGHT,
  });
  const spec = { layers, params, temporalTargets: 2, strategy, ...(bindingLimit && { bindingLimit }) };
  return layout(planObjective(spec).steps).largestBinding;
}

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
  const temporal = [4, 8].map((seed) => ({ warped: waves(WIDTH, HEIGHT, seed), weights }));
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
  const everywhere = ['image terms', 'forward conv1_1', 'forward conv1_2', 'backward conv1_2', 'backward conv1_1'];
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
    ['convolutions staged in workgroup memory', { ...direct, strategy: withStaged }, untapped, everywhere],
    [
      'the gradient of the image from patches',
      { ...direct, strategy: withImageGradient, limit: 31_000 },
      untapped,
      everywhere,
    ],
  ] as const)('%s', async (_, { channels, strategy, limit }, params, banded) => {
    expect(largestBinding(channels, params, strategy, limit)).toBeLessThanOrEqual(limit);
    expect(largestBinding(channels, params, strategy)).toBeGreaterThan(limit);
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
