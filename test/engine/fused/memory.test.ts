import { expect, it } from 'vitest';
import type { PleinAirError } from '../../../src/core/errors.ts';
import type { Size } from '../../../src/core/image.ts';
import { createFusedObjectives, type FusedOptions, type FusedParams } from '../../../src/engine/fused/objectives.ts';
import { softwareStrategy } from '../../../src/engine/fused/plan/strategy.ts';
import { fixedTuner, type Tuner } from '../../../src/engine/fused/tune/tuner.ts';
import type { ObjectiveFactory } from '../../../src/engine/objective.ts';
import { describeGpu, testDevice } from '../../support/gpu.ts';
import { waves } from '../../support/images.ts';
import { allTerms, firstLayers } from '../../support/objective-params.ts';
import { shortOfMemory } from '../../support/short-of-memory.ts';
import { tinyNetwork } from '../../support/tiny-network.ts';

const network = tinyNetwork(64);
const params: FusedParams = {
  ...firstLayers,
  ...allTerms,
  nn_content_layers: ['conv2_1'],
  nn_style_layers: ['relu1_1', 'relu2_1'],
  nn_style_layer_weights: [1, 1],
  weight_temporal: 0,
  job_minimizer: 'adam',
  job_lbfgs_history: 3,
};
/** Most of what it takes are filters. */
const size: Size = { width: 24, height: 16 };
const tuner = fixedTuner(softwareStrategy);

// One device for all: what was compiled for one test is there for the next.
const short = shortOfMemory(await testDevice());

/** Runs work on a factory with that much memory on the device. */
async function within<T>(budget: number, work: (factory: ObjectiveFactory) => Promise<T>, options: FusedOptions = {}) {
  expect(short.live).toBe(0);
  Object.assign(short, { budget, peak: 0 });
  const factory = createFusedObjectives(short.device, network, params, { tuner, ...options });
  try {
    return await work(factory);
  } finally {
    factory.dispose();
    expect(short.live).toBe(0);
    expect(short.unheard).toBe(0);
  }
}

const look = (factory: ObjectiveFactory, { width, height }: Size) =>
  factory.styleTarget([{ image: waves(width, height, 5), weight: 1 }]);

/** The loss where a frame begins. */
async function loss(factory: ObjectiveFactory): Promise<number> {
  await factory.reserve!(size, 0);
  const content = waves(size.width, size.height, 3);
  const objective = await factory.create({ content, style: await look(factory, size), temporal: [] });
  const { value } = await objective.evaluate(content.data.map((v, i) => v - network.mean[i % 3]!));
  objective.dispose();
  return value;
}

/** Bytes that a picture of a size takes. */
const needOf = (of: Size, sparing: boolean) =>
  within(
    Number.POSITIVE_INFINITY,
    async (factory) => {
      await factory.reserve!(of, 0);
      return short.live;
    },
    { sparing },
  );

describeGpu('a device that a picture is to be painted on, and its memory', () => {
  it('is spared before a picture is refused', async () => {
    const enough = await needOf(size, false);
    const spared = await needOf(size, true);
    expect(spared).toBeLessThan(0.9 * enough);
    const rich = await within(Number.POSITIVE_INFINITY, loss);
    expect((await within((spared + enough) / 2, loss)) / rich).toBeCloseTo(1, 4);
  });

  it('is told of a size that fits, filters counted', async () => {
    const large: Size = { width: 96, height: 64 };
    // The next smaller size tried fits into three quarters, but for its filters.
    const budget = 0.77 * (await needOf(large, true));
    const remedy = await within(budget, (factory) =>
      factory.reserve!(large, 0).then(
        () => 'none',
        (error: PleinAirError) => error.remedy,
      ),
    );
    const [, width, height] = /(\d+)×(\d+) px should fit/.exec(remedy)!;
    await within(budget, (factory) => factory.reserve!({ width: Number(width), height: Number(height) }, 0));
  });

  it('is no longer measured where the picture is given up', async () => {
    const abort = new AbortController();
    const asked: number[] = [];
    const slow: Tuner = {
      async prepare(cases) {
        asked.push(cases.length);
        abort.abort();
        return softwareStrategy;
      },
    };
    await within(
      Number.POSITIVE_INFINITY,
      (factory) => expect(factory.reserve!(size, 0, abort.signal)).rejects.toThrow(/abort/i),
      { tuner: slow },
    );
    expect(asked).toEqual([1]);
  });

  it('is no longer measured for either where a smaller size or a painting of it is given up', async () => {
    let abort: AbortController | undefined;
    let asked = 0;
    const slow: Tuner = {
      async prepare() {
        asked++;
        abort?.abort();
        return softwareStrategy;
      },
    };
    const givenUp = async (work: (signal: AbortSignal) => Promise<unknown>) => {
      abort = new AbortController();
      asked = 0;
      await expect(work(abort.signal)).rejects.toThrow(/abort/i);
      expect(asked).toBe(1);
      abort = undefined;
    };
    await within(
      Number.POSITIVE_INFINITY,
      async (factory) => {
        const image = waves(size.width, size.height, 5);
        await givenUp((signal) => factory.styleTarget([{ image, weight: 1 }], signal));
        // What was given up is looked at anew.
        const style = await factory.styleTarget([{ image, weight: 1 }]);
        await givenUp((signal) => factory.create({ content: image, style, temporal: [] }, signal));
      },
      { tuner: slow },
    );
  });

  it('says that it is the painting that is too large, and goes on with another', async () => {
    await within(1.1 * (await needOf(size, true)), async (factory) => {
      await factory.reserve!(size, 0);
      await expect(look(factory, { width: 160, height: 120 })).rejects.toMatchObject({
        kind: 'device',
        message: expect.stringMatching(/^A painting at 160×120 px needs \d+ MiB of GPU memory/) as string,
        remedy: expect.stringMatching(/input_style_scale.*input_style_size/) as string,
      });
      expect(await loss(factory)).toBeGreaterThan(0);
    });
  });

  it('has a painting and a picture one after the other', async () => {
    const same: Size = { width: 96, height: 64 };
    await within(Number.POSITIVE_INFINITY, async (factory) => {
      await factory.reserve!(same, 0);
      const before = short.live;
      short.peak = 0;
      await look(factory, same);
      // It goes one way alone; beside it there are the picture's filters.
      expect(short.peak).toBeLessThan(before);
      await look(factory, { width: 160, height: 120 });
      await factory.reserve!(same, 0);
      // Nothing of the paintings is left but their zeros: the filters are the picture's too.
      expect(short.live).toBe(before + 4 * 64 * 64);
    });
  });
});
