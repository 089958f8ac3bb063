import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { View } from '../../../src/frames/imagery.ts';
import { createCpuProjector } from '../../../src/frames/projection/cpu-projector.ts';
import { createGpuProjector } from '../../../src/frames/projection/gpu-projector.ts';
import type { PanoramaLayout } from '../../../src/frames/projection/projector.ts';
import { randomFloats } from '../../support/floats.ts';
import { describeGpu, testDevice } from '../../support/gpu.ts';
import { real } from '../../support/reals.ts';
import { colourOf, largestError, layoutOf, paintPanorama, WHOLE } from './sphere.ts';

const cpu = createCpuProjector();
const viewOf = (change: Partial<View> = {}): View => ({
  heading: 0,
  pitch: 0,
  fov: 90,
  width: 48,
  height: 32,
  ...change,
});
const anyView = fc.record<View>({
  heading: real(0, 360),
  pitch: real(-90, 90),
  fov: real(10, 120),
  width: fc.integer({ min: 8, max: 40 }),
  height: fc.integer({ min: 1, max: 40 }),
});
const anyPose = fc.record({ heading: real(0, 360), pitch: real(-90, 90), roll: real(-180, 180) });

/** The largest first moment of a tent of reach r ≥ 1 that is sampled at whole columns, over r: found by trying all, at a reach of 1.18. */
const SHIFT = 0.072;

/**
 * How far a colour may be off: half a level each for the rounding of the panorama and of the view, and what averaging takes away. Colours that are directions
 * are eigenfunctions of the sphere's Laplacian (of value −2), so a tent of radius r takes away r²/6 of their contrast; a tenth is added for higher terms.
 * Towards the poles a tent reaches over more columns, not a whole number of them, and its mean lies up to SHIFT of a column's angle beside its centre.
 */
function tolerance(view: View, columns: number): number {
  const pixel = (2 * Math.tan((view.fov / 360) * Math.PI)) / view.width;
  const column = (2 * Math.PI) / columns;
  return 1 + (1.1 * 127.5 * Math.max(pixel, column) ** 2) / 6 + 127.5 * SHIFT * column + 1e-3;
}

const size = { width: 512, height: 256 };
const northward = paintPanorama(size, layoutOf(), colourOf);

describe('a view of a panorama whose colours are directions', () => {
  const cases: [string, Partial<View>][] = [
    ['straight ahead', {}],
    ['over the seam', { heading: 180 }],
    ['a little beside the seam', { heading: 178.3, fov: 20 }],
    ['the zenith', { pitch: 90 }],
    ['the nadir, in pixels whose centre it is', { pitch: -90, width: 33, height: 33 }],
    ['a pole at the edge', { heading: 77, pitch: 63, fov: 60 }],
    ['as wide as can be', { heading: 300, pitch: -20, fov: 120 }],
    ['as near as can be', { heading: 211, pitch: 31, fov: 10 }],
  ];
  it.each(cases)('looks %s', async (_, change) => {
    const view = viewOf(change);
    const image = await cpu.project(northward, layoutOf(), view);
    expect(largestError(image, view)).toBeLessThan(tolerance(view, size.width));
  });

  it('looks where it is told to, whatever the view and however the panorama was held', async () => {
    await fc.assert(
      fc.asyncProperty(anyView, anyPose, async (view, pose) => {
        const layout = layoutOf(pose);
        const panorama = paintPanorama({ width: 256, height: 128 }, layout, colourOf);
        expect(largestError(await cpu.project(panorama, layout, view), view)).toBeLessThan(tolerance(view, 256));
      }),
      { numRuns: 60 },
    );
  });

  it('tells a roll to the right from one to the left', async () => {
    // Sky above, ground below, held with the right side down by 30°: the horizon stands level again.
    const layout = layoutOf({ roll: 30 });
    const panorama = paintPanorama(size, layout, ([, , up]) => (up > 0 ? [255, 255, 255] : [0, 0, 0]));
    const corner = (x: number, y: number) => panorama.data[(y * size.width + x) * 4]!;
    // In the panorama itself the horizon climbs to the right: as the horizon of a picture turned anticlockwise.
    expect([corner(size.width / 4, 140), corner((3 * size.width) / 4, 116)]).toEqual([255, 0]);
    const { data } = await cpu.project(panorama, layout, viewOf());
    for (let j = 0; j < 32; j++) {
      for (let i = 0; i < 48; i++) {
        const value = data[(j * 48 + i) * 4]!;
        if (j < 15) expect(value).toBe(255);
        if (j > 16) expect(value).toBe(0);
      }
    }
  });

  it('sees the same when panorama and view are turned together', async () => {
    const texture = randomFloats(256 * 128 * 4, 5, 0, 256);
    const panorama = { width: 256, height: 128, data: new Uint8ClampedArray(texture) };
    await fc.assert(
      fc.asyncProperty(real(0, 360), real(0, 360), real(-90, 90), async (heading, by, pitch) => {
        const one = await cpu.project(panorama, layoutOf(), viewOf({ heading, pitch }));
        const other = await cpu.project(panorama, layoutOf({ heading: by }), viewOf({ heading: heading + by, pitch }));
        expect(differences(one.data, other.data).largest).toBeLessThanOrEqual(1);
      }),
      { numRuns: 20 },
    );
  });

  it('sees the same when the panorama is turned by whole columns instead of the view', async () => {
    const columns = 64;
    const wide = { width: 256, height: 128 };
    const random = randomFloats(wide.width * wide.height * 4, 9, 0, 256);
    const panorama = { ...wide, data: new Uint8ClampedArray(random) };
    const shifted = { ...wide, data: new Uint8ClampedArray(random.length) };
    for (let j = 0; j < wide.height; j++) {
      for (let i = 0; i < wide.width; i++) {
        const from = (j * wide.width + ((i + columns) % wide.width)) * 4;
        shifted.data.set(panorama.data.subarray(from, from + 4), (j * wide.width + i) * 4);
      }
    }
    const degrees = (360 * columns) / wide.width;
    for (const pitch of [-90, -40, 0, 88]) {
      const one = await cpu.project(panorama, layoutOf(), viewOf({ heading: 20 + degrees, pitch }));
      const other = await cpu.project(shifted, layoutOf(), viewOf({ heading: 20, pitch }));
      expect(differences(one.data, other.data).largest).toBeLessThanOrEqual(1);
    }
  });

  it('is opaque, and stops when aborted', async () => {
    const { data } = await cpu.project({ ...size, data: northward.data.map(() => 0) }, layoutOf(), viewOf());
    expect(data.filter((_, i) => i % 4 === 3).every((alpha) => alpha === 255)).toBe(true);
    await expect(cpu.project(northward, layoutOf(), viewOf(), AbortSignal.abort())).rejects.toMatchObject({
      name: 'AbortError',
    });
  });
});

describe('a panorama that is finer than its view', () => {
  const wide = { width: 1024, height: 512 };
  const chequers = paintPanorama(wide, layoutOf(), (_, i, j) => ((i + j) % 2 === 0 ? [0, 0, 0] : [255, 255, 255]));
  it.each([0, 30, 60, 90])('averages a chequerboard of single pixels to grey, at pitch %i', async (pitch) => {
    for (const ratio of [2, 2.3, 3.1, 6]) {
      const width = Math.round((2 * Math.tan(Math.PI / 9) * (wide.width / (2 * Math.PI))) / ratio);
      const view = viewOf({ heading: 3, pitch, fov: 40, width, height: width });
      const { data } = await cpu.project(chequers, layoutOf({ heading: 17 }), view);
      // Plain interpolation leaves up to 127 of these.
      for (let i = 0; i < data.length; i += 4) expect(Math.abs(data[i]! - 127.5)).toBeLessThan(5);
    }
  });

  it('keeps the mean of noise, and no more of the noise than averaging leaves', async () => {
    const noise = { ...wide, data: new Uint8ClampedArray(randomFloats(wide.width * wide.height * 4, 3, 0, 256)) };
    const { data } = await cpu.project(noise, layoutOf(), viewOf({ fov: 60, width: 40, height: 30 }));
    const values = [...data].filter((_, i) => i % 4 !== 3);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
    expect(mean).toBeGreaterThan(126);
    expect(mean).toBeLessThan(129);
    // 74 before; each pixel averages some twenty.
    expect(deviation).toBeLessThan(20);
    expect(deviation).toBeGreaterThan(5);
  });

  it('keeps an edge sharp: from black to white within two pixels of the view', async () => {
    const halves = paintPanorama(wide, layoutOf(), ([east]) => (east > 0 ? [255, 255, 255] : [0, 0, 0]));
    const { data } = await cpu.project(halves, layoutOf(), viewOf());
    const row = Array.from({ length: 48 }, (_, i) => data[(16 * 48 + i) * 4]!);
    expect(row.slice(0, 23).every((value) => value === 0)).toBe(true);
    expect(row.slice(25).every((value) => value === 255)).toBe(true);
  });
});

describe('a panorama of a part of the sphere', () => {
  const part = { left: 0.3, top: 0.2, right: 0.8, bottom: 0.7 };

  it('shows that part in its place', async () => {
    const layout = layoutOf({ heading: 50, covers: part });
    const panorama = paintPanorama({ width: 256, height: 128 }, layout, colourOf);
    const view = viewOf({ heading: 60, pitch: 8, fov: 50 });
    expect(largestError(await cpu.project(panorama, layout, view), view)).toBeLessThan(tolerance(view, 512));
  });

  it('repeats its nearest edge beside it', async () => {
    const layout = layoutOf({ covers: part });
    // Red tells the column, green the row.
    const panorama = paintPanorama({ width: 100, height: 50 }, layout, (_, i, j) => [i, j, 0]);
    const at = async (heading: number, pitch: number) => {
      const view = viewOf({ heading, pitch, fov: 0.2, width: 1, height: 1 });
      return (await cpu.project(panorama, layout, view)).data.slice(0, 2);
    };
    // Covered from −72° to 108°, and from 54° above to 36° below the horizon.
    expect([...(await at(107.9, -0.9))]).toEqual([99, 30]);
    expect([...(await at(120, -0.9))]).toEqual([99, 30]);
    expect([...(await at(197, -0.9))]).toEqual([99, 30]);
    expect([...(await at(199, -0.9))]).toEqual([0, 30]);
    expect([...(await at(280, -0.9))]).toEqual([0, 30]);
    expect((await at(18, 70))[1]).toBe(0);
    expect((await at(18, -50))[1]).toBe(49);
  });

  it('closes its seam where it misses less than half a column', async () => {
    const layout = layoutOf({ covers: { ...WHOLE, right: 0.9999 } });
    const panorama = paintPanorama(size, layout, colourOf);
    const view = viewOf({ heading: 180, fov: 20 });
    expect(largestError(await cpu.project(panorama, layout, view), view)).toBeLessThan(
      tolerance(view, size.width) + 0.2,
    );
  });
});

describeGpu('a view on the GPU', () => {
  const cases: [string, Partial<PanoramaLayout>, Partial<View>][] = [
    ['straight ahead', {}, {}],
    ['over the seam', { heading: 12, pitch: 4, roll: -7 }, { heading: 190 }],
    ['at the zenith, in the middle of a pixel', {}, { pitch: 90, width: 33, height: 33 }],
    ['at the nadir of a panorama that ends above it', { covers: { ...WHOLE, bottom: 0.8 } }, { pitch: -80 }],
    ['of many pixels a pixel', { roll: 20 }, { fov: 120, width: 20, height: 14 }],
    ['of few pixels', { pitch: -11 }, { fov: 10, heading: 33 }],
    ['beside a part', { covers: { left: 0.3, top: 0.2, right: 0.8, bottom: 0.7 } }, { heading: 60, fov: 100 }],
    ['of odd sizes', { heading: 359 }, { width: 37, height: 51, pitch: 40 }],
  ];
  it.each(cases)('%s is the processor’s to a level', async (_, layout, change) => {
    const gpu = createGpuProjector(await testDevice());
    // As smooth as photographs are at most: noise of single pixels would show every rounding of a ray's place.
    const panorama = paintPanorama({ width: 600, height: 300 }, layoutOf(), (direction, i, j) => {
      const [red, green, blue] = colourOf(direction);
      return [red, green / 2 + (j % 8) * 8, blue / 2 + (i % 6) * 12];
    });
    const args = [panorama, layoutOf(layout), viewOf(change)] as const;
    const one = await gpu.project(...args);
    const other = await cpu.project(...args);
    const { largest, apart } = differences(one.data, other.data);
    expect(largest).toBeLessThanOrEqual(1);
    // Only where the exact value lies half way between two levels.
    expect(apart).toBeLessThan(0.02);
    gpu.dispose();
  });

  it('uses its buffers again, and gives the pixels of the panorama that it was given', async () => {
    const gpu = createGpuProjector(await testDevice());
    const first = await gpu.project(northward, layoutOf(), viewOf({ heading: 90 }));
    const dark = { ...size, data: northward.data.map((value) => value / 2) };
    const second = await gpu.project(dark, layoutOf(), viewOf({ heading: 90 }));
    const third = await gpu.project(northward, layoutOf(), viewOf({ heading: 90 }));
    expect(third.data).toEqual(first.data);
    expect(second.data).not.toEqual(first.data);
    await expect(gpu.project(northward, layoutOf(), viewOf(), AbortSignal.abort())).rejects.toMatchObject({
      name: 'AbortError',
    });
    gpu.dispose();
  });
});

function differences(a: Uint8ClampedArray, b: Uint8ClampedArray): { largest: number; apart: number } {
  expect(a.length).toBe(b.length);
  let largest = 0;
  let apart = 0;
  for (let i = 0; i < a.length; i++) {
    const difference = Math.abs(a[i]! - b[i]!);
    largest = Math.max(largest, difference);
    if (difference > 0) apart++;
  }
  return { largest, apart: apart / a.length };
}
