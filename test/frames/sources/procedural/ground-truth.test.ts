import { describe, expect, it } from 'vitest';
import { exactFlow } from '../../../../src/frames/sources/procedural/ground-truth.ts';
import { renderView } from '../../../../src/frames/sources/procedural/render.ts';
import { createStreet } from '../../../../src/frames/sources/procedural/street.ts';
import { driveAlong } from '../../../../src/frames/sources/procedural/street-line.ts';
import { createPinhole, projectDirection, rayThrough } from '../../../../src/route/pinhole.ts';
import { bilinear, difference } from './views.ts';

const size = { width: 160, height: 96 };
const { width: w, height: h } = size;
const share = (data: Float32Array) => data.reduce((sum, value) => sum + value, 0) / data.length;

describe('the exact flow', () => {
  it.each([
    [7, 0],
    [3, 300],
    [42, 220],
  ])('carries the second view back onto the first where it is visible (seed %i at %i m)', (seed, start) => {
    const street = createStreet(seed);
    const [from, to] = driveAlong({ frames: 2, seed, start, spacing: 1 });
    const a = renderView(street, from!, size).image;
    const b = renderView(street, to!, size).image;
    const { flow, visible } = exactFlow(street, from!, to!, size);
    const warped = difference(a, b, flow, visible, 1);
    const still = difference(a, b, null, visible, 1);
    // what is left is resampling: textures finer than a pixel, and edges that a pixel shares (measured 4–6 against 20–22)
    expect(warped).toBeLessThan(8);
    expect(warped).toBeLessThan(0.35 * still);
    // where the mask says hidden, the same warp brings something else
    expect(difference(a, b, flow, visible, 0)).toBeGreaterThan(2 * warped);
    expect(share(visible.data)).toBeGreaterThan(0.55);
    expect(share(visible.data)).toBeLessThan(0.9);
  });

  it('comes back to the pixel it started from', () => {
    const street = createStreet(7);
    const [a, b] = driveAlong({ frames: 2, seed: 7, start: 0, spacing: 1 });
    const there = exactFlow(street, a!, b!, size);
    const back = exactFlow(street, b!, a!, size);
    const errors: number[] = [];
    for (let k = 0; k < w * h; k++) {
      if (there.visible.data[k] !== 1) continue;
      const u = there.flow.data[k * 2]!;
      const v = there.flow.data[k * 2 + 1]!;
      const x = (k % w) + u;
      const y = Math.floor(k / w) + v;
      const du = u + bilinear(back.flow.data, w, h, 2, 0, x, y);
      const dv = v + bilinear(back.flow.data, w, h, 2, 1, x, y);
      errors.push(Math.sqrt(du * du + dv * dv));
    }
    errors.sort((p, q) => p - q);
    // inside a surface only the bend of the backward flow between its pixels is left; across an edge interpolation fails
    expect(errors[Math.floor(errors.length / 2)]).toBeLessThan(0.005);
    expect(errors[Math.floor(errors.length * 0.85)]).toBeLessThan(0.1);
  });

  it('is nothing between a pose and itself, and everything is visible', () => {
    const street = createStreet(5);
    const [pose] = driveAlong({ frames: 1, seed: 5, start: 90 });
    const { flow, visible } = exactFlow(street, pose!, pose!, size);
    // projection and back is right to rounding of float64; pixel centres of the border are on the limit of the image
    expect(Math.max(...flow.data.map(Math.abs))).toBeLessThan(1e-9);
    for (let j = 1; j < h - 1; j++) for (let i = 1; i < w - 1; i++) expect(visible.data[j * w + i]).toBe(1);
  });

  it('is a homography when the camera only turns, whatever the depth, and hides nothing', () => {
    const street = createStreet(5);
    const [from] = driveAlong({ frames: 1, seed: 5, start: 90 });
    const to = { ...from!, heading: from!.heading + 4, pitch: from!.pitch - 1.5 };
    const { flow, visible } = exactFlow(street, from!, to, size);
    const a = createPinhole(from!, size);
    const b = createPinhole(to, size);
    for (let k = 0; k < w * h; k++) {
      const i = k % w;
      const j = Math.floor(k / w);
      const seen = projectDirection(b, rayThrough(a, i + 0.5, j + 0.5));
      // float32 of some 15 px
      expect(Math.abs(flow.data[k * 2]! - (seen.x - i - 0.5))).toBeLessThan(2e-5);
      expect(Math.abs(flow.data[k * 2 + 1]! - (seen.y - j - 0.5))).toBeLessThan(2e-5);
      const inside = seen.x >= 0.5 && seen.y >= 0.5 && seen.x <= w - 0.5 && seen.y <= h - 0.5;
      expect(visible.data[k]).toBe(inside ? 1 : 0);
    }
  });

  it('moves what is near more than what is far, and the sky not at all, when the camera steps aside', () => {
    const street = createStreet(7);
    const [from] = driveAlong({ frames: 1, seed: 7, start: 20 });
    const camera = createPinhole(from!, size);
    const step = 0.3;
    const [e, n, u] = from!.position;
    const to = { ...from!, position: [e + step * camera.right[0], n + step * camera.right[1], u] as const };
    const { flow, visible } = exactFlow(street, from!, to, size);
    const { depth } = renderView(street, from!, size);
    let sky = 0;
    let hidden = 0;
    for (let k = 0; k < w * h; k++) {
      if (depth[k] === Number.POSITIVE_INFINITY) sky++;
      // disparity: focal length · baseline / depth; float32 depth and flow agree to 1e-5 of some 40 px
      expect(Math.abs(flow.data[k * 2]! + (camera.focal * step) / depth[k]!)).toBeLessThan(1e-3);
      const i = (k % w) + flow.data[k * 2]!;
      if (i > 1 && visible.data[k] === 0) hidden++;
    }
    expect(sky).toBeGreaterThan(200);
    expect(hidden).toBeGreaterThan(30);
  });

  it('leaves what falls behind the second camera at flow 0 and not visible', () => {
    const street = createStreet(7);
    const [from] = driveAlong({ frames: 1, seed: 7, start: 20 });
    const { flow, visible } = exactFlow(street, from!, { ...from!, heading: from!.heading + 180, pitch: 0 }, size);
    expect(Math.max(...visible.data)).toBe(0);
    expect(flow.data[2 * (50 * w + 80)]).toBe(0);
  });
});
