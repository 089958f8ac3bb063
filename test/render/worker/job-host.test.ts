import { BufferSource, EncodedPacketSink, Input, WEBM } from 'mediabunny';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../src/core/digest.ts';
import { PleinAirError } from '../../../src/core/errors.ts';
import { type RgbaImage, toRgbaImage } from '../../../src/core/image.ts';
import { readParamsTag } from '../../../src/export/params-tag.ts';
import type { FrameItem } from '../../../src/project/document.ts';
import { parseParams } from '../../../src/project/parse.ts';
import type { PaintedSoFar, WorkerJob, WorkerReply } from '../../../src/render/worker/protocol.ts';
import { waves } from '../../support/images.ts';
import { plainCodec } from '../../support/plain-codec.ts';
import { draw, waves as texture } from '../../support/texture.ts';
import { demoJob, jobWith, memoryPorts, type WatchedHost, watchedHost } from './host-fixture.ts';

type Picture = Extract<WorkerReply, { type: 'picture' }>;
const pictures = ({ replies }: WatchedHost) => replies.filter((reply): reply is Picture => reply.type === 'picture');
const rest = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function paintWhole(watched: WatchedHost, run: number, job = demoJob()): Promise<string> {
  watched.host.receive({ type: 'paint', run, job });
  const end = await watched.ended(run);
  if (end.type !== 'done') throw new Error(`the run ended with ${JSON.stringify(end)}`);
  return end.record;
}

async function inspect(watched: WatchedHost, run: number, job = demoJob()): Promise<readonly boolean[]> {
  return (await inspectWhole(watched, run, job)).frames;
}

async function inspectWhole(watched: WatchedHost, run: number, job: WorkerJob): Promise<PaintedSoFar> {
  watched.host.receive({ type: 'inspect', run, job });
  const end = await watched.ended(run);
  if (end.type !== 'inspected') throw new Error(`the look ended with ${JSON.stringify(end)}`);
  return end.painted;
}

describe('painting in the worker', () => {
  it('tells what happens in order, each painted frame with its picture, and ends with the record', async () => {
    const watched = watchedHost(memoryPorts());
    const record = await paintWhole(watched, 1);
    const events = watched.events(1);
    const types = events.map(({ type }) => type).filter((type, i, all) => type !== all[i - 1]);
    // The two warnings: all filters are untrained, and nothing else, since the params asked for wasm themselves.
    expect(types).toEqual([
      'prepared',
      'engine',
      'warning',
      'balance',
      'balanced',
      'started',
      ...['step', 'painted', 'flow', 'step', 'painted', 'flow', 'step', 'painted'],
    ]);
    const painted = events.flatMap((event) => (event.type === 'painted' ? [event] : []));
    expect(painted.map(({ index, frames, kept }) => [index, frames, kept])).toEqual([
      [0, 3, false],
      [1, 3, false],
      [2, 3, false],
    ]);
    for (const { png } of painted) {
      expect(png.type).toBe('image/png');
      const image = await plainCodec.decode(new Uint8Array(await png.arrayBuffer()), 'painted');
      expect([image.width, image.height]).toEqual([40, 22]);
    }
    const parsed = parseParams(record);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
    expect(parsed.results.input_frames).toHaveLength(3);
    expect(parsed.results.job_adapter).toBe('wasm: CPU');
    expect(parsed.results.job_losses?.last).toHaveLength(3);
    expect(parsed.params.input_style_sha256).toHaveLength(1);
    expect(parsed.extras).toEqual({ studio_note: 'kept' });
  });

  it('sends what can be copied between threads', async () => {
    const watched = watchedHost(memoryPorts());
    watched.host.receive({ type: 'look', run: 1 });
    watched.host.receive({ type: 'paint', run: 1, job: demoJob({}, 1) });
    watched.host.receive({ type: 'look', run: 1 });
    await watched.ended(1);
    expect(pictures(watched)).toHaveLength(1);
    for (const reply of watched.replies) expect(() => structuredClone(reply)).not.toThrow();
  });

  it('paints photographs from the store, in the order of the project', async () => {
    const ports = memoryPorts();
    const items: FrameItem[] = [];
    for (const [i, name] of ['b.png', 'a.png'].entries()) {
      const { width, height, data } = waves(48, 32, i + 1);
      const rgba: RgbaImage = {
        width,
        height,
        data: Uint8ClampedArray.from({ length: width * height * 4 }, (_, p) =>
          p % 4 === 3 ? 255 : data[Math.floor(p / 4) * 3 + (p % 4)]!,
        ),
      };
      const bytes = await plainCodec.encodePng(rgba);
      const hash = await sha256(bytes);
      await ports.stores.frames.put(hash, bytes);
      await ports.stores.styles.put(hash, bytes);
      items.push({ id: `${i}`, name, sha256: hash });
    }
    const watched = watchedHost(ports);
    const job = jobWith({ kind: 'files', items }, {}, [{ id: 's', name: 'own.png', sha256: items[0]!.sha256 }]);
    const parsed = parseParams(await paintWhole(watched, 1, job));
    if (!parsed.ok) throw new Error('the record cannot be read');
    expect(parsed.results.input_frames).toEqual(items.map(({ name, sha256: hash }) => ({ name, sha256: hash })));
    expect(parsed.params.input_style_sha256).toEqual([items[0]!.sha256]);
    expect(await inspect(watched, 2, job)).toEqual([true, true]);
  });

  it('shows the colours that color_mode puts back, while later frames go on from those that it does not', async () => {
    const ports = memoryPorts();
    const watched = watchedHost(ports);
    await paintWhole(watched, 1, demoJob({ color_mode: 'luma_swap' }, 1));
    const [painted] = watched.events(1).flatMap((event) => (event.type === 'painted' ? [event] : []));
    const shown = new Uint8Array(await painted!.png.arrayBuffer());
    const [key] = (await ports.stores.render.list('painted/')).filter((name) => name.endsWith('.png'));
    expect(shown).not.toEqual(await ports.stores.render.get(key!));
    watched.host.receive({ type: 'export', run: 2, job: demoJob({ color_mode: 'luma_swap' }, 1), what: 'stills' });
    const end = await watched.ended(2);
    if (end.type !== 'exported') throw new Error(JSON.stringify(end));
    expect(new Uint8Array(await end.files[0]!.blob.arrayBuffer())).toEqual(shown);
  });

  it('stands still while paused, and goes on to the same film', async () => {
    const whole = await paintWhole(watchedHost(memoryPorts()), 1);
    const watched = watchedHost(memoryPorts());
    watched.host.receive({ type: 'paint', run: 1, job: demoJob() });
    await watched.untilEvent(1, 'step', 1);
    watched.host.receive({ type: 'pause', run: 1 });
    await watched.untilEvent(1, 'paused');
    const before = watched.replies.length;
    await rest(300);
    expect(watched.replies).toHaveLength(before);
    watched.host.receive({ type: 'resume', run: 1 });
    const end = await watched.ended(1);
    expect(watched.events(1).map(({ type }) => type)).toContain('resumed');
    const losses = (record: string) => record.slice(record.indexOf('job_losses'));
    expect(end.type === 'done' && losses(end.record)).toBe(losses(whole));
  });

  it('keeps painted frames when cancelled, in a pause too, and goes on from there', async () => {
    const ports = memoryPorts();
    const watched = watchedHost(ports);
    watched.host.receive({ type: 'paint', run: 1, job: demoJob() });
    await watched.untilEvent(1, 'painted', 0);
    watched.host.receive({ type: 'pause', run: 1 });
    await watched.untilEvent(1, 'paused');
    watched.host.receive({ type: 'cancel', run: 1 });
    expect(await watched.ended(1)).toEqual({ type: 'cancelled', run: 1 });
    const again = watchedHost(ports);
    expect(await inspect(again, 1)).toEqual([true, false, false]);
    await paintWhole(again, 2);
    const kept = again.events(2).flatMap((event) => (event.type === 'painted' ? [event.kept] : []));
    expect(kept).toEqual([true, false, false]);
    expect(again.events(2).find(({ type }) => type === 'started')).toMatchObject({ kept: 1 });
  });

  it('refuses a second film while one is being painted, and lets it wait for the end of a cancelled one', async () => {
    const watched = watchedHost(memoryPorts());
    watched.host.receive({ type: 'paint', run: 1, job: demoJob({ video_first_iterations: 40 }) });
    watched.host.receive({ type: 'paint', run: 2, job: demoJob() });
    expect(await watched.ended(2)).toMatchObject({ type: 'failed', error: { kind: 'defect' } });
    await watched.untilEvent(1, 'step');
    watched.host.receive({ type: 'cancel', run: 1 });
    await paintWhole(watched, 3);
    const types = watched.replies.map((reply) => `${reply.run}:${reply.type}`);
    // Two engines at once would share one backend: the third began after the first had ended.
    const firstEnd = types.indexOf('1:cancelled');
    expect(firstEnd).toBeGreaterThan(0);
    expect(types.indexOf('3:event')).toBeGreaterThan(firstEnd);
  });

  it('gives the newest picture alone, and only once it is newer than the last', async () => {
    const watched = watchedHost(memoryPorts());
    watched.host.receive({ type: 'paint', run: 1, job: demoJob({ job_max_iterations: 30 }, 1) });
    watched.host.receive({ type: 'look', run: 1 });
    await watched.until((reply): reply is Picture => reply.type === 'picture');
    await watched.untilEvent(1, 'step');
    watched.host.receive({ type: 'pause', run: 1 });
    await watched.untilEvent(1, 'paused');
    watched.host.receive({ type: 'look', run: 1 });
    watched.host.receive({ type: 'look', run: 1 });
    const steps = watched.events(1).flatMap((event) => (event.type === 'step' ? [event.evaluation] : []));
    await watched.until((reply): reply is Picture => reply.type === 'picture' && reply.evaluation === steps.at(-1));
    // Long enough for another to come, were there one.
    await rest(50);
    const seen = pictures(watched);
    // What had come by the pause, at most once more; then nothing newer is there.
    expect(seen.length).toBeLessThanOrEqual(2);
    expect(seen.at(-1)!.evaluation).toBe(steps.at(-1));
    expect([seen[0]!.width, seen[0]!.height, seen[0]!.data.length]).toEqual([40, 22, 40 * 22 * 4]);
    watched.host.receive({ type: 'resume', run: 1 });
    await watched.ended(1);
    const evaluations = pictures(watched).map(({ evaluation }) => evaluation);
    expect(new Set(evaluations).size).toBe(evaluations.length);
    expect(evaluations.length).toBeLessThan(5);
  });
});

describe('what is painted of a project', () => {
  it('is found without painting, by params, and follows what a change leaves', async () => {
    const ports = memoryPorts();
    const watched = watchedHost(ports);
    expect(await inspect(watched, 1, demoJob({ video_start_frame: 2 }))).toEqual([false, false]);
    await paintWhole(watched, 2);
    expect(await inspect(watched, 3)).toEqual([true, true, true]);
    expect(await inspect(watched, 4, demoJob({ export_fps: 24 }))).toEqual([true, true, true]);
    expect(await inspect(watched, 5, demoJob({ video_iterations: 3 }))).toEqual([true, false, false]);
    expect(await inspect(watched, 6, demoJob({ weight_content: 7 }))).toEqual([false, false, false]);
    expect(await inspect(watched, 7, demoJob({}, 3, []))).toEqual([false, false, false]);
    expect(await inspect(watched, 8, jobWith({ kind: 'none' }))).toEqual([]);
    // Found by another worker too, from the stores alone.
    const noCodec = {
      decode: () => Promise.reject(new Error('decoded')),
      encodePng: () => Promise.reject(new Error('encoded')),
    };
    expect(await inspect(watchedHost({ ...ports, codec: noCodec }), 1)).toEqual([true, true, true]);
  });

  it('is the newest whole pass of a film in several, with the share of them all', async () => {
    const ports = memoryPorts();
    const watched = watchedHost(ports);
    const job = demoJob({
      video_passes: 3,
      video_pass_iterations: 2,
      video_direction: 'backward',
      flow_method: 'none',
    });
    const stop = async (run: number, pass: number, index: number) => {
      watched.host.receive({ type: 'paint', run, job });
      await watched.until(
        (reply): reply is WorkerReply =>
          reply.type === 'event' &&
          reply.run === run &&
          reply.event.type === 'painted' &&
          reply.event.pass === pass &&
          reply.event.index === index,
      );
      watched.host.receive({ type: 'cancel', run });
      await watched.ended(run);
      return inspectWhole(watched, run + 10, job);
    };
    expect(await stop(1, 1, 2)).toMatchObject({ frames: [false, false, true], pass: 1, passes: 3 });
    const second = await stop(2, 2, 0);
    expect(second).toMatchObject({ frames: [true, true, true], pass: 1, passes: 3 });
    expect(second.progress).toBeCloseTo(4 / 9, 9);
    await paintWhole(watched, 3, job);
    expect(await inspectWhole(watched, 13, job)).toEqual({
      frames: [true, true, true],
      pass: 3,
      passes: 3,
      cuts: [],
      tones: [null, null, null],
      progress: 1,
    });
  });

  it('is found again in balanced light, with what was done to each photograph, and nothing is painted anew', async () => {
    const ports = memoryPorts();
    const watched = watchedHost(ports);
    const scene = draw(96, 64, texture(3));
    const items: FrameItem[] = [];
    for (const [i, gain] of [1, 0.8, 1].entries()) {
      const bytes = await plainCodec.encodePng(
        toRgbaImage({ ...scene, data: scene.data.map((value) => gain * value) }),
      );
      const hash = await sha256(bytes);
      await ports.stores.frames.put(hash, bytes);
      items.push({ id: `${i}`, name: `${i}.png`, sha256: hash });
    }
    const job = jobWith({ kind: 'files', items });
    expect((await inspectWhole(watched, 1, job)).tones).toBeNull();
    await paintWhole(watched, 2, job);
    const { frames, tones } = await inspectWhole(watched, 3, job);
    expect(frames).toEqual([true, true, true]);
    expect((0.8 * tones![1]!.gain[0]) / (tones![0]?.gain[0] ?? 1)).toBeCloseTo(1, 1);
    expect(watched.events(2).flatMap((event) => (event.type === 'balanced' ? [event.tones] : []))).toEqual([tones]);
    await paintWhole(watched, 4, job);
    const again = watched.events(4);
    expect(again.some(({ type }) => type === 'balance' || type === 'step')).toBe(false);
    expect(again.flatMap((event) => (event.type === 'painted' ? [event.kept] : []))).toEqual([true, true, true]);
    // In the light that they were taken in they are another film.
    const plain = jobWith({ kind: 'files', items }, { frame_balance: 'none' });
    expect((await inspectWhole(watched, 5, plain)).frames).toEqual([false, false, false]);
  });

  it('has its cuts, as they are kept with the frames, which are read some at a time until it is given up', async () => {
    const ports = memoryPorts();
    const { render } = ports.stores;
    let [reading, most] = [0, 0];
    const get: typeof render.get = async (key) => {
      most = Math.max(most, ++reading);
      await rest(1);
      reading--;
      return render.get(key);
    };
    const watched = watchedHost({ ...ports, stores: { ...ports.stores, render: { ...render, get } } });
    const job = demoJob({ video_cut_threshold: 1 });
    await paintWhole(watched, 1, job);
    most = 0;
    expect((await inspectWhole(watched, 2, job)).cuts).toEqual([1, 2]);
    expect(most).toBe(3);
    watched.host.receive({ type: 'inspect', run: 3, job });
    watched.host.receive({ type: 'cancel', run: 3 });
    expect(await watched.ended(3)).toMatchObject({ type: 'cancelled' });
  });

  it.each(['film', 'stills'] as const)('does not end early in silence where a frame is damaged: %s', async (what) => {
    const ports = memoryPorts();
    const watched = watchedHost(ports);
    const job = demoJob({ color_mode: 'luma_swap' });
    await paintWhole(watched, 1, job);
    const records = (await ports.stores.render.list('painted/')).filter((key) => key.endsWith('.json'));
    const named = await Promise.all(
      records.map(async (key) => [key, new TextDecoder().decode((await ports.stores.render.get(key))!)] as const),
    );
    const [second] = named.find(([, text]) => JSON.parse(text).name.endsWith('-1'))!;
    await ports.stores.render.put(second, new Uint8Array());
    watched.host.receive({ type: 'export', run: 2, job, what });
    expect(await watched.ended(2)).toMatchObject({
      type: 'failed',
      error: { kind: 'storage', message: 'The painted frame 2 is gone or damaged.' },
    });
  });

  it('is exported as a film of the frames so far, with its record as a tag', async () => {
    const ports = memoryPorts();
    const watched = watchedHost(ports);
    const job = demoJob({ export_fps: 10, export_hold: 2 });
    watched.host.receive({ type: 'paint', run: 1, job });
    await watched.untilEvent(1, 'painted', 1);
    watched.host.receive({ type: 'pause', run: 1 });
    await watched.untilEvent(1, 'paused');
    watched.host.receive({ type: 'export', run: 2, job, what: 'film' });
    const end = await watched.ended(2);
    watched.host.receive({ type: 'cancel', run: 1 });
    await watched.ended(1);
    if (end.type !== 'exported') throw new Error(JSON.stringify(end));
    const [film] = end.files;
    expect(film!.name).toMatch(/\.webm$/);
    expect(film!.blob.type).toBe('video/webm');
    const bytes = new Uint8Array(await film!.blob.arrayBuffer());
    using input = new Input({ source: new BufferSource(bytes), formats: [WEBM] });
    const track = (await input.getPrimaryVideoTrack())!;
    expect(track.codec).toBe('vp9');
    expect([track.codedWidth, track.codedHeight]).toEqual([40, 22]);
    let packets = 0;
    for await (const _ of new EncodedPacketSink(track).packets()) packets++;
    expect(packets).toBe(2);
    expect(await input.computeDuration()).toBeCloseTo(0.4, 3);
    const parsed = parseParams((await readParamsTag(bytes))!);
    if (!parsed.ok) throw new Error('the tag cannot be read');
    expect(parsed.results.input_frames).toHaveLength(2);
    expect(parsed.results.job_losses?.first).toHaveLength(2);
  });

  it('is exported with frames in between, told frame by frame, along flows that are kept', async () => {
    const ports = memoryPorts();
    const watched = watchedHost(ports);
    // Flows that began where the cameras stood are found again by where they stood.
    const posed = { flow_method: 'pose+dense' } as const;
    await paintWhole(watched, 1, demoJob(posed));
    const job = demoJob({ ...posed, export_interpolate: 4, export_hold: 2, export_fps: 24 });
    watched.host.receive({ type: 'export', run: 2, job, what: 'film' });
    const end = await watched.ended(2);
    if (end.type !== 'exported') throw new Error(JSON.stringify(end));
    const bytes = new Uint8Array(await end.files[0]!.blob.arrayBuffer());
    using input = new Input({ source: new BufferSource(bytes), formats: [WEBM] });
    const track = (await input.getPrimaryVideoTrack())!;
    let packets = 0;
    for await (const _ of new EncodedPacketSink(track).packets()) packets++;
    expect(packets).toBe(12);
    expect(await input.computeDuration()).toBeCloseTo(1, 2);
    const told = watched.replies.flatMap((reply) => (reply.type === 'exporting' ? [[reply.done, reply.frames]] : []));
    expect(told).toEqual([
      [0, 3],
      [1, 3],
      [2, 3],
    ]);
    // Those of painting were enough.
    expect((await ports.stores.render.list('flows/')).length).toBe(2);
  });

  it('is exported as stills in order', async () => {
    const watched = watchedHost(memoryPorts());
    await paintWhole(watched, 1);
    watched.host.receive({ type: 'export', run: 2, job: demoJob(), what: 'stills' });
    const end = await watched.ended(2);
    if (end.type !== 'exported') throw new Error(JSON.stringify(end));
    expect(end.files.map(({ name }) => name)).toEqual(['0001.png', '0002.png', '0003.png']);
    const painted = watched.events(1).flatMap((event) => (event.type === 'painted' ? [event.png] : []));
    for (const [i, { blob }] of end.files.entries()) {
      expect(await blob.arrayBuffer()).toEqual(await painted[i]!.arrayBuffer());
    }
  });

  it('is nothing to export before the first frame, in words', async () => {
    const watched = watchedHost(memoryPorts());
    for (const [i, what] of (['film', 'stills'] as const).entries()) {
      watched.host.receive({ type: 'export', run: i, job: demoJob(), what });
      expect(await watched.ended(i)).toMatchObject({
        type: 'failed',
        error: { kind: 'input', message: expect.stringContaining('No frame is painted yet') },
      });
    }
  });
});

describe('what goes wrong in the worker', () => {
  const failures: readonly [string, () => Parameters<typeof paintWhole>[2], RegExp, string][] = [
    ['no frames', () => jobWith({ kind: 'none' }), /no photographs/, 'input'],
    ['no painting', () => demoJob({}, 2, []), /no painting/, 'input'],
    [
      'a photograph that is gone',
      () => jobWith({ kind: 'files', items: [{ id: 'a', name: 'lost.jpg', sha256: 'a'.repeat(64) }] }),
      /lost\.jpg is no longer kept/,
      'storage',
    ],
    [
      'a painting that is gone',
      () => demoJob({}, 2, [{ id: 'a', name: 'lost.jpg', sha256: 'a'.repeat(64) }]),
      /lost\.jpg is no longer kept/,
      'storage',
    ],
    ['weights that were not picked', () => demoJob({ nn_weights: 'file' }), /no files were picked/, 'input'],
    ['a forced device that is not there', () => demoJob({ job_device: 'webgpu' }), /no WebGPU adapter/, 'device'],
    ['frames outside of the film', () => demoJob({ video_start_frame: 9 }), /none is left/, 'input'],
  ];
  it.each(failures)('says so: %s', async (_, job, message, kind) => {
    const watched = watchedHost(memoryPorts());
    watched.host.receive({ type: 'paint', run: 1, job: job()! });
    const end = await watched.ended(1);
    const error = { kind, message: expect.stringMatching(message), remedy: expect.stringMatching(/./) };
    expect(end).toMatchObject({ type: 'failed', error });
  });

  it('names a full store, loses nothing, and goes on once there is room', async () => {
    const ports = memoryPorts();
    let room = 4;
    const { render } = ports.stores;
    const full = new PleinAirError('storage', 'There is no room left', 'Delete something.');
    const tight = {
      ...render,
      put: async (key: string, bytes: Uint8Array) => {
        if (key.startsWith('painted/') && --room < 0) throw full;
        return render.put(key, bytes);
      },
    };
    const watched = watchedHost({ ...ports, stores: { ...ports.stores, render: tight } });
    watched.host.receive({ type: 'paint', run: 1, job: demoJob() });
    expect(await watched.ended(1)).toMatchObject({ type: 'failed', error: { kind: 'storage', remedy: full.remedy } });
    room = 100;
    await paintWhole(watched, 2);
    const kept = watched.events(2).flatMap((event) => (event.type === 'painted' ? [event.kept] : []));
    expect(kept).toEqual([true, true, false]);
  });

  it('calls a fault of the program a defect', async () => {
    const ports = memoryPorts({
      now: () => {
        throw new TypeError('now is broken');
      },
    });
    const watched = watchedHost(ports);
    watched.host.receive({ type: 'paint', run: 1, job: demoJob() });
    expect(await watched.ended(1)).toMatchObject({
      type: 'failed',
      error: { kind: 'defect', message: 'TypeError: now is broken' },
    });
  });

  it('opens its stores again for the next job where they failed', async () => {
    let tries = 0;
    const watched = watchedHost(async () => {
      if (++tries === 1) throw new PleinAirError('storage', 'no database', 'Allow it.');
      return memoryPorts();
    });
    watched.host.receive({ type: 'inspect', run: 1, job: demoJob() });
    expect(await watched.ended(1)).toMatchObject({ type: 'failed', error: { kind: 'storage' } });
    expect(await inspect(watched, 2)).toEqual([false, false, false]);
  });

  it('tells before painting what the processor will cost where there is no graphics adapter, and changes no param', async () => {
    const watched = watchedHost(memoryPorts());
    watched.host.receive({ type: 'paint', run: 1, job: demoJob({ job_device: 'auto', input_max_size: 400 }, 1) });
    await watched.untilEvent(1, 'started');
    watched.host.receive({ type: 'cancel', run: 1 });
    const warnings = watched.events(1).flatMap((event) => (event.type === 'warning' ? [event.message] : []));
    expect(warnings.join('\n')).toMatch(/processor paints.*400×226 px.*roughly \d+ (s|min|h).*input_max_size 192/);
    expect(watched.events(1).find(({ type }) => type === 'started')).toMatchObject({ size: { width: 400 } });
    await watched.ended(1);
  });

  it('warns before the first stroke of a film that this machine cannot write', async () => {
    const encoder = {
      prepare: () => Promise.reject(new PleinAirError('unsupported', 'No VP9 here.', 'Take VP8.')),
    };
    const watched = watchedHost(memoryPorts({ encoder }));
    await paintWhole(watched, 1, demoJob({}, 1));
    const types = watched.events(1).map((event) => (event.type === 'warning' ? event.message : event.type));
    expect(types.indexOf('No VP9 here.\nTake VP8.')).toBeGreaterThan(-1);
    expect(types.indexOf('No VP9 here.\nTake VP8.')).toBeLessThan(types.indexOf('started'));
  });
});
