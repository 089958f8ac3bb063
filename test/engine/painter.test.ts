import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { cropToAspect } from '../../src/core/crop.ts';
import { type FloatImage, type Size, toFloatImage } from '../../src/core/image.ts';
import { resizeImage } from '../../src/core/resize.ts';
import type { LossTerms } from '../../src/engine/losses/terms.ts';
import type { AdamMoments } from '../../src/engine/minimizers/adam.ts';
import { resampleMoments } from '../../src/engine/minimizers/resample-moments.ts';
import { loadWeights } from '../../src/engine/network/load-weights.ts';
import type { NetworkWeights } from '../../src/engine/network/weights.ts';
import type { Minimized, MinimizeOptions, MinimizeStep, ObjectiveFactory } from '../../src/engine/objective.ts';
import type { ObjectiveParams } from '../../src/engine/objective-params.ts';
import { createPainter, type FrameTask, type PainterParams, type PaintStep } from '../../src/engine/painter.ts';
import { createTfjsObjectives } from '../../src/engine/tfjs/objective.ts';
import { createNodeFetcher } from '../../src/platform/node/fetcher.ts';
import { openLocalWeights } from '../../src/platform/node/files.ts';
import { createNodeImageCodec } from '../../src/platform/node/image-codec.ts';
import { waves } from '../support/images.ts';
import { wasmBackend } from '../support/tf-backends.ts';
import { tinyNetwork } from '../support/tiny-network.ts';

const DATA = '../shared/data';

const objectiveParams: ObjectiveParams = {
  nn_pooling: 'avg',
  nn_content_layers: ['conv3_2'],
  nn_content_layer_weights: [1],
  nn_content_loss_function: 1,
  nn_style_layers: ['relu1_1', 'relu2_1', 'relu3_1'],
  nn_style_layer_weights: [1, 1, 1],
  weight_content: 5,
  weight_style: 1e4,
  weight_tv: 1e-3,
  video_temporal_criterion: 'mse',
  weight_temporal: 2e5,
};
const LEVEL: LossTerms = { content: 1, style: 0, tv: 0, temporal: 0, total: 1 };

/** An engine whose loss is the same for every image, with a minimiser of its own. @param freed told when an objective is */
function levelObjectives(
  minimize: (x: Float32Array, options: MinimizeOptions, size: Size) => AsyncGenerator<MinimizeStep, Minimized>,
  freed: () => void = () => undefined,
): ObjectiveFactory {
  return {
    mean: [0, 0, 0],
    styleTarget: async () => ({ dispose: () => undefined }),
    create: async ({ content: size }) => ({
      size,
      evaluate: async (x) => ({ value: 1, terms: LEVEL, gradient: new Float32Array(x.length) }),
      minimize: (x, options) => minimize(x, options, size),
      dispose: freed,
    }),
    dispose: () => undefined,
  };
}

const params: PainterParams = {
  job_minimizer: 'lbfgs',
  job_ftol: 0,
  job_ftol_interval: 1,
  job_lbfgs_history: 10,
  job_line_search: 'wolfe',
  job_learning_rate: 1,
  job_adam_beta1: 0.9,
  job_adam_beta2: 0.999,
  job_scale_min: 0,
  job_scale_factor: Math.SQRT2,
};
const sizing = { resize: 'area', scale: 1, size: null } as const;

const objectivesOf = async (weights: NetworkWeights): Promise<ObjectiveFactory> =>
  createTfjsObjectives(await wasmBackend(), weights, objectiveParams);

const taskOf = (content: FloatImage, changes: Partial<FrameTask> = {}): FrameTask => ({
  content,
  initial: content,
  coarseToFine: true,
  temporal: [],
  evaluations: 8,
  ...changes,
});

async function paint(painter: ReturnType<typeof createPainter>, task: FrameTask, signal?: AbortSignal) {
  const steps: PaintStep[] = [];
  const run = painter.paint(task, signal);
  for (;;) {
    const next = await run.next();
    if (next.done) return { steps, painted: next.value };
    steps.push(next.value);
  }
}

describe('painter', () => {
  const paintings = [{ image: waves(50, 40, 2), weight: 1 }];

  it('goes from coarse to fine, tells its progress, and ends lower than it began', async () => {
    const painter = createPainter(await objectivesOf(tinyNetwork(6)), paintings, sizing, {
      ...params,
      job_scale_min: 32,
    });
    const { steps, painted } = await paint(painter, taskOf(waves(64, 48, 3)));
    expect([...new Set(steps.map(({ size }) => size.width))]).toEqual([32, 45, 64]);
    expect(painted.image).toMatchObject({ width: 64, height: 48, channels: 3 });
    expect(painted.last.total).toBeLessThan(painted.first.total);
    for (let i = 1; i < steps.length; i++) {
      expect(steps[i]!.progress).toBeGreaterThan(steps[i - 1]!.progress);
      expect(steps[i]!.evaluation).toBe(steps[i - 1]!.evaluation + 1);
    }
    expect(steps.at(-1)!.progress).toBeCloseTo(1, 6);
    expect(steps.at(-1)!.evaluation).toBe(steps.at(-1)!.evaluations);
    expect(await steps[0]!.image()).toMatchObject({ width: 32, height: 24 });
    // One evaluation at full size tells where the frame began.
    expect(painted.evaluations).toBe(steps.length + 1);
    const cost = steps.reduce((sum, { size }) => sum + (size.width * size.height) / (64 * 48), 1);
    expect(painted.work).toBeCloseTo(cost, 6);
  });

  it('computes a style target once per size, however many frames there are', async () => {
    const inner = await objectivesOf(tinyNetwork(6));
    let targets = 0;
    const counting: ObjectiveFactory = {
      ...inner,
      styleTarget: (styles) => {
        targets++;
        return inner.styleTarget(styles);
      },
    };
    const painter = createPainter(counting, paintings, sizing, { ...params, job_scale_min: 32 });
    for (const seed of [3, 4]) await paint(painter, taskOf(waves(64, 48, seed), { evaluations: 2 }));
    expect(targets).toBe(3);
    painter.dispose();
  });

  it('tells the engine at every size what gives the picture up', async () => {
    const inner = await objectivesOf(tinyNetwork(6));
    const heard: (AbortSignal | undefined)[] = [];
    const listening: ObjectiveFactory = {
      ...inner,
      styleTarget: (styles, signal) => {
        heard.push(signal);
        return inner.styleTarget(styles, signal);
      },
      create: (spec, signal) => {
        heard.push(signal);
        return inner.create(spec, signal);
      },
    };
    const painter = createPainter(listening, paintings, sizing, { ...params, job_scale_min: 32 });
    const { signal } = new AbortController();
    await paint(painter, taskOf(waves(64, 48, 3), { evaluations: 2 }), signal);
    // Three sizes, and the full one for the loss at the start.
    expect(heard).toEqual(Array.from({ length: 7 }, () => signal));
    painter.dispose();
  });

  it('resamples Adam’s moments from size to size', async () => {
    const decay = { beta1: params.job_adam_beta1, beta2: params.job_adam_beta2 };
    const asked: { size: Size; options: MinimizeOptions }[] = [];
    // Leaves behind, at each size, moments that say which they are.
    const momentsAt = ({ width, height }: Size): AdamMoments => ({
      first: new Float32Array(3 * width * height).fill(-width),
      second: new Float32Array(3 * width * height).fill(width ** 2),
      updates: width,
    });
    const painter = createPainter(
      levelObjectives(async function* (x, options, size) {
        asked.push({ size, options });
        yield { evaluation: 1, terms: LEVEL, image: async () => x };
        return { x, terms: LEVEL, evaluations: 1, stop: 'evaluations', moments: momentsAt(size) };
      }),
      paintings,
      sizing,
      { ...params, job_minimizer: 'adam', job_scale_min: 32, job_scale_factor: 2 },
    );
    for (let frame = 0; frame < 2; frame++) {
      asked.length = 0;
      await paint(painter, taskOf(waves(128, 96, 3)));
      const [coarse, middle, fine] = asked;
      expect(asked.map(({ size }) => size.width)).toEqual([32, 64, 128]);
      // A frame starts without those of the frame before.
      expect(coarse!.options).not.toHaveProperty('moments');
      expect(middle!.options).toMatchObject({
        moments: resampleMoments(momentsAt(coarse!.size), coarse!.size, middle!.size, decay),
      });
      expect(fine!.options).toMatchObject({
        moments: resampleMoments(momentsAt(middle!.size), middle!.size, fine!.size, decay),
      });
      // Nobody goes on from the last.
      expect(asked.map(({ options }) => options.minimizer === 'adam' && options.keepMoments)).toEqual([
        true,
        true,
        false,
      ]);
    }
  });

  it('holds a frame to its temporal target', async () => {
    const painter = createPainter(await objectivesOf(tinyNetwork(6)), paintings, sizing, params);
    const content = waves(40, 30, 3);
    const warped = waves(40, 30, 8);
    const weights = { width: 40, height: 30, data: new Float32Array(1200).map((_, i) => (i % 40 < 20 ? 1 : 0)) };
    const { painted } = await paint(
      painter,
      taskOf(content, { temporal: [{ warped, weights }], coarseToFine: false, evaluations: 30 }),
    );
    const distance = (held: boolean) => {
      let sum = 0;
      for (let i = 0; i < 3600; i++) {
        if (weights.data[Math.floor(i / 3)]! > 0 === held) sum += (painted.image.data[i]! - warped.data[i]!) ** 2;
      }
      return sum;
    };
    expect(distance(true)).toBeLessThan(0.2 * distance(false));
  });

  it('stops with the reason of the signal and frees the frame', async () => {
    const painter = createPainter(await objectivesOf(tinyNetwork(6)), paintings, sizing, params);
    const content = waves(40, 30, 3);
    await paint(painter, taskOf(content, { evaluations: 1 }));
    const before = tf.memory().numTensors;
    const abort = new AbortController();
    const run = painter.paint(taskOf(content, { evaluations: 50 }), abort.signal);
    await run.next();
    abort.abort();
    await expect(
      (async () => {
        while (!(await run.next()).done);
      })(),
    ).rejects.toThrow(/abort/i);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('ends what is at work where nobody listens any more, before it frees the objective, and can paint again', async () => {
    const log: string[] = [];
    const painter = createPainter(
      levelObjectives(
        async function* (x, { evaluations }) {
          log.push('begun');
          try {
            for (let evaluation = 1; evaluation <= evaluations; evaluation++) {
              yield { evaluation, terms: LEVEL, image: async () => x };
            }
            return { x, terms: LEVEL, evaluations, stop: 'evaluations' };
          } finally {
            await new Promise((resolve) => setTimeout(resolve));
            log.push('ended');
          }
        },
        () => log.push('freed'),
      ),
      paintings,
      sizing,
      params,
    );
    const run = painter.paint(taskOf(waves(32, 24, 6)));
    await run.next();
    await run.return(undefined as never);
    expect(log).toEqual(['begun', 'ended', 'freed']);
    expect((await paint(painter, taskOf(waves(32, 24, 6)))).painted.stop).toBe('evaluations');
    expect(log.slice(3)).toEqual(['begun', 'ended', 'freed']);
  });

  it('makes no room for a picture that is given up, and goes no further where it was given up meanwhile', async () => {
    const abort = new AbortController();
    const signals: (AbortSignal | undefined)[] = [];
    let targets = 0;
    const painter = createPainter(
      {
        mean: [0, 0, 0],
        reserve: async (_size, _temporalTargets, signal) => {
          signals.push(signal);
          abort.abort();
        },
        styleTarget: async () => {
          targets++;
          return { dispose: () => undefined };
        },
        create: async () => {
          throw new Error('never asked for');
        },
        dispose: () => undefined,
      },
      paintings,
      sizing,
      params,
    );
    for (let i = 0; i < 2; i++) {
      await expect(paint(painter, taskOf(waves(32, 24, 6)), abort.signal)).rejects.toThrow(/abort/i);
    }
    expect(signals).toEqual([abort.signal]);
    expect(targets).toBe(0);
  });

  it('looks at the signal between the trials of one line search', async () => {
    let evaluations = 0;
    const painter = createPainter(
      {
        mean: [0, 0, 0],
        styleTarget: async () => ({ dispose: () => undefined }),
        // Never goes down, so that a line search tries ten steps; never leaves the thread, as on wasm.
        create: async ({ content }) => ({
          size: content,
          evaluate: async (x) => {
            const until = performance.now() + 40;
            while (performance.now() < until);
            const value = ++evaluations;
            const terms = { content: value, style: 0, tv: 0, temporal: 0, total: value };
            return { value, terms, gradient: new Float32Array(x.length).fill(1) };
          },
          dispose: () => undefined,
        }),
        dispose: () => undefined,
      },
      paintings,
      sizing,
      params,
    );
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 60);
    const task = taskOf(waves(32, 24, 6), { evaluations: 50 });
    await expect(paint(painter, task, abort.signal)).rejects.toThrow(/abort/i);
    // Two are over when the signal comes, and one more may be in work.
    expect(evaluations).toBeLessThanOrEqual(4);
  });
});

if (!existsSync(DATA)) process.stderr.write(`${DATA} is absent: minimisers are not compared on a real painting\n`);
describe.skipIf(!existsSync(DATA))('minimisers on a photograph, a painting and real weights', () => {
  it('L-BFGS never goes up, and gets lower than Adam in as many evaluations', async () => {
    const read = async (name: string) =>
      toFloatImage(await createNodeImageCodec().decode(await readFile(`${DATA}/${name}`), name));
    const store = {
      get: async () => null,
      put: async () => undefined,
      delete: async () => undefined,
      list: async () => [],
    };
    const weights = await loadWeights({
      source: 'file',
      taps: ['conv3_2', 'relu3_1'],
      missing: 'error',
      seed: 0,
      store,
      fetcher: createNodeFetcher(),
      local: await openLocalWeights(`${DATA}/vgg19-oxford`),
    });
    const objectives = await objectivesOf(weights);
    const content = resizeImage(cropToAspect(await read('photos/tubingen.jpg'), 4 / 3), 64, 48);
    const paintings = [{ image: await read('styles/starry-night.jpg'), weight: 1 }];
    const run = async (changes: Partial<PainterParams>) => {
      const painter = createPainter(objectives, paintings, sizing, { ...params, ...changes });
      return paint(painter, taskOf(content, { evaluations: 50 }));
    };
    const lbfgs = await run({});
    const totals = lbfgs.steps.map(({ terms }) => terms.total);
    for (let i = 1; i < totals.length; i++) expect(totals[i]!).toBeLessThanOrEqual(totals[i - 1]!);
    // Adam at the best of three steps, in grey levels.
    const rates = [2, 5, 10];
    const adam = await Promise.all(rates.map((rate) => run({ job_minimizer: 'adam', job_learning_rate: rate })));
    const best = Math.min(...adam.map(({ painted }) => painted.last.total));
    expect(lbfgs.painted.last.total).toBeLessThan(best);
    expect(lbfgs.painted.last.total).toBeLessThan(0.02 * lbfgs.painted.first.total);
  });
});
