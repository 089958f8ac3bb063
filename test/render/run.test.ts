import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FlowField, Mask } from '../../src/core/field.ts';
import { type RgbaImage, toFloatImage } from '../../src/core/image.ts';
import { loadWeights } from '../../src/engine/network/load-weights.ts';
import { createTfjsObjectives } from '../../src/engine/tfjs/objective.ts';
import type { FlowEstimator } from '../../src/flow/estimator.ts';
import { warpBackward } from '../../src/flow/warp.ts';
import { createNodeFetcher } from '../../src/platform/node/fetcher.ts';
import { openLocalWeights } from '../../src/platform/node/files.ts';
import { createFolderStore } from '../../src/platform/node/folder-store.ts';
import { createNodeImageCodec } from '../../src/platform/node/image-codec.ts';
import { createParams } from '../../src/project/resolve.ts';
import type { Params } from '../../src/project/schema.ts';
import type { RenderEvent } from '../../src/render/events.ts';
import { finishedFrames } from '../../src/render/finished.ts';
import type { RenderJob, RenderPorts } from '../../src/render/job.ts';
import { prepareFilm } from '../../src/render/prepare.ts';
import { paintFilm } from '../../src/render/run.ts';
import { waves } from '../support/images.ts';
import { streetFilm } from '../support/street-film.ts';
import { wasmBackend } from '../support/tf-backends.ts';
import { tinyNetwork } from '../support/tiny-network.ts';
import { warpingError } from '../support/warping-error.ts';

const OXFORD = '../shared/data/vgg19-oxford';
const PAINTING = '../shared/data/styles/starry-night.jpg';
const FRAMES = 3;
const SIZE = { width: 64, height: 36 };
const film = streetFilm(FRAMES, SIZE);
let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'plein-air-run-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

const quick: Partial<Params> = {
  job_schema_version: 2,
  input_style_filenames: ['a.png', 'b.png'],
  input_style_weights: [0.7, 0.3],
  input_max_size: 64,
  nn_content_layers: ['conv2_2'],
  nn_style_layers: ['relu1_1', 'relu2_1'],
  nn_style_layer_weights: [1, 1],
  video_first_iterations: 6,
  video_iterations: 4,
  job_scale_min: 32,
};

function jobWith(changes: Partial<Params> = {}, source = film.source): RenderJob {
  const paintings = [
    { name: 'a.png', sha256: 'a'.repeat(64), image: waves(48, 40, 21) },
    { name: 'b.png', sha256: 'b'.repeat(64), image: waves(40, 48, 22) },
  ];
  return { params: createParams({ ...quick, ...changes }), source, paintings };
}

async function portsFor(job: RenderJob, folder: string): Promise<RenderPorts> {
  return {
    store: createFolderStore(join(root, folder)),
    codec: createNodeImageCodec(),
    objectives: await createTfjsObjectives(await wasmBackend(), tinyNetwork(6), job.params),
    weightsSha256: 'c'.repeat(64),
    flow: film.flow,
    now: () => performance.now(),
  };
}

async function drain<T>(events: AsyncGenerator<RenderEvent, T>, seen: RenderEvent[] = []): Promise<T> {
  for (;;) {
    const next = await events.next();
    if (next.done) return next.value;
    seen.push(next.value);
  }
}

/** Paints a whole film, and gives what people would see with the events on the way. */
async function paint(job: RenderJob, ports: RenderPorts, signal?: AbortSignal) {
  const events: RenderEvent[] = [];
  const prepared = await drain(prepareFilm(job, ports), events);
  const records = await drain(paintFilm(job, prepared, ports, signal), events);
  const images: RgbaImage[] = [];
  for await (const image of finishedFrames(job, prepared, ports)) images.push(image);
  return { events, records, images, prepared };
}

const keptFlags = (events: RenderEvent[]) => events.flatMap((event) => (event.type === 'painted' ? [event.kept] : []));

describe('painting a film', () => {
  it('tells frames, flow, steps and results in order, and records every frame', async () => {
    const job = jobWith();
    const { events, records, images } = await paint(job, await portsFor(job, 'order'));
    const types = events.map(({ type }) => type).filter((type, i, all) => type !== all[i - 1]);
    expect(types).toEqual([
      'prepared',
      'started',
      'step',
      'painted',
      'flow',
      'step',
      'painted',
      'flow',
      'step',
      'painted',
    ]);
    expect(images).toHaveLength(FRAMES);
    for (const record of records) {
      expect(record.last.total).toBeLessThan(record.first.total);
      const { content, style, tv, temporal, total } = record.last;
      expect(total).toBeCloseTo(content + style + tv + temporal, 3);
    }
    // Budgets are counted at full size: the first frame spends its 6 mostly on cheap small evaluations, and alone does so.
    expect(records[0]!.evaluations).toBeGreaterThan(6);
    expect(records[1]!.evaluations).toBe(4);
    const widths = (index: number) =>
      new Set(events.flatMap((event) => (event.type === 'step' && event.index === index ? [event.size.width] : [])));
    expect([...widths(0)]).toEqual([32, 45, 64]);
    // All but the evaluation of the start is what was budgeted, as far as it divides.
    expect(Math.abs(records[0]!.work - 7)).toBeLessThan(1);
    expect(records[1]!.work).toBe(4);
    expect([...widths(1)]).toEqual([64]);
  });

  it('counts as time of a frame what it takes to paint, not what its watcher makes of it', async () => {
    const job = jobWith({ video_end_frame: 2 });
    let at = 0;
    // A millisecond for each look at the clock.
    const ports = { ...(await portsFor(job, 'paused')), now: () => at++ };
    const run = paintFilm(job, await drain(prepareFilm(job, ports)), ports);
    const seconds: number[] = [];
    for await (const event of run) {
      at += 3_600_000;
      if (event.type === 'painted') seconds.push(event.record.seconds);
    }
    expect(seconds).toHaveLength(2);
    for (const each of seconds) {
      expect(each).toBeGreaterThan(0);
      expect(each).toBeLessThan(1);
    }
  });

  it('gives the same pixels twice', async () => {
    const job = jobWith();
    const once = await paint(job, await portsFor(job, 'twice-1'));
    const again = await paint(job, await portsFor(job, 'twice-2'));
    again.images.forEach((image, i) => {
      expect(image.data).toEqual(once.images[i]!.data);
    });
  });

  it('goes on where it was stopped, and ends as if it had not been', async () => {
    const job = jobWith();
    const whole = await paint(job, await portsFor(job, 'whole'));
    const ports = await portsFor(job, 'stopped');
    const prepared = await drain(prepareFilm(job, ports));
    const abort = new AbortController();
    const run = paintFilm(job, prepared, ports, abort.signal);
    let steps = 0;
    await expect(
      (async () => {
        for await (const event of run) if (event.type === 'step' && event.index === 1 && ++steps === 2) abort.abort();
      })(),
    ).rejects.toThrow(/abort/i);
    const resumed = await paint(job, ports);
    expect(keptFlags(resumed.events)).toEqual([true, false, false]);
    resumed.images.forEach((image, i) => {
      expect(image.data).toEqual(whole.images[i]!.data);
    });
  });

  it('paints anew what a changed param touches, and keeps what an export param leaves alone', async () => {
    const job = jobWith();
    const ports = await portsFor(job, 'changes');
    await paint(job, ports);
    expect(keptFlags((await paint(jobWith({ export_fps: 24 }), ports)).events)).toEqual([true, true, true]);
    // Budgets of the later frames leave the first as it is.
    expect(keptFlags((await paint(jobWith({ video_iterations: 3 }), ports)).events)).toEqual([true, false, false]);
    expect(keptFlags((await paint(jobWith({ weight_content: 6 }), ports)).events)).toEqual([false, false, false]);
  });

  it('paints a frame again whose kept file is damaged', async () => {
    const job = jobWith();
    const ports = await portsFor(job, 'damaged');
    await paint(job, ports);
    const pictures = (await ports.store.list('painted/')).filter((key) => key.endsWith('.png'));
    expect(pictures).toHaveLength(FRAMES);
    for (const key of pictures) await ports.store.put(key, Uint8Array.of(1, 2, 3));
    const { images, events } = await paint(job, ports);
    expect(keptFlags(events)).toEqual([false, false, false]);
    expect(images).toHaveLength(FRAMES);
  });

  it.each(['lbfgs', 'adam'] as const)(
    'refuses a loss that is no number with %s, and keeps no such frame',
    async (job_minimizer) => {
      const job = jobWith({ job_minimizer });
      const sound = await portsFor(job, `not-finite-${job_minimizer}`);
      let evaluations = 0;
      const ports: RenderPorts = {
        ...sound,
        objectives: {
          ...sound.objectives,
          create: async (spec) => {
            const objective = await sound.objectives.create(spec);
            return {
              ...objective,
              evaluate: async (x) => {
                const at = await objective.evaluate(x);
                // Fine for a while, then nothing but NaN.
                if (++evaluations < 3) return at;
                const terms = { ...at.terms, total: Number.NaN };
                return { value: Number.NaN, terms, gradient: at.gradient.fill(Number.NaN) };
              },
            };
          },
        },
      };
      await expect(paint(job, ports)).rejects.toMatchObject({
        kind: 'input',
        message: expect.stringMatching(/street-0 is NaN/),
      });
      expect(await ports.store.list('painted/')).toEqual([]);
    },
  );

  it('does not let a film end early in silence where a painted frame is damaged before the export', async () => {
    const job = jobWith();
    const ports = await portsFor(job, 'damaged-late');
    const { prepared } = await paint(job, ports);
    const [any] = (await ports.store.list('painted/')).filter((key) => key.endsWith('.png'));
    await ports.store.put(any!, Uint8Array.of(1, 2, 3));
    const all = (async () => {
      for await (const image of finishedFrames(job, prepared, ports)) expect(image.width).toBe(SIZE.width);
    })();
    await expect(all).rejects.toMatchObject({ kind: 'storage', message: expect.stringMatching(/frame \d .*damaged/) });
  });

  it('records a kept frame under the name that its photograph has now', async () => {
    const job = jobWith({ video_end_frame: 2 });
    const ports = await portsFor(job, 'renamed');
    await paint(job, ports);
    const load: typeof film.source.load = async (ref) => {
      const frame = await film.source.load(ref);
      return { ...frame, provenance: { ...frame.provenance, name: `renamed-${ref.id}` } };
    };
    const { records, events } = await paint({ ...job, source: { ...film.source, load } }, ports);
    expect(keptFlags(events)).toEqual([true, true]);
    expect(records.map(({ name }) => name)).toEqual(['renamed-0', 'renamed-1']);
  });

  it('leaves no tensor behind, stopped or not', async () => {
    const job = jobWith();
    const ports = await portsFor(job, 'tensors');
    const before = tf.memory().numTensors;
    await paint(job, ports);
    expect(tf.memory().numTensors).toBe(before);
    const other = jobWith({ job_seed: 7 });
    const abort = new AbortController();
    const run = paintFilm(other, await drain(prepareFilm(other, ports)), ports, abort.signal);
    for await (const event of run) if (event.type === 'step') break;
    expect(tf.memory().numTensors).toBe(before);
  });

  it.each(['luma_swap', 'luma_only', 'match_linear', 'match_histogram'] as const)(
    'with color_mode %s goes on from the uncoloured frame and shows the coloured one',
    async (color_mode) => {
      const job = jobWith({ color_mode, color_time: 'after' });
      const { events, images } = await paint(job, await portsFor(job, color_mode));
      const kept = events.flatMap((event) => (event.type === 'painted' ? [event.image] : []));
      kept.forEach((image, i) => {
        expect(image.data).not.toEqual(images[i]!.data);
      });
    },
  );

  it('paints a single picture with the budget and start of a still', async () => {
    const job = jobWith({ video_end_frame: 1, job_max_iterations: 3, job_scale_min: 0, job_init_type: 'gray' });
    const { records, events } = await paint(job, await portsFor(job, 'still'));
    expect(records).toHaveLength(1);
    expect(records[0]!.evaluations).toBe(3);
    expect(events.some(({ type }) => type === 'flow')).toBe(false);
  });

  it.each(['prev_warped', 'prev', 'first', 'content', 'random', 'style'] as const)(
    'paints later frames from %s',
    async (video_init) => {
      const job = jobWith({
        video_init,
        video_first_iterations: 2,
        video_iterations: 3,
        video_end_frame: 2,
        job_scale_min: 0,
      });
      const { records } = await paint(job, await portsFor(job, `init-${video_init}`));
      expect(records[1]!.last.total).toBeLessThanOrEqual(records[1]!.first.total);
    },
  );
});

/** The estimator of the film, with what it is asked. @param lost pairs that it finds nothing of: there and back lead anywhere */
function watchedFlow(lost: readonly string[] = []) {
  const asked: string[] = [];
  const flow: FlowEstimator = {
    async estimate(a, b, options) {
      const pair = await film.flow.estimate(a, b, options);
      const name = [a, b].map((image) => film.indexOf(image)).join('-');
      asked.push(name);
      if (!lost.includes(name)) return pair;
      const astray = (field: FlowField) => ({ ...field, data: field.data.map((_, i) => ((i * 7919) % 23) - 11) });
      const blind = (mask: Mask) => ({ ...mask, data: mask.data.map(() => 0) });
      const { forward, backward } = pair.reliability;
      return {
        forward: astray(pair.forward),
        backward: astray(pair.backward),
        reliability: { forward: blind(forward), backward: blind(backward) },
      };
    },
    dispose: () => undefined,
  };
  return { flow, asked };
}

const paintings = (events: readonly RenderEvent[]) =>
  events.flatMap((event) => (event.type === 'painted' ? [`${event.index}.${event.pass}`] : []));

describe('painting a film in several passes', () => {
  const passes: Partial<Params> = {
    video_passes: 3,
    video_pass_iterations: 3,
    video_temporal_after_pass: 3,
    job_scale_min: 0,
  };

  it('goes to and fro, shows the last pass, and records the work of all', async () => {
    const job = jobWith(passes);
    const { events, records, images } = await paint(job, await portsFor(job, 'passes'));
    expect(paintings(events)).toEqual(['0.1', '1.1', '2.1', '2.2', '1.2', '0.2', '0.3', '1.3', '2.3']);
    const orders = events.flatMap((event) => (event.type === 'painted' ? [event.order] : []));
    expect(orders).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    const last = events.flatMap((event) => (event.type === 'painted' && event.pass === 3 ? [event.image] : []));
    expect(images.map(({ data }) => data)).toEqual(last.map(({ data }) => data));
    expect(records.map(({ evaluations }) => evaluations)).toEqual([9, 9, 9]);
    expect(records.every(({ name }, i) => name === `street-${i}`)).toBe(true);
    // The loss holds frames in the third pass alone, and its first frame to nothing.
    const temporal = events.flatMap((event) => (event.type === 'painted' ? [event.record.last.temporal > 0] : []));
    expect(temporal).toEqual([...new Array(7).fill(false), true, true]);
  });

  it('starts a frame of a further pass from the blend, not from the photograph', async () => {
    const job = jobWith({ ...passes, video_passes: 2, video_pass_iterations: 1 });
    const { events } = await paint(job, await portsFor(job, 'blend'));
    const at = (name: string) =>
      events.flatMap((event) =>
        event.type === 'painted' && `${event.index}.${event.pass}` === name ? [event] : [],
      )[0]!;
    // One evaluation moves nothing: what is kept is the start.
    const [own, before, blend] = ['1.1', '2.2', '1.2'].map((name) => toFloatImage(at(name).image));
    const { flow, visible } = film.between(1, 2);
    const { image: warped } = warpBackward(before!, flow, { interpolation: 'bilinear' });
    for (let p = 0; p < visible.data.length; p += 7) {
      const c = visible.data[p]!;
      const expected = (own!.data[3 * p]! + c * warped.data[3 * p]!) / (1 + c);
      expect(Math.abs(blend!.data[3 * p]! - expected)).toBeLessThan(1);
    }
  });

  it('goes on in the pass where it was stopped, and keeps all passes where one more is asked for', async () => {
    const job = jobWith(passes);
    const whole = await paint(job, await portsFor(job, 'passes-whole'));
    const ports = await portsFor(job, 'passes-stopped');
    const abort = new AbortController();
    const run = paintFilm(job, await drain(prepareFilm(job, ports)), ports, abort.signal);
    await expect(
      (async () => {
        for await (const event of run) if (event.type === 'step' && event.order === 4) abort.abort();
      })(),
    ).rejects.toThrow(/abort/i);
    const resumed = await paint(job, ports);
    expect(keptFlags(resumed.events)).toEqual([...new Array(4).fill(true), ...new Array(5).fill(false)]);
    expect(resumed.images).toEqual(whole.images);
    expect(resumed.records.map(({ evaluations }) => evaluations)).toEqual([9, 9, 9]);
    const more = await paint(jobWith({ ...passes, video_passes: 4 }), ports);
    expect(keptFlags(more.events)).toEqual([...new Array(9).fill(true), ...new Array(3).fill(false)]);
  });

  it('leaves no tensor behind where it is stopped while motion is looked for', async () => {
    const job = jobWith(passes);
    const ports = await portsFor(job, 'passes-tensors');
    const before = tf.memory().numTensors;
    const run = paintFilm(job, await drain(prepareFilm(job, ports)), ports);
    for await (const event of run) if (event.type === 'step' && event.order === 4) break;
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('painting backwards, in a circle and far back', () => {
  it('goes from the last frame to the first, and shows them in the order of the film', async () => {
    const job = jobWith({ video_direction: 'backward' });
    const { events, images, records } = await paint(job, await portsFor(job, 'backward'));
    expect(paintings(events)).toEqual(['2.1', '1.1', '0.1']);
    expect(records.map(({ name }) => name)).toEqual(['street-0', 'street-1', 'street-2']);
    // The last one is the one that was painted as the first.
    expect(records.map(({ evaluations }) => evaluations > 6)).toEqual([false, false, true]);
    expect(warpingError(images, film.between)).toBeGreaterThan(0);
  });

  it('brings the end of a round trip nearer to its beginning', async () => {
    const apart = async (video_loop: boolean) => {
      const job = jobWith({ video_loop, video_iterations: 12, video_first_iterations: 12 });
      const { images } = await paint(job, await portsFor(job, `loop-${video_loop}`));
      return warpingError([images[0]!, images[2]!], (_, to) => film.between(2, to));
    };
    const [open, closed] = [await apart(false), await apart(true)];
    expect(closed).toBeLessThan(0.9 * open);
  });

  it('finds each motion once, those over several frames too, and another style needs none of them again', async () => {
    const long = { video_temporal_offsets: [1, 2] };
    const watched = watchedFlow();
    const job = jobWith(long);
    const ports = { ...(await portsFor(job, 'long')), flow: watched.flow };
    const { records } = await paint(job, ports);
    expect(watched.asked.sort()).toEqual(['0-1', '0-2', '1-2']);
    expect(records[2]!.last.temporal).toBeGreaterThan(0);
    const other = await paint(jobWith({ ...long, input_style_weights: [0, 1] }), ports);
    expect(keptFlags(other.events)).toEqual([false, false, false]);
    expect(watched.asked).toHaveLength(3);
  });

  it('looks for the motion of the next frame while one is painted', async () => {
    const watched = watchedFlow();
    const job = jobWith();
    const ports = { ...(await portsFor(job, 'ahead')), flow: watched.flow };
    let ahead = 0;
    for await (const event of paintFilm(job, await drain(prepareFilm(job, ports)), ports)) {
      if (event.type === 'painted' && event.index === 0) ahead = watched.asked.length;
    }
    expect(ahead).toBe(1);
  });
});

describe('a film with a cut', () => {
  const job = jobWith({ video_first_iterations: 8, video_iterations: 4 });
  const cutting = () => watchedFlow(['0-1']).flow;

  it('begins anew with the frame that too little of follows the one before', async () => {
    const { events, records } = await paint(job, { ...(await portsFor(job, 'cut')), flow: cutting() });
    const flows = events.flatMap((event) => (event.type === 'flow' ? [event] : []));
    expect(flows.map(({ index, from, cut }) => [index, from, cut])).toEqual([
      [1, 0, 'before'],
      [2, 1, null],
    ]);
    expect(flows[0]!.reliable).toBeLessThan(0.1);
    expect(records.map(({ cut }) => cut)).toEqual([undefined, 'before', undefined]);
    // As a first frame: held to nothing, at small sizes first, with the first frame's budget.
    expect(records.map(({ last }) => last.temporal > 0)).toEqual([false, false, true]);
    expect(records[1]!.evaluations).toBe(records[0]!.evaluations);
    const sizes = events.flatMap((event) => (event.type === 'step' && event.index === 1 ? [event.size.width] : []));
    expect([...new Set(sizes)]).toEqual([32, 45, 64]);
  });

  it('tells its cuts again when it is resumed', async () => {
    const ports = { ...(await portsFor(job, 'cut-resumed')), flow: cutting() };
    const { images } = await paint(job, ports);
    const resumed = await paint(job, ports);
    expect(keptFlags(resumed.events)).toEqual([true, true, true]);
    expect(resumed.records.map(({ cut }) => cut)).toEqual([undefined, 'before', undefined]);
    expect(resumed.images).toEqual(images);
  });
});

if (!existsSync(OXFORD))
  process.stderr.write(`${OXFORD} is absent: the temporal loss is not tried with real weights\n`);
describe.skipIf(!existsSync(OXFORD))('the temporal loss on the built-in street with exact flow', () => {
  const size = { width: 96, height: 54 };
  const street = streetFilm(2, size);
  const layers: Partial<Params> = {
    input_max_size: 96,
    nn_content_layers: ['conv3_2'],
    nn_style_layers: ['relu1_1', 'relu2_1', 'relu3_1'],
    nn_style_layer_weights: [1, 1, 1],
    job_scale_min: 0,
    video_first_iterations: 40,
    video_iterations: 30,
  };

  it('at least halves the warping error of frames painted alone', async () => {
    const painting = toFloatImage(await createNodeImageCodec().decode(await readFile(PAINTING), PAINTING));
    const jobOf = (changes: Partial<Params>): RenderJob => ({
      ...jobWith({ ...layers, input_style_weights: [1, 0], ...changes }, street.source),
      paintings: [
        { name: 'a.png', sha256: 'a'.repeat(64), image: painting },
        { name: 'b.png', sha256: 'b'.repeat(64), image: painting },
      ],
    });
    const weights = await loadWeights({
      source: 'file',
      taps: ['conv3_2', 'relu3_1'],
      missing: 'error',
      seed: 0,
      store: createFolderStore(join(root, 'weights')),
      fetcher: createNodeFetcher(),
      local: await openLocalWeights(OXFORD),
    });
    const run = async (job: RenderJob, folder: string) => {
      const objectives = await createTfjsObjectives(await wasmBackend(), weights, job.params);
      return paint(job, { ...(await portsFor(job, folder)), objectives, flow: street.flow });
    };
    const alone = await run(jobOf({ flow_method: 'none' }), 'alone');
    const held = await run(jobOf({}), 'held');
    const warmOnly = await run(jobOf({ weight_temporal: 0 }), 'warm');
    const [a, h, w] = [alone, held, warmOnly].map(({ images }) => warpingError(images, street.between)) as [
      number,
      number,
      number,
    ];
    expect(h / a, `held ${h}, warm start alone ${w}, alone ${a}`).toBeLessThanOrEqual(0.5);
    // The loss itself does part of it, not the warped start alone.
    expect(h).toBeLessThan(w);
  });
});
