import { describe, expect, it } from 'vitest';
import { renderView } from '../../../../src/frames/sources/procedural/render.ts';
import { createStreet } from '../../../../src/frames/sources/procedural/street.ts';
import { driveAlong } from '../../../../src/frames/sources/procedural/street-line.ts';
import { luminance } from './views.ts';

const size = { width: 160, height: 96 };
const view = (seed: number, start: number) =>
  renderView(createStreet(seed), driveAlong({ frames: 1, seed, start })[0]!, size);

describe('the rendered street', () => {
  it('has the same bytes for the same seed, however the street was walked before, and others for another seed', () => {
    const street = createStreet(7);
    const [first, second] = driveAlong({ frames: 2, seed: 7, start: 20, spacing: 60 });
    renderView(street, second!, size);
    const again = renderView(street, first!, size);
    const fresh = view(7, 20);
    expect(again.image.data).toEqual(fresh.image.data);
    expect(again.depth).toEqual(fresh.depth);
    expect(view(8, 20).image.data).not.toEqual(fresh.image.data);
  });

  it('shows the road at the depth where the ray meets the plane below the camera', () => {
    const street = createStreet(7);
    const pose = { ...driveAlong({ frames: 1, seed: 7, start: 20 })[0]!, pitch: -6, fov: 80 };
    const { depth } = renderView(street, pose, size);
    const focal = 80 / Math.tan((40 * Math.PI) / 180);
    for (const row of [70, 80, 90, 95]) {
      // angle of the ray below the horizon: 6° of pitch and that of the row below the middle of the image
      const below = Math.atan((row + 0.5 - 48) / focal);
      const distance = 1.9 / Math.sin(below + (6 * Math.PI) / 180);
      // float32 holds 24 bits; the column next to the principal point adds nothing to depth along the axis
      expect(depth[row * 160 + 80]! / (distance * Math.cos(below))).toBeCloseTo(1, 6);
    }
  });

  it('has houses on both sides after five kilometres', () => {
    const { image, depth } = view(3, 5000);
    const horizon = 52;
    // across 0.5 in a street 8.8 wide, 39° to the side: fronts at 5–6 m, gardens and lamps in between, house backs at 16 m
    expect(depth[horizon * 160]).toBeLessThan(25);
    expect(depth[horizon * 160 + 159]).toBeLessThan(25);
    expect(depth[horizon * 160]).toBeGreaterThan(1);
    const colours = new Set<number>();
    for (let k = 0; k < image.data.length; k += 4) {
      colours.add((image.data[k]! >> 4) * 256 + (image.data[k + 1]! >> 4) * 16 + (image.data[k + 2]! >> 4));
    }
    // of 4096 coarse colours; a wall or the sky alone has a few dozen
    expect(colours.size).toBeGreaterThan(150);
  });

  it.each([
    [7, 0],
    [42, 220],
    [3, 5000],
  ])('has texture for optical flow nearly everywhere below the sky (seed %i at %i m)', (seed, start) => {
    const { image, depth } = view(seed, start);
    const light = luminance(image);
    const { width: w, height: h } = size;
    let held = 0;
    let all = 0;
    for (let j = 4; j < h - 4; j++) {
      for (let i = 4; i < w - 4; i++) {
        if (depth[j * w + i] === Number.POSITIVE_INFINITY) continue;
        let energy = 0;
        for (let y = j - 3; y <= j + 3; y++) {
          for (let x = i - 3; x <= i + 3; x++) {
            const k = y * w + x;
            energy += ((light[k + 1]! - light[k - 1]!) / 2) ** 2 + ((light[k + w]! - light[k - w]!) / 2) ** 2;
          }
        }
        all++;
        // a root mean square slope of 4 levels a pixel in 7×7, some ten times the noise of a good camera
        if (energy / 49 > 16) held++;
      }
    }
    expect(all).toBeGreaterThan(0.5 * w * h);
    expect(held / all).toBeGreaterThan(0.85);
  });

  it('is lit: neither burnt out nor black', () => {
    const { image } = view(42, 220);
    const light = luminance(image);
    const mean = light.reduce((sum, value) => sum + value, 0) / light.length;
    expect(mean).toBeGreaterThan(70);
    expect(mean).toBeLessThan(170);
    expect(light.filter((value) => value > 252).length / light.length).toBeLessThan(0.01);
    expect(light.filter((value) => value < 6).length / light.length).toBeLessThan(0.01);
  });
});
