import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { View } from '../../../../src/frames/imagery.ts';
import { outsideShare } from '../../../../src/frames/projection/outside.ts';
import { type TiledPanorama, tilesForView } from '../../../../src/frames/sources/street-view-tiles/tiles-for-view.ts';
import { real } from '../../../support/reals.ts';

const modern: TiledPanorama = {
  imageWidth: 16_384,
  imageHeight: 8192,
  tileWidth: 512,
  tileHeight: 512,
  heading: 0,
  pitch: 0,
  roll: 0,
};
const older = { ...modern, imageWidth: 13_312, imageHeight: 6656 };
const view: View = { heading: 0, pitch: 0, fov: 90, width: 640, height: 360 };

const panoramas = fc
  .record({
    width: fc.constantFrom(16_384, 13_312, 8192, 5376, 11_000),
    heading: real(0, 360),
    pitch: real(-8, 8),
    roll: real(-8, 8),
  })
  .map(({ width, ...pose }): TiledPanorama => ({ ...modern, ...pose, imageWidth: width, imageHeight: width / 2 }));
const views = fc.record({
  heading: real(0, 360),
  pitch: fc.oneof(fc.constantFrom(0, 90, -90), real(-90, 90)),
  fov: real(10, 120),
  width: fc.integer({ min: 64, max: 2048 }),
  height: fc.integer({ min: 64, max: 2048 }),
});

describe('the tiles that a view needs', () => {
  it('are of the coarsest zoom that is as fine as the view', () => {
    // 640 px at 90°: 2010 px around. 2048 px are enough, 1664 of the older panorama are not.
    expect(tilesForView(modern, view).zoom).toBe(2);
    expect(tilesForView(older, view).zoom).toBe(3);
    expect(tilesForView(modern, { ...view, width: 1280, height: 720 }).zoom).toBe(3);
    expect(tilesForView(modern, { ...view, fov: 20 }).zoom).toBe(5);
    expect(tilesForView(modern, { ...view, width: 64, height: 64 }).zoom).toBe(1);
  });

  it('are few: 2 × 2 at the centre of a modern panorama, where four tiles meet', () => {
    const { tiles, size, covers } = tilesForView(modern, view);
    expect(tiles.map(({ column, row, x, y }) => [column, row, x, y])).toEqual([
      [1, 0, 0, 0],
      [1, 1, 0, 512],
      [2, 0, 512, 0],
      [2, 1, 512, 512],
    ]);
    expect(size).toEqual({ width: 1024, height: 1024 });
    expect(covers).toEqual({ left: 0.25, top: 0, right: 0.75, bottom: 1 });
  });

  it('go over the seam, where the part goes beyond 1 and the last column is narrower than a tile', () => {
    const { zoom, tiles, size, covers } = tilesForView(older, { ...view, heading: 180, height: 200 });
    // Zoom 3 of an older panorama: 3328 × 1664 px, seven columns, of which the last is half full.
    expect(zoom).toBe(3);
    expect([...new Set(tiles.map(({ column }) => column))]).toEqual([5, 6, 0]);
    expect([...new Set(tiles.map(({ x }) => x))]).toEqual([0, 512, 768]);
    expect(size.width).toBe(512 + 256 + 512);
    expect(covers.left).toBeCloseTo(2560 / 3328, 12);
    expect(covers.right).toBeCloseTo(3840 / 3328, 12);
  });

  it('are cut off at the lower edge of the picture', () => {
    const { size, covers } = tilesForView(older, { ...view, pitch: -90 });
    expect(covers.bottom).toBe(1);
    expect(size.width).toBe(3328);
    // From a tile's edge to the nadir, 1664 = 3 · 512 + 128.
    expect(size.height % 512).toBe(128);
  });

  it('show all of any view of any panorama', () => {
    fc.assert(
      fc.property(panoramas, views, (panorama, wanted) => {
        const { covers } = tilesForView(panorama, wanted);
        const { heading, pitch, roll } = panorama;
        expect(outsideShare({ kind: 'panorama', heading, pitch, roll, covers }, wanted)).toBe(0);
      }),
      { numRuns: 150 },
    );
  });

  it('fill the part without holes, each once, within the grid of their zoom', () => {
    fc.assert(
      fc.property(panoramas, views, (panorama, wanted) => {
        const { zoom, tiles, size, covers } = tilesForView(panorama, wanted);
        const scale = 2 ** (5 - zoom);
        const width = Math.round(panorama.imageWidth / scale);
        const height = Math.round(panorama.imageHeight / scale);
        const columns = Math.ceil(width / 512);
        expect(new Set(tiles.map(({ column, row }) => `${column}/${row}`)).size).toBe(tiles.length);
        expect(tiles.length).toBeLessThanOrEqual(24);
        expect((covers.right - covers.left) * width).toBeCloseTo(size.width, 6);
        expect((covers.bottom - covers.top) * height).toBeCloseTo(size.height, 6);
        expect(covers.right - covers.left).toBeLessThanOrEqual(1 + 1e-12);
        const filled = tiles.map(({ column, row, x, y }) => {
          expect(column >= 0 && column < columns && row >= 0 && row < Math.ceil(height / 512)).toBe(true);
          // A tile lies where its pixels belong: as far from the whole's left edge as in the whole, turns aside.
          expect((((covers.left * width + x - column * 512) % width) + width) % width).toBeCloseTo(0, 6);
          expect(covers.top * height + y).toBeCloseTo(row * 512, 6);
          return Math.min(512, width - column * 512) * Math.min(512, height - row * 512);
        });
        expect(filled.reduce((sum, pixels) => sum + pixels, 0)).toBe(size.width * size.height);
        for (const { x, y } of tiles) expect(x >= 0 && x < size.width && y >= 0 && y < size.height).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('are, of a level view, those between its edges, and no others but where an edge is near', () => {
    // A level view's upright edges lie half its field of view to either side, its upper edge is highest in its middle.
    const level = fc.record({
      heading: real(0, 360),
      fov: real(10, 120),
      width: fc.integer({ min: 200, max: 1024 }),
      height: fc.integer({ min: 100, max: 1024 }),
    });
    fc.assert(
      fc.property(fc.constantFrom(modern, older), level, (panorama, wanted) => {
        const { zoom, tiles } = tilesForView(panorama, { ...wanted, pitch: 0 });
        const width = panorama.imageWidth / 2 ** (5 - zoom);
        const radians = Math.PI / 180;
        const up = Math.atan((Math.tan((wanted.fov / 2) * radians) * wanted.height) / wanted.width) / radians;
        const between = (beyond: number) => {
          const found = new Set<string>();
          const step = width / 360;
          const from = (180 + wanted.heading - wanted.fov / 2) * step - beyond;
          const to = (180 + wanted.heading + wanted.fov / 2) * step + beyond;
          const pixels = (low: number, high: number) => [
            ...Array.from({ length: Math.ceil((high - low) / 64) }, (_, k) => low + 64 * k),
            high,
          ];
          const most = width / 2 - 1;
          for (const x of pixels(from, to)) {
            for (const y of pixels(Math.max(0, (90 - up) * step - beyond), Math.min(most, (90 + up) * step + beyond))) {
              found.add(`${Math.floor((((x % width) + width) % width) / 512)}/${Math.floor(y / 512)}`);
            }
          }
          return found;
        };
        const fetched = new Set(tiles.map(({ column, row }) => `${column}/${row}`));
        for (const tile of between(0)) expect(fetched).toContain(tile);
        const near = between(40);
        for (const tile of fetched) expect(near).toContain(tile);
      }),
      { numRuns: 200 },
    );
  });

  it('are of a coarser zoom where a view to the zenith would need a whole circle of fine ones', () => {
    const up = tilesForView(modern, { ...view, pitch: 90, width: 2048, height: 2048 });
    expect(up.tiles.length).toBeLessThanOrEqual(24);
    expect(up.zoom).toBe(3);
  });
});
