import { describe, expect, it } from 'vitest';
import { createFusedObjectives } from '../../../src/engine/fused/objectives.ts';
import { cardStrategy, directOnly, type Strategy, softwareStrategy } from '../../../src/engine/fused/plan/strategy.ts';
import { fixedTuner } from '../../../src/engine/fused/tune/tuner.ts';
import type { NetworkWeights } from '../../../src/engine/network/weights.ts';
import type { Evaluation, ObjectiveFactory } from '../../../src/engine/objective.ts';
import type { ObjectiveParams } from '../../../src/engine/objective-params.ts';
import { createTfjsObjectives } from '../../../src/engine/tfjs/objective.ts';
import { smallestSubgroup } from '../../../src/gpu/subgroups.ts';
import { describeGpu, testDevice } from '../../support/gpu.ts';
import { waves } from '../../support/images.ts';
import { allTerms, firstLayers } from '../../support/objective-params.ts';
import { wasmBackend } from '../../support/tf-backends.ts';
import { tinyNetwork } from '../../support/tiny-network.ts';

/** Odd on purpose: no size is a multiple of a tile or of the network's pooling. */
const WIDTH = 53;
const HEIGHT = 37;
const content = waves(WIDTH, HEIGHT, 3);
const mask = {
  width: WIDTH,
  height: HEIGHT,
  data: Float32Array.from({ length: WIDTH * HEIGHT }, (_, i) => (i % 7) / 6),
};
const styles = [
  { image: waves(61, 46, 5), weight: 0.7 },
  { image: waves(39, 53, 6), weight: 0.3 },
];
const temporal = [
  { warped: waves(WIDTH, HEIGHT, 4), weights: mask },
  { warped: waves(WIDTH, HEIGHT, 8), weights: mask },
];

const base: ObjectiveParams = {
  ...firstLayers,
  ...allTerms,
};

const everyTap = ['1_1', '1_2', '2_1', '2_2', '3_1', '3_2', '3_3', '3_4', '4_1', '4_2', '4_3', '4_4', '5_1'];

const cases: [string, Partial<ObjectiveParams>][] = [
  ['first layers', {}],
  ['maxima, smooth L1', { nn_pooling: 'max', video_temporal_criterion: 'smoothl1' }],
  [
    'default layers',
    {
      nn_content_layers: ['conv4_2'],
      nn_style_layers: ['relu1_1', 'relu2_1', 'relu3_1', 'relu4_1', 'relu5_1'],
      nn_style_layer_weights: [1, 1, 1, 1, 1],
    },
  ],
  [
    'every tap behind the ReLU, maxima',
    {
      nn_pooling: 'max',
      nn_style_layers: everyTap.map((place) => `relu${place}`),
      nn_style_layer_weights: everyTap.map((_, i) => i + 1),
      nn_content_layers: ['relu1_2', 'relu4_4'],
      nn_content_layer_weights: [1, 2],
    },
  ],
  [
    'every tap before the ReLU',
    {
      nn_style_layers: everyTap.map((place) => `conv${place}`),
      nn_style_layer_weights: everyTap.map(() => 1),
      nn_content_layers: everyTap.map((place) => `conv${place}`),
      nn_content_layer_weights: everyTap.map(() => 1),
    },
  ],
  [
    'both taps of pooled layers',
    {
      nn_pooling: 'max',
      nn_style_layers: ['conv1_2', 'relu1_2', 'relu2_2', 'conv3_4'],
      nn_style_layer_weights: [1, 1, 1, 1],
      nn_content_layers: ['conv1_2', 'relu3_4', 'relu1_2'],
      nn_content_layer_weights: [1, 1, 1],
      nn_content_loss_function: 3,
    },
  ],
];

const minimizer = { job_minimizer: 'lbfgs', job_lbfgs_history: 10 } as const;

async function evaluate(factory: ObjectiveFactory, x: Float32Array): Promise<Evaluation> {
  const style = await factory.styleTarget(styles);
  const objective = await factory.create({ content, style, temporal });
  const found = await objective.evaluate(x);
  objective.dispose();
  style.dispose();
  factory.dispose();
  return found;
}

async function compare(network: NetworkWeights, params: ObjectiveParams, strategy: Strategy): Promise<void> {
  const start = waves(WIDTH, HEIGHT, 9).data.map((v, i) => v - network.mean[i % 3]!);
  const fused = await evaluate(
    createFusedObjectives(await testDevice(), network, { ...params, ...minimizer }, { tuner: fixedTuner(strategy) }),
    start,
  );
  const truth = await evaluate(await createTfjsObjectives(await wasmBackend(), network, params), start);
  for (const term of ['content', 'style', 'tv', 'temporal', 'total'] as const) {
    expect(Math.abs(fused.terms[term] / truth.terms[term] - 1), term).toBeLessThan(1e-3);
  }
  let apart = 0;
  let length = 0;
  truth.gradient.forEach((g, i) => {
    apart += (g - fused.gradient[i]!) ** 2;
    length += g * g;
  });
  expect(Math.sqrt(apart / length)).toBeLessThan(1e-3);
}

describeGpu('the fused objective agrees with tfjs', () => {
  describe('direct convolutions', () => {
    it.each(cases)('%s', async (_, params) => compare(tinyNetwork(8), { ...base, ...params }, directOnly));
  });
  // A tile for graphics cards is slow on an adapter of software: one case with it; with the other those that go through every layer.
  it('Winograd convolutions, products staged', async () => {
    const { limits } = await testDevice();
    await compare(tinyNetwork(64), base, cardStrategy(limits));
  });
  it('Winograd convolutions, products by subgroups; staged ones at the image', async ({ skip }) => {
    skip(smallestSubgroup(await testDevice()) < 4, 'the device has no such subgroups');
    const tile = { staging: false, lanes: 4, rows: 4, columns: 16, depth: 4, perRow: 4, perColumn: 4 };
    await compare(tinyNetwork(16), base, {
      conv: ({ inputs, outputs }) =>
        inputs % 16 === 0 && outputs % 16 === 0 ? { kind: 'winograd', tile, bandBytes: 2 ** 20 } : { kind: 'staged' },
      product: () => tile,
    });
  });
  it.each(['kept', 'made'] as const)('Winograd convolutions F(2×2), filters %s', async (filters) =>
    compare(tinyNetwork(16), base, {
      ...softwareStrategy,
      conv: (conv) => {
        const variant = softwareStrategy.conv(conv);
        return variant.kind === 'winograd' ? { ...variant, outputs: 2, filters } : variant;
      },
    }),
  );
  describe('Winograd convolutions, products in registers', () => {
    it.each(cases.slice(2, 4))('%s', async (_, params) =>
      compare(tinyNetwork(16), { ...base, ...params }, softwareStrategy),
    );
  });
});
