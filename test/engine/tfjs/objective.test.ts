import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { FloatImage } from '../../../src/core/image.ts';
import { createRandom } from '../../../src/core/random.ts';
import { contentLoss } from '../../../src/engine/losses/content.ts';
import { gramMatrix, mixGrams, styleLoss } from '../../../src/engine/losses/style.ts';
import { temporalLoss } from '../../../src/engine/losses/temporal.ts';
import { totalVariation } from '../../../src/engine/losses/variation.ts';
import type { Objective } from '../../../src/engine/objective.ts';
import type { ObjectiveParams } from '../../../src/engine/objective-params.ts';
import type { TfBackend } from '../../../src/engine/tfjs/backend.ts';
import { createTfjsObjectives } from '../../../src/engine/tfjs/objective.ts';
import { cpuForward } from '../../support/cpu-network.ts';
import { describeGpu } from '../../support/gpu.ts';
import { waves } from '../../support/images.ts';
import { allTerms, firstLayers } from '../../support/objective-params.ts';
import { wasmBackend, webgpuBackend } from '../../support/tf-backends.ts';
import { tinyNetwork } from '../../support/tiny-network.ts';

const network = tinyNetwork(4);
/** Odd on purpose: no size is a multiple of the network's pooling. */
const WIDTH = 37;
const HEIGHT = 23;
const content = waves(WIDTH, HEIGHT, 3);
const warped = waves(WIDTH, HEIGHT, 4);
const mask = {
  width: WIDTH,
  height: HEIGHT,
  data: Float32Array.from({ length: WIDTH * HEIGHT }, (_, i) => (i % 7) / 6),
};
const styles = [
  { image: waves(31, 26, 5), weight: 0.7 },
  { image: waves(19, 33, 6), weight: 0.3 },
];

const base: ObjectiveParams = {
  ...firstLayers,
  weight_content: 0,
  weight_style: 0,
  weight_tv: 0,
  weight_temporal: 0,
};

/** Each term alone, both poolings, taps before and after the ReLU, the deepest layers, and all together. */
const cases: [string, Partial<ObjectiveParams>][] = [
  ['content 1', { weight_content: 5 }],
  ['content 2', { weight_content: 5, nn_content_loss_function: 2 }],
  ['content 3', { weight_content: 5, nn_content_loss_function: 3 }],
  [
    'content at two taps of one layer',
    { weight_content: 5, nn_content_layers: ['conv2_1', 'relu2_1'], nn_content_layer_weights: [1, 3] },
  ],
  ['style', { weight_style: 1e4 }],
  [
    'style before the ReLU',
    { weight_style: 1e4, nn_style_layers: ['conv1_1', 'conv2_2'], nn_style_layer_weights: [1, 1] },
  ],
  ['style with max pooling', { weight_style: 1e4, nn_pooling: 'max' }],
  ['content with max pooling', { weight_content: 5, nn_pooling: 'max' }],
  ['tv', { weight_tv: 0.5 }],
  ['temporal', { weight_temporal: 2e5 }],
  ['temporal with smoothl1', { weight_temporal: 2e5, video_temporal_criterion: 'smoothl1' }],
  [
    'all terms at the default layers',
    {
      ...allTerms,
      nn_content_layers: ['conv4_2'],
      nn_style_layers: ['relu1_1', 'relu2_1', 'relu3_1', 'relu4_1', 'relu5_1'],
      nn_style_layer_weights: [0.2, 0.2, 0.2, 0.2, 0.2],
    },
  ],
];

async function open(backend: TfBackend, params: Partial<ObjectiveParams>): Promise<Objective> {
  const factory = await createTfjsObjectives(backend, network, { ...base, ...params });
  return factory.create({ content, style: await factory.styleTarget(styles), temporal: [{ warped, weights: mask }] });
}

const shifted = (image: FloatImage) => image.data.map((v, i) => v - network.mean[i % 3]!);
const start = shifted(waves(WIDTH, HEIGHT, 9));

/** The same terms from the CPU references on features of plain loops. */
function referenceTerms(x: FloatImage, params: ObjectiveParams) {
  const taps = [...params.nn_content_layers, ...params.nn_style_layers];
  const run = (image: FloatImage) => cpuForward(image, network, taps, params.nn_pooling);
  const at = run(x);
  const target = run(content);
  const paintings = styles.map(({ image }) => run(image));
  const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
  const share = (weights: readonly number[], i: number) => weights[i]! / sum(weights) / weights.length;
  const tapped = params.nn_content_layers.map((tap, i) => {
    const f = at.get(tap)!;
    const loss = contentLoss(f.data, target.get(tap)!.data, f.channels, params.nn_content_loss_function);
    return share(params.nn_content_layer_weights, i) * loss.value;
  });
  const painted = params.nn_style_layers.map((tap, i) => {
    const f = at.get(tap)!;
    const grams = paintings.map((p) => gramMatrix(p.get(tap)!.data, f.channels));
    const mixed = mixGrams(
      grams,
      styles.map(({ weight }) => weight),
    );
    return share(params.nn_style_layer_weights, i) * styleLoss(f.data, f.channels, mixed).value;
  });
  return {
    content: params.weight_content * sum(tapped),
    style: params.weight_style * sum(painted),
    tv: params.weight_tv * totalVariation(x.data, WIDTH, HEIGHT, 3).value,
    temporal:
      params.weight_temporal * temporalLoss(x.data, warped.data, mask.data, params.video_temporal_criterion).value,
  };
}

function suite(open_: () => Promise<TfBackend>) {
  let backend: TfBackend;
  beforeAll(async () => {
    backend = await open_();
  });

  it.each(cases)('gradient of %s agrees with central differences', async (_, params) => {
    const objective = await open(backend, params);
    const { gradient, value } = await objective.evaluate(start);
    const random = createRandom(11);
    const length = Math.hypot(...gradient);
    for (let k = 0; k < 3; k++) {
      // Directions that lean on the gradient: across it the change drowns in the rounding of a float32 sum.
      const direction = gradient.map((g) => g / length + (random.normal() * 0.7) / Math.sqrt(gradient.length));
      const step = 0.5;
      const move = (sign: number) => start.map((v, i) => v + sign * step * direction[i]!);
      const after = (await objective.evaluate(move(1))).value;
      const before = (await objective.evaluate(move(-1))).value;
      const slope = gradient.reduce((sum, g, i) => sum + g * direction[i]!, 0);
      const measured = (after - before) / (2 * step);
      // 1e-2: float32 evaluations, and a few ReLUs and |Δx| kinks that flip within the step.
      expect(
        Math.abs(measured - slope) / Math.abs(slope),
        `value ${value}, slope ${slope}, measured ${measured}`,
      ).toBeLessThan(1e-2);
    }
    objective.dispose();
  });

  it.each(cases)('terms of %s equal the CPU references', async (_, params) => {
    const merged = { ...base, ...params };
    const objective = await open(backend, params);
    const { terms } = await objective.evaluate(start);
    const x = { ...content, data: start.map((v, i) => v + network.mean[i % 3]!) };
    const expected = referenceTerms(x, merged);
    for (const name of ['content', 'style', 'tv', 'temporal'] as const) {
      // 1e-4: float32 features of 13 layers against doubles.
      expect(Math.abs(terms[name] - expected[name])).toBeLessThanOrEqual(1e-4 * Math.abs(expected[name]));
    }
    expect(terms.total).toBeCloseTo(terms.content + terms.style + terms.tv + terms.temporal, 5);
    objective.dispose();
  });

  it('keeps no tensor from one frame to the next', async () => {
    const factory = await createTfjsObjectives(backend, network, { ...base, ...allTerms });
    const style = await factory.styleTarget(styles);
    const counts: number[] = [];
    for (let frame = 0; frame < 3; frame++) {
      const objective = await factory.create({ content, style, temporal: [{ warped, weights: mask }] });
      await objective.evaluate(start);
      await objective.evaluate(start);
      objective.dispose();
      counts.push(tf.memory().numTensors);
    }
    expect(new Set(counts).size).toBe(1);
    style.dispose();
    factory.dispose();
  });
}

describe('objective on wasm', () => suite(wasmBackend));
describeGpu('objective on webgpu', () => suite(webgpuBackend));

describeGpu('objective', () => {
  it('is the same on wasm and webgpu', async () => {
    const params = cases.at(-1)![1];
    const onWasm = await (await open(await wasmBackend(), params)).evaluate(start);
    const onGpu = await (await open(await webgpuBackend(), params)).evaluate(start);
    const difference = Math.hypot(...onWasm.gradient.map((g, i) => g - onGpu.gradient[i]!));
    // The engines' contract in DESIGN: terms within 1e-3, gradient within 1e-3 of its norm.
    expect(difference / Math.hypot(...onWasm.gradient)).toBeLessThan(1e-3);
    expect(Math.abs(onGpu.value / onWasm.value - 1)).toBeLessThan(1e-3);
  });

  it('gives the same bits twice on webgpu', async () => {
    const objective = await open(await webgpuBackend(), cases.at(-1)![1]);
    const [a, b] = [await objective.evaluate(start), await objective.evaluate(start)];
    expect(b.value).toBe(a.value);
    expect(b.gradient).toEqual(a.gradient);
  });
});

describe('objective of a mix', () => {
  it('does not change when a painting without a share joins', async () => {
    const factory = await createTfjsObjectives(await wasmBackend(), network, { ...base, weight_style: 1e4 });
    const value = async (mix: typeof styles) => {
      const objective = await factory.create({ content, style: await factory.styleTarget(mix), temporal: [] });
      return (await objective.evaluate(start)).value;
    };
    const alone = await value([{ image: styles[0]!.image, weight: 1 }]);
    const joined = await value([
      { image: styles[0]!.image, weight: 1 },
      { image: styles[1]!.image, weight: 0 },
    ]);
    expect(Math.abs(joined / alone - 1)).toBeLessThan(1e-6);
  });

  it('refuses a picture that the network would shrink to nothing, and says what to do', async () => {
    const factory = await createTfjsObjectives(await wasmBackend(), network, {
      ...base,
      nn_style_layers: ['relu5_1'],
      nn_style_layer_weights: [1],
      weight_style: 1,
    });
    const style = await factory.styleTarget(styles);
    await expect(factory.create({ content: waves(40, 12), style, temporal: [] })).rejects.toThrow(
      /40×12 px is too small/,
    );
  });
});
