import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type RgbaImage, toFloatImage, toRgbaImage } from '../../src/core/image.ts';
import { colorTreatment } from '../../src/engine/color/color-mode.ts';
import type { FlowEstimator } from '../../src/flow/estimator.ts';
import type { FrameSource } from '../../src/frames/source.ts';
import { applyTone } from '../../src/frames/tone-curve.ts';
import { createParams } from '../../src/project/resolve.ts';
import type { Params } from '../../src/project/schema.ts';
import { balanceFilm, keptBalance, loadBalanced } from '../../src/render/balance.ts';
import { filmChain } from '../../src/render/chain.ts';
import type { RenderEvent } from '../../src/render/events.ts';
import { openFinishedFilm } from '../../src/render/finished.ts';
import { keepFrame } from '../../src/render/frame-record.ts';
import type { PreparedFilm } from '../../src/render/job.ts';
import { loadPrepared, prepareFilm } from '../../src/render/prepare.ts';
import { createMemoryStore, type MemoryStore } from '../support/memory-store.ts';
import { plainCodec } from '../support/plain-codec.ts';
import { streetFilm } from '../support/street-film.ts';

const FRAMES = 4;
const DARK = 2;
const SIZE = { width: 96, height: 54 };
const street = streetFilm(FRAMES, SIZE);
const dark = { gain: [0.75, 0.75, 0.7], gamma: [1, 1, 1] } as const;

let images: RgbaImage[];
let asked: number;
let store: MemoryStore;

beforeAll(async () => {
  const refs = await street.source.list();
  images = await Promise.all(refs.map(async (ref) => (await street.source.load(ref)).image));
});
beforeEach(() => {
  asked = 0;
  store = createMemoryStore();
});

/** The exact flow, whatever the light; counts what it is asked. */
function flowOf(shown: readonly RgbaImage[]): FlowEstimator {
  const index = (data: Float32Array) =>
    shown.findIndex((image) => toFloatImage(image).data.every((value, i) => value === data[i]));
  return {
    async estimate(a, b) {
      asked++;
      const [i, j] = [index(a.data), index(b.data)];
      const [forward, backward] = [street.between(i, j), street.between(j, i)];
      return {
        forward: forward.flow,
        backward: backward.flow,
        reliability: { forward: forward.visible, backward: backward.visible },
      };
    },
    dispose: () => undefined,
  };
}

/** The street, with one frame that was taken darker. */
function shownWith(darkened: boolean): RgbaImage[] {
  return images.map((image, i) => (darkened && i === DARK ? toRgbaImage(applyTone(toFloatImage(image), dark)) : image));
}

async function prepare(shown: readonly RgbaImage[], params: Params): Promise<PreparedFilm> {
  const source: FrameSource = {
    ...street.source,
    load: async (ref) => {
      const { provenance } = await street.source.load(ref);
      const is = shown[Number(ref.id)] === images[Number(ref.id)] ? '0' : 'd';
      return { image: shown[Number(ref.id)]!, provenance: { ...provenance, sha256: ref.id.padStart(64, is) } };
    },
  };
  return (await drain(prepareFilm({ params, source }, { store, codec: plainCodec }))).result;
}

async function drain<T>(run: AsyncGenerator<RenderEvent, T>): Promise<{ result: T; events: RenderEvent[] }> {
  const events: RenderEvent[] = [];
  for (;;) {
    const next = await run.next();
    if (next.done) return { result: next.value, events };
    events.push(next.value);
  }
}

async function balance(darkened = true, changes: Partial<Params> = {}) {
  const params = createParams({ input_max_size: SIZE.width, ...changes });
  const shown = shownWith(darkened);
  const film = await prepare(shown, params);
  const ports = { store, codec: plainCodec, flow: flowOf(shown) };
  const { result, events } = await drain(balanceFilm(film, params, ports));
  return { params, film, balanced: result, events };
}

const ports = () => ({ store, codec: plainCodec });
const mean = ({ data }: { readonly data: Float32Array }) => data.reduce((sum, v) => sum + v, 0) / data.length;
const chainOf = (params: Params, film: PreparedFilm) => filmChain({ params, paintings: [{ sha256: 'a' }] }, film, 'w');

describe('balancing a film', () => {
  it('evens out a frame that was taken darker, and tells how', async () => {
    const { balanced, events } = await balance();
    const [truth, shown, before] = [
      mean(toFloatImage(images[DARK]!)),
      mean(toFloatImage(await loadPrepared(balanced.frames[DARK]!, ports()))),
      mean(await loadBalanced(balanced.frames[DARK - 1]!, ports())) / mean(toFloatImage(images[DARK - 1]!)),
    ];
    const after = mean(await loadBalanced(balanced.frames[DARK]!, ports())) / truth;
    expect(shown / truth).toBeLessThan(0.8);
    // As bright against the truth as its neighbour: what one frame needs is shared among all of a short film.
    expect(after / before).toBeCloseTo(1, 1.5);
    expect(events.map(({ type }) => type)).toEqual(['balance', 'balance', 'balance', 'balanced']);
    const last = events.at(-1);
    if (last?.type !== 'balanced') throw new Error('no result');
    expect(last.tones).toHaveLength(FRAMES);
    // Blue was darkened more.
    expect(last.tones[DARK]!.gain[2]).toBeGreaterThan(last.tones[DARK]!.gain[0]);
    expect(last.tones[DARK]).toEqual(balanced.frames[DARK]!.tone);
  });

  it('leaves every pixel and every key alone where the photographs agree', async () => {
    const { params, film, balanced, events } = await balance(false);
    expect(events.at(-1)).toEqual({ type: 'balanced', tones: [null, null, null, null] });
    expect(balanced).toEqual(film);
    expect((await chainOf(params, balanced)).keys).toEqual((await chainOf(params, film)).keys);
  });

  it.each<Partial<Params>>([{ frame_balance: 'none' }, { flow_method: 'none' }, { video_end_frame: 1 }])(
    'does nothing with %o',
    async (changes) => {
      const { film, balanced, events } = await balance(true, changes);
      expect(balanced).toBe(film);
      expect([events, asked]).toEqual([[], 0]);
      expect(await keptBalance(film, createParams(changes), store)).toEqual({ film, measured: true });
      const [frame] = film.frames;
      expect(await loadBalanced(frame!, ports())).toEqual(toFloatImage(await loadPrepared(frame!, ports())));
    },
  );

  it('gives paintings other keys, since they are other paintings', async () => {
    const { params, film, balanced } = await balance();
    const [plain, even] = [await chainOf(params, film), await chainOf(params, balanced)];
    plain.keys.forEach((key, i) => {
      expect(even.keys[i]).not.toBe(key);
    });
    // How a film that was never balanced is asked for makes no difference.
    const none = await chainOf({ ...params, frame_balance: 'none' }, film);
    expect(none.keys).toEqual(plain.keys);
  });

  it('is found again without any flow, by a run and by a look at what is painted', async () => {
    const first = await balance();
    expect(asked).toBe(FRAMES - 1);
    for (const key of await store.list('flows/')) await store.delete(key);
    const again = await balance();
    expect(asked).toBe(FRAMES - 1);
    expect(again.events.map(({ type }) => type)).toEqual(['balanced']);
    expect(again.balanced).toEqual(first.balanced);
    const kept = await keptBalance(first.film, first.params, store);
    expect(kept).toEqual({ film: first.balanced, measured: true });
    expect((await chainOf(first.params, kept.film)).keys).toEqual((await chainOf(first.params, first.balanced)).keys);
  });

  it('knows as far as it was measured, and measures what is missing or damaged alone', async () => {
    const { film, params, balanced } = await balance();
    const [one] = await store.list('balance/');
    await store.put(one!, Uint8Array.of(1, 2, 3));
    expect((await keptBalance(film, params, store)).measured).toBe(false);
    const again = await balance();
    expect(again.events.map(({ type }) => type)).toEqual(['balance', 'balanced']);
    expect(again.balanced).toEqual(balanced);
    // The flow itself was kept.
    expect(asked).toBe(FRAMES - 1);
  });

  it('stops when it is asked to, and keeps what it has compared', async () => {
    const params = createParams({ input_max_size: SIZE.width });
    const shown = shownWith(true);
    const film = await prepare(shown, params);
    const abort = new AbortController();
    const run = balanceFilm(film, params, { ...ports(), flow: flowOf(shown) }, abort.signal);
    await run.next();
    await run.next();
    abort.abort();
    await expect(run.next()).rejects.toThrow(/abort/i);
    expect(await store.list('balance/')).toHaveLength(1);
  });

  it('puts the colours of the balanced photograph back into the finished frame', async () => {
    const { params, balanced, film } = await balance(true, { color_mode: 'luma_swap' });
    const painted = toRgbaImage({ ...toFloatImage(images[DARK]!), data: new Float32Array(3 * 96 * 54).fill(128) });
    const record = {
      name: 'a',
      sha256: 'a',
      first: { content: 1, style: 1, tv: 0, temporal: 0, total: 2 },
      last: { content: 1, style: 1, tv: 0, temporal: 0, total: 2 },
      evaluations: 1,
      work: 1,
      stop: 'evaluations',
      seconds: 1,
    };
    const finish = async (of: PreparedFilm) => {
      const { keys } = await chainOf(params, of);
      await keepFrame(ports(), keys[DARK]!, { record, image: painted });
      const job = { params, paintings: [{ sha256: 'a' }] };
      const finished = await openFinishedFilm(job, of, { ...ports(), weightsSha256: 'w' });
      return toFloatImage((await finished.frame(DARK))!.image);
    };
    const photograph = await loadBalanced(balanced.frames[DARK]!, ports());
    const expected = toRgbaImage(colorTreatment(params, photograph).finish(toFloatImage(painted), photograph));
    const found = await finish(balanced);
    expect(toRgbaImage(found).data).toEqual(expected.data);
    expect(found.data).not.toEqual((await finish(film)).data);
  });
});
