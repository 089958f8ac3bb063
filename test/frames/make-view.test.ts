import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { concatenate } from '../../src/core/digest.ts';
import type { RgbaImage } from '../../src/core/image.ts';
import type { FetchedPicture, PictureLayout, Sighting, View } from '../../src/frames/imagery.ts';
import { createViewMaker } from '../../src/frames/make-view.ts';
import { createCpuProjector } from '../../src/frames/projection/cpu-projector.ts';
import type { PanoramaLayout, Projector } from '../../src/frames/projection/projector.ts';
import { createNodeImageCodec } from '../../src/platform/node/image-codec.ts';
import { plainCodec } from '../support/plain-codec.ts';
import { real } from '../support/reals.ts';
import { colourOf, largestError, layoutOf, paintPanorama } from './projection/sphere.ts';

const sighting: Sighting = {
  id: 'pano-4711',
  position: { lat: 55.7, lng: 13.19 },
  date: '2021-06',
  projection: 'panorama',
  heading: 90,
  fov: null,
  sequence: null,
  kind: 'outdoor',
  credit: { text: 'Jo Doe', link: null, shareAlike: false },
};
const view: View = { heading: 45, pitch: -2.5, fov: 90, width: 24, height: 16 };
const hashOf = (...parts: Uint8Array[]) => createHash('sha256').update(concatenate(parts)).digest('hex');

/** A picture of one colour, as the plain codec keeps it. */
const file = (width: number, height: number, value: number) =>
  plainCodec.encodePng({ width, height, data: new Uint8ClampedArray(width * height * 4).fill(value) });

/** What projectors are given; they answer with one grey pixel's worth of view. */
const projected: { panorama: RgbaImage; layout: PanoramaLayout; view: View }[] = [];
const recording: Projector = {
  project: async (panorama, layout, wanted) => {
    projected.push({ panorama, layout, view: wanted });
    const data = new Uint8ClampedArray(wanted.width * wanted.height * 4).fill(128);
    return { width: wanted.width, height: wanted.height, data };
  },
  dispose: () => undefined,
};
const maker = createViewMaker({ codec: plainCodec, projector: recording });
beforeEach(() => {
  projected.length = 0;
});

async function picture(layout: PictureLayout = layoutOf()): Promise<FetchedPicture> {
  return { sighting, layout, tiles: [{ bytes: await file(8, 4, 7), x: 0, y: 0 }], size: null };
}

describe('a flat picture', () => {
  it('is kept as it came, under the hash of its bytes', async () => {
    const flat = await picture({ kind: 'picture' });
    const { bytes } = flat.tiles[0]!;
    const made = await maker.make(flat, view);
    expect(made).toEqual({ bytes, sha256: hashOf(bytes), sourceSha256: hashOf(bytes) });
    expect(projected).toEqual([]);
  });

  it('is refused by name where it is no picture', async () => {
    const flat = await picture({ kind: 'picture' });
    const torn = { ...flat, tiles: [{ ...flat.tiles[0]!, bytes: flat.tiles[0]!.bytes.slice(0, -3) }] };
    await expect(maker.make(torn, view)).rejects.toMatchObject({
      kind: 'input',
      message: expect.stringContaining('pano-4711'),
    });
  });
});

describe('a view of a panorama', () => {
  it('has for its identity the hash of a text that any program can write', async () => {
    const layout = layoutOf({
      heading: 123.4567,
      pitch: -0.0001,
      roll: 1.25,
      covers: { left: 0, top: 1 / 6, right: 1, bottom: 5 / 6 },
    });
    const source = await picture(layout);
    const made = await maker.make(source, { ...view, heading: 359.9996 });
    expect(made.sourceSha256).toBe(hashOf(source.tiles[0]!.bytes));
    const text = `plein-air cut-out 1 ${made.sourceSha256}
centre 123.457 0.000 1.250
covers 0.000000 0.166667 1.000000 0.833333
view 0.000 -2.500 90.000 24x16`;
    expect(made.sha256).toBe(hashOf(new TextEncoder().encode(text)));
    // Frames are kept and shared under such hashes: this one must never change.
    expect(made.sha256).toBe('73e91be06aece0b965adc6a3cb3ca1fd2ea3fa541f045dd479be527876c0587a');
  });

  it('is the same frame for headings that differ in their last bits, and made from the same numbers', async () => {
    const source = await picture();
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 359_999 }), real(-4e-4, 4e-4), async (m, by) => {
        projected.length = 0;
        const one = await maker.make(source, { ...view, heading: m / 1000 });
        const other = await maker.make(source, { ...view, heading: m / 1000 + by });
        expect(other.sha256).toBe(one.sha256);
        expect(projected[1]?.view).toEqual(projected[0]?.view);
      }),
    );
  });

  it('is another frame for another direction, size, panorama or pose of it', async () => {
    const source = await picture();
    const other = { ...source, tiles: [{ bytes: await file(8, 4, 9), x: 0, y: 0 }] };
    const made = await Promise.all([
      maker.make(source, view),
      maker.make(source, { ...view, heading: 45.001 }),
      maker.make(source, { ...view, pitch: -2.501 }),
      maker.make(source, { ...view, fov: 89 }),
      maker.make(source, { ...view, width: 25 }),
      maker.make(source, { ...view, height: 17 }),
      maker.make(other, view),
      maker.make(await picture(layoutOf({ heading: 1 })), view),
      maker.make(await picture(layoutOf({ pitch: 1 })), view),
      maker.make(await picture(layoutOf({ roll: 1 })), view),
      maker.make(await picture(layoutOf({ covers: { left: 0, top: 0.1, right: 1, bottom: 1 } })), view),
    ]);
    expect(new Set(made.map(({ sha256 }) => sha256)).size).toBe(made.length);
  });

  it('is a PNG of what a camera sees there', async () => {
    const codec = createNodeImageCodec();
    const layout = layoutOf({ heading: 200, roll: 3 });
    const panorama = paintPanorama({ width: 256, height: 128 }, layout, colourOf);
    const tiles = [{ bytes: await codec.encodePng(panorama), x: 0, y: 0 }];
    const real = createViewMaker({ codec, projector: createCpuProjector() });
    const { bytes } = await real.make({ sighting, layout, tiles, size: null }, view);
    expect(largestError(await codec.decode(bytes, 'made'), view)).toBeLessThan(1.2);
  });

  it('is refused where the panorama shows less than half of it, before anything is decoded', async () => {
    const half = layoutOf({ covers: { left: 0.5, top: 0, right: 1, bottom: 1 } });
    await expect(maker.make(await picture(half), { ...view, heading: 300 })).rejects.toMatchObject({
      kind: 'input',
      message: expect.stringMatching(/pano-4711 does not show \d+ % .* heading 300°/),
      remedy: expect.stringContaining('Turn the camera'),
    });
    await maker.make(await picture(half), { ...view, heading: 30 });
    expect(projected).toHaveLength(1);
  });

  it.each([
    ['a heading that is no number', { heading: Number.NaN }],
    ['covers that end before they begin', { covers: { left: 0.6, top: 0, right: 0.4, bottom: 1 } }],
    ['covers beyond the poles', { covers: { left: 0, top: 0, right: 1, bottom: 1.2 } }],
  ])('is refused where the service tells %s', async (_, change) => {
    await expect(maker.make(await picture(layoutOf(change)), view)).rejects.toMatchObject({
      kind: 'input',
      message: expect.stringContaining('pano-4711'),
    });
  });

  it('stops when aborted', async () => {
    await expect(maker.make(await picture(), view, AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
    const controller = new AbortController();
    const late = createViewMaker({
      codec: { ...plainCodec, decode: (...args) => plainCodec.decode(...args).finally(() => controller.abort()) },
      projector: createCpuProjector(),
    });
    await expect(late.make(await picture(), view, controller.signal)).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('a panorama in tiles', () => {
  /** 5×3 pixels of tiles of 2×2, the last ones reaching beyond it. */
  const inTiles = async (): Promise<FetchedPicture> => ({
    sighting,
    layout: layoutOf(),
    size: { width: 5, height: 3 },
    tiles: await Promise.all(
      [0, 1, 2, 3, 4, 5].map(async (n) => ({
        bytes: await file(2, 2, 10 * (n + 1)),
        x: 2 * (n % 3),
        y: 2 * Math.floor(n / 3),
      })),
    ),
  });

  it('is put together by their places, in whatever order they come', async () => {
    const tiled = await inTiles();
    const expected = [10, 10, 20, 20, 30, 10, 10, 20, 20, 30, 40, 40, 50, 50, 60].flatMap((v) => [v, v, v, 255]);
    await maker.make(tiled, view);
    await maker.make({ ...tiled, tiles: tiled.tiles.toReversed() }, view);
    for (const { panorama } of projected) {
      expect([panorama.width, panorama.height]).toEqual([5, 3]);
      expect([...panorama.data]).toEqual(expected);
    }
    expect(projected).toHaveLength(2);
  });

  it('may reach beyond the left and upper edge', async () => {
    const tiled = {
      ...(await inTiles()),
      size: { width: 1, height: 1 },
      tiles: [{ bytes: await file(2, 2, 9), x: -1, y: -1 }],
    };
    await maker.make(tiled, view);
    expect([...projected[0]!.panorama.data]).toEqual([9, 9, 9, 255]);
  });

  it('has the hash of all tiles, one after another', async () => {
    const tiled = await inTiles();
    const { sourceSha256 } = await maker.make(tiled, view);
    expect(sourceSha256).toBe(hashOf(...tiled.tiles.map(({ bytes }) => bytes)));
  });

  it('is refused with the name of the tile that is corrupt', async () => {
    const tiled = await inTiles();
    const torn = tiled.tiles.map((tile, n) => (n === 4 ? { ...tile, bytes: tile.bytes.slice(0, 9) } : tile));
    await expect(maker.make({ ...tiled, tiles: torn }, view)).rejects.toMatchObject({
      kind: 'input',
      message: expect.stringContaining('pano-4711, tile at 2, 2'),
    });
  });

  it('is refused where a tile is missing', async () => {
    const tiled = await inTiles();
    await expect(maker.make({ ...tiled, tiles: tiled.tiles.filter((_, n) => n !== 4) }, view)).rejects.toMatchObject({
      kind: 'input',
      message: 'The picture pano-4711 is incomplete: there is no tile for pixel 2, 2.',
    });
    await expect(maker.make({ ...tiled, tiles: [] }, view)).rejects.toMatchObject({ kind: 'input' });
  });

  it('is refused before memory is taken for a size that no picture has', async () => {
    await expect(
      maker.make({ ...(await inTiles()), size: { width: 200_000, height: 100_000 } }, view),
    ).rejects.toMatchObject({ kind: 'input', message: expect.stringContaining('pano-4711 is 200000 × 100000 px') });
  });
});
