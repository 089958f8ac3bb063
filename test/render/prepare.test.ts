import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PleinAirError } from '../../src/core/errors.ts';
import type { RgbaImage } from '../../src/core/image.ts';
import type { FrameSource } from '../../src/frames/source.ts';
import { createParams } from '../../src/project/resolve.ts';
import type { Params } from '../../src/project/schema.ts';
import type { RenderEvent } from '../../src/render/events.ts';
import { filmSize, loadPrepared, prepareFilm } from '../../src/render/prepare.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { plainCodec as codec } from '../support/plain-codec.ts';

/** Left half black, right half white, opaque. */
function halves(width: number, height: number): RgbaImage {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let i = 0; i < data.length; i++) data[i] = i % 4 === 3 || (i >> 2) % width >= width / 2 ? 255 : 0;
  return { width, height, data };
}

/** A source of given pictures, which notes what it was asked for. */
function sourceOf(...images: readonly RgbaImage[]): FrameSource & { readonly loaded: string[] } {
  const loaded: string[] = [];
  return {
    id: 'test',
    loaded,
    list: async () => images.map((_, i) => ({ id: `${i}`, name: `frame-${i}.jpg` })),
    load: async ({ id, name }) => {
      loaded.push(name);
      const image = images[Number(id)]!;
      const sha256 = `${id}`.repeat(64);
      return { image, provenance: { source: 'test', name, sha256 } };
    },
  };
}

async function prepare(
  source: FrameSource,
  params: Partial<Params> = {},
  store = createMemoryStore(),
  signal?: AbortSignal,
) {
  const events: RenderEvent[] = [];
  const run = prepareFilm({ params: createParams(params), source }, { store, codec }, signal);
  for (;;) {
    const next = await run.next();
    if (next.done) return { film: next.value, events, store };
    events.push(next.value);
  }
}

const warnings = (events: readonly RenderEvent[]) => events.filter(({ type }) => type === 'warning');

describe('filmSize', () => {
  it.each([
    [1280, 720, 512, 512, 288],
    [720, 1280, 512, 288, 512],
    [4032, 3024, 160, 160, 120],
    [300, 200, 512, 300, 200],
    // Odd limits and odd pictures: even, and never over either.
    [1280, 720, 161, 160, 90],
    [301, 201, 512, 300, 200],
    [3, 3, 512, 2, 2],
  ])('of %d×%d at most %d is %d×%d', (width, height, most, filmWidth, filmHeight) => {
    expect(filmSize({ width, height }, most)).toEqual({ width: filmWidth, height: filmHeight });
  });

  it('is even, never larger than the photograph or the limit, and of its shape to two pixels', () => {
    const side = fc.integer({ min: 2, max: 16384 });
    fc.assert(
      fc.property(side, side, fc.integer({ min: 32, max: 2048 }), (width, height, most) => {
        const size = filmSize({ width, height }, most);
        expect([size.width % 2, size.height % 2]).toEqual([0, 0]);
        expect(Math.max(size.width, size.height)).toBeLessThanOrEqual(most);
        expect(size.width).toBeLessThanOrEqual(width);
        expect(size.height).toBeLessThanOrEqual(height);
        const factor = Math.min(1, most / Math.max(width, height));
        expect(Math.abs(size.width - Math.max(2, width * factor))).toBeLessThan(2);
        expect(Math.abs(size.height - Math.max(2, height * factor))).toBeLessThan(2);
      }),
    );
  });
});

describe('prepareFilm', () => {
  it('scales every frame, keeps it, tells of it, and names it by hash', async () => {
    const { film, events, store } = await prepare(sourceOf(halves(128, 96), halves(128, 96)), { input_max_size: 64 });
    expect(film.size).toEqual({ width: 64, height: 48 });
    expect(film.frames.map(({ name, sha256 }) => [name, sha256])).toEqual([
      ['frame-0.jpg', '0'.repeat(64)],
      ['frame-1.jpg', '1'.repeat(64)],
    ]);
    expect(events).toEqual([
      { type: 'prepared', index: 0, frames: 2, name: 'frame-0.jpg' },
      { type: 'prepared', index: 1, frames: 2, name: 'frame-1.jpg' },
    ]);
    const image = await loadPrepared(film.frames[1]!, { store, codec });
    expect(image).toMatchObject({ width: 64, height: 48 });
    expect([image.data[0], image.data[4 * 63]]).toEqual([0, 255]);
  });

  it('keeps what is known of the cameras, with the field of view of what is left of the picture', async () => {
    const pose = { position: [1, 2, 3] as const, heading: 40, pitch: 0, fov: 90 };
    const source = sourceOf(halves(96, 96), halves(192, 96), halves(96, 96));
    const posed: FrameSource = {
      ...source,
      load: async (ref, signal) => ({ ...(await source.load(ref, signal)), ...(ref.id !== '2' && { pose }) }),
    };
    const { film } = await prepare(posed, { input_max_size: 64 });
    expect(film.frames[0]!.pose).toMatchObject({ position: [1, 2, 3], heading: 40 });
    expect(film.frames[0]!.pose!.fov).toBeCloseTo(90, 9);
    // The middle half: half the tangent.
    expect(film.frames[1]!.pose!.fov).toBeCloseTo((360 / Math.PI) * Math.atan(0.5), 9);
    expect(film.frames[2]!.pose).toBeUndefined();
  });

  it('does not scale again what an earlier run has kept, but again for another size', async () => {
    const store = createMemoryStore();
    const source = sourceOf(halves(128, 96));
    await prepare(source, { input_max_size: 64 }, store);
    await prepare(source, { input_max_size: 64 }, store);
    expect(store.writes).toHaveLength(1);
    const { film } = await prepare(source, { input_max_size: 96 }, store);
    expect(store.writes).toHaveLength(2);
    expect(await loadPrepared(film.frames[0]!, { store, codec })).toMatchObject({ width: 96, height: 72 });
  });

  it('cuts frames of another shape to the first one’s, from their middle, and says so', async () => {
    // Too wide by 48 columns on either side, which are black; what is to be seen is white.
    const wide = halves(160, 48);
    for (let i = 0; i < wide.data.length; i++)
      wide.data[i] = i % 4 === 3 || Math.abs(((i >> 2) % 160) - 79.5) < 32 ? 255 : 0;
    const source = sourceOf(halves(64, 48), wide, halves(65, 48));
    const { film, events, store } = await prepare(source, { input_max_size: 64 });
    expect(warnings(events)).toHaveLength(1);
    expect(warnings(events)[0]).toMatchObject({ message: expect.stringContaining('frame-1.jpg is 160×48 px') });
    const image = await loadPrepared(film.frames[1]!, { store, codec });
    expect(image).toMatchObject({ width: 64, height: 48 });
    expect(image.data.every((v) => v === 255)).toBe(true);
  });

  it.each([
    [67, 35],
    [35, 67],
    [33, 17],
  ])('does not hold a first frame of %d×%d px against its own rounded size', async (width, height) => {
    const { events, film } = await prepare(sourceOf(halves(width, height), halves(width, height)), {
      input_max_size: 32,
    });
    expect(warnings(events)).toEqual([]);
    expect([film.size.width % 2, film.size.height % 2]).toEqual([0, 0]);
  });

  it.each([
    [320, 17],
    [12, 12],
  ])('refuses a first frame of %d×%d px that would be painted under 16 px high', async (width, height) => {
    const attempt = prepare(sourceOf(halves(width, height)), { input_max_size: 32 });
    await expect(attempt).rejects.toThrow(`frame-0.jpg is ${width}×${height} px`);
  });

  it('makes a scaled photograph that was damaged where it is kept anew next time', async () => {
    const source = sourceOf(halves(64, 48));
    const { film, store } = await prepare(source, { input_max_size: 64 });
    const { key } = film.frames[0]!;
    await store.put(key, Uint8Array.of(1));
    await expect(loadPrepared(film.frames[0]!, { store, codec })).rejects.toThrow(/frame-0\.jpg is damaged/);
    expect(await store.get(key)).toBeNull();
  });

  it('takes the frames from video_start_frame to video_end_frame, and loads no others', async () => {
    const source = sourceOf(...[0, 1, 2, 3, 4].map(() => halves(32, 32)));
    const { film } = await prepare(source, { video_start_frame: 2, video_end_frame: 4 });
    expect(film.frames.map(({ name }) => name)).toEqual(['frame-1.jpg', 'frame-2.jpg', 'frame-3.jpg']);
    expect(source.loaded).toEqual(['frame-1.jpg', 'frame-2.jpg', 'frame-3.jpg']);
    const toTheEnd = await prepare(source, { video_start_frame: 5, video_end_frame: 900 });
    expect(toTheEnd.film.frames.map(({ name }) => name)).toEqual(['frame-4.jpg']);
  });

  it('refuses a range without frames, with both numbers', async () => {
    const attempt = prepare(sourceOf(halves(32, 32), halves(32, 32)), { video_start_frame: 3 });
    await expect(attempt).rejects.toThrow(PleinAirError);
    await expect(attempt).rejects.toMatchObject({
      kind: 'input',
      message: 'There are 2 frames, and frames 3 to the last were asked for: none is left.',
    });
  });

  it('hands on what the source says of a damaged frame, before anything is painted', async () => {
    const source: FrameSource = {
      ...sourceOf(halves(32, 32), halves(32, 32)),
      load: async ({ name }) => {
        throw new PleinAirError('input', `The picture ${name} is damaged.`, 'Get it again.');
      },
    };
    await expect(prepare(source)).rejects.toThrow('The picture frame-0.jpg is damaged.');
  });

  it('stops between frames when told to', async () => {
    const abort = new AbortController();
    const source = sourceOf(halves(32, 32), halves(32, 32), halves(32, 32));
    const run = prepareFilm({ params: createParams(), source }, { store: createMemoryStore(), codec }, abort.signal);
    await run.next();
    abort.abort();
    await expect(run.next()).rejects.toThrow(/abort/i);
    expect(source.loaded).toEqual(['frame-0.jpg']);
  });
});

describe('loadPrepared', () => {
  it('says what to do where the scaled photograph is gone', async () => {
    const { film, store } = await prepare(sourceOf(halves(32, 32)));
    await store.delete(film.frames[0]!.key);
    await expect(loadPrepared(film.frames[0]!, { store, codec })).rejects.toMatchObject({
      kind: 'storage',
      message: expect.stringContaining('frame-0.jpg'),
    });
  });
});
