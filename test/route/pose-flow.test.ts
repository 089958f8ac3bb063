import { describe, expect, it } from 'vitest';
import { exactFlow } from '../../src/frames/sources/procedural/ground-truth.ts';
import { renderView } from '../../src/frames/sources/procedural/render.ts';
import { createStreet } from '../../src/frames/sources/procedural/street.ts';
import { driveAlong } from '../../src/frames/sources/procedural/street-line.ts';
import type { CameraPose } from '../../src/route/camera.ts';
import { createPinhole, projectPoint } from '../../src/route/pinhole.ts';
import { planeFlow, poseStarts } from '../../src/route/pose-flow.ts';

const size = { width: 64, height: 40 };
const here: CameraPose = { position: [3, 5, 2], heading: 20, pitch: 3, fov: 80 };

describe('planeFlow', () => {
  it('of infinity is the rotation alone, wherever the cameras stand', () => {
    const turned: CameraPose = { ...here, heading: 32, pitch: -1, position: [8, 1, 4] };
    const { data } = planeFlow(here, turned, null, size);
    const standing = planeFlow(here, { ...turned, position: here.position }, null, size);
    expect(data).toEqual(standing.data);
    // Level and in the middle, a turn of 12° to the right moves the picture to the left by focal · tan 12°.
    const level = { ...here, pitch: 0 };
    const middle = planeFlow(level, { ...level, heading: 32 }, null, { width: 65, height: 41 });
    const at = 2 * (20 * 65 + 32);
    expect(middle.data[at]).toBeCloseTo((-32.5 / Math.tan((40 * Math.PI) / 180)) * Math.tan((12 * Math.PI) / 180), 3);
    expect(middle.data[at + 1]).toBeCloseTo(0, 3);
  });

  it('of the ground leads to where its points are seen, and says nothing above the horizon', () => {
    const there: CameraPose = { ...here, position: [4, 8, 2.2], heading: 25 };
    const { data } = planeFlow(here, there, { normal: [0, 0, 1], offset: 0.5 }, size);
    const [a, b] = [createPinhole(here, size), createPinhole(there, size)];
    const point = [10, 26, 0.5] as const;
    const [from, to] = [projectPoint(a, point), projectPoint(b, point)];
    // Between pixels, so that the field is read at the nearest one.
    const at = 2 * (Math.floor(from.y) * size.width + Math.floor(from.x));
    expect(Math.abs(data[at]! - (to.x - from.x))).toBeLessThan(0.5);
    expect(Math.abs(data[at + 1]! - (to.y - from.y))).toBeLessThan(0.5);
    expect(data[0]).toBeNaN();
  });

  it('agrees with the exact flow on the road of the built-in street', () => {
    const street = createStreet(2);
    const [from, to] = driveAlong({ frames: 2, seed: 2, spacing: 3 }) as [CameraPose, CameraPose];
    const ground = planeFlow(from, to, { normal: [0, 0, 1], offset: 0 }, size);
    const truth = exactFlow(street, from, to, size).flow;
    const { depth } = renderView(street, from, size);
    const at = 2 * ((size.height - 3) * size.width + 30);
    // The road itself lies within a few centimetres of the plane.
    expect(depth[at / 2]).toBeLessThan(8);
    expect(Math.hypot(truth.data[at]! - ground.data[at]!, truth.data[at + 1]! - ground.data[at + 1]!)).toBeLessThan(
      0.7,
    );
  });

  it('on a smaller grid counts in pixels of that grid', () => {
    const turned = { ...here, heading: 30 };
    const whole = planeFlow(here, turned, null, { width: 66, height: 42 });
    const third = planeFlow(here, turned, null, { width: 66, height: 42 }, { width: 22, height: 14 });
    // The middle of a small pixel is the middle of the one in its middle.
    const [small, large] = [2 * (5 * 22 + 9), 2 * (16 * 66 + 28)];
    expect(third.data[small]).toBeCloseTo(whole.data[large]! / 3, 4);
    expect(third.data[small + 1]).toBeCloseTo(whole.data[large + 1]! / 3, 4);
  });
});

describe('poseStarts', () => {
  it('of cameras in one place is their rotation and nothing else', () => {
    const turned = { ...here, heading: 40 };
    const starts = poseStarts(here, turned, size, 2);
    expect(starts).toHaveLength(1);
    const { forward, backward } = starts[0]!;
    // There and back again.
    const [x, y] = [50, 20];
    const at = 2 * (y * size.width + x);
    const there = 2 * (Math.round(y + forward.data[at + 1]!) * size.width + Math.round(x + forward.data[at]!));
    expect(Math.abs(forward.data[at]! + backward.data[there]!)).toBeLessThan(0.5);
    expect(Math.abs(forward.data[at]!)).toBeGreaterThan(5);
  });

  it('of cameras on a street includes what the street shows, within a tenth', () => {
    const street = createStreet(2);
    const [from, to] = driveAlong({ frames: 2, seed: 2, spacing: 5 }) as [CameraPose, CameraPose];
    const { flow, visible } = exactFlow(street, from, to, size);
    // What is said of the heights is wrong by metres, as it is with photographs.
    const starts = poseStarts(from, { ...to, position: [to.position[0], to.position[1], 9] }, size, 1.9);
    const near = (i: number) =>
      starts.some(({ forward }) => {
        const [u, v] = [flow.data[2 * i]!, flow.data[2 * i + 1]!];
        const miss = Math.hypot(forward.data[2 * i]! - u, forward.data[2 * i + 1]! - v);
        return miss < 0.7 + 0.1 * Math.hypot(u, v);
      });
    const seen = Array.from(visible.data.keys()).filter((i) => visible.data[i] === 1);
    expect(seen.filter(near).length).toBeGreaterThan(0.95 * seen.length);
  });

  it('are no larger than they need be', () => {
    const { forward } = poseStarts(here, { ...here, position: [3, 9, 2] }, { width: 1280, height: 720 }, 2)[1]!;
    expect([forward.width, forward.height]).toEqual([160, 90]);
  });
});
