import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CameraPose } from '../../src/route/camera.ts';
import {
  cameraAxes,
  createPinhole,
  focalLength,
  projectDirection,
  projectPoint,
  rayThrough,
} from '../../src/route/pinhole.ts';
import { sineCosine } from '../../src/route/trigonometry.ts';
import { real } from '../support/reals.ts';

const size = { width: 640, height: 360 };
const anyPose: fc.Arbitrary<CameraPose> = fc.record({
  position: fc.tuple(real(-9000, 9000), real(-9000, 9000), real(0, 50)),
  heading: real(0, 360),
  pitch: real(-90, 90),
  fov: real(10, 120),
});
const pose = (change: Partial<CameraPose> = {}): CameraPose => ({
  position: [0, 0, 0],
  heading: 0,
  pitch: 0,
  fov: 90,
  ...change,
});

describe('sineCosine', () => {
  it('agrees with the engine to rounding', () => {
    fc.assert(
      fc.property(real(-1080, 1080), (degrees) => {
        const { sine, cosine } = sineCosine(degrees);
        // Math.sin of a rounded product: up to 19 rad · 2⁻⁵³ of its own, so 1e-14
        expect(Math.abs(sine - Math.sin((degrees * Math.PI) / 180))).toBeLessThan(1e-14);
        expect(Math.abs(cosine - Math.cos((degrees * Math.PI) / 180))).toBeLessThan(1e-14);
      }),
    );
  });

  it('is exact at quarter turns', () => {
    for (const [degrees, sine, cosine] of [
      [0, 0, 1],
      [90, 1, 0],
      [180, 0, -1],
      [-90, -1, 0],
      [450, 1, 0],
    ] as const) {
      const found = sineCosine(degrees);
      expect([found.sine + 0, found.cosine + 0]).toEqual([sine, cosine]);
    }
  });
});

describe('a camera', () => {
  it('looks north at heading 0 and east at heading 90, and up at pitch 90', () => {
    const near = (found: readonly number[], wanted: readonly number[]) =>
      found.forEach((value, i) => {
        expect(value).toBeCloseTo(wanted[i]!, 14);
      });
    near(cameraAxes({ heading: 0, pitch: 0 }).forward, [0, 1, 0]);
    near(cameraAxes({ heading: 0, pitch: 0 }).right, [1, 0, 0]);
    near(cameraAxes({ heading: 0, pitch: 0 }).down, [0, 0, -1]);
    near(cameraAxes({ heading: 90, pitch: 0 }).forward, [1, 0, 0]);
    near(cameraAxes({ heading: 90, pitch: 0 }).right, [0, -1, 0]);
    near(cameraAxes({ heading: 0, pitch: 90 }).forward, [0, 0, 1]);
    near(cameraAxes({ heading: 30, pitch: 0 }).forward, [0.5, Math.sqrt(3) / 2, 0]);
  });

  it('has right-handed orthonormal axes with a level right axis', () => {
    fc.assert(
      fc.property(anyPose, (p) => {
        const { right, down, forward } = cameraAxes(p);
        const dot = (a: readonly number[], b: readonly number[]) => a[0]! * b[0]! + a[1]! * b[1]! + a[2]! * b[2]!;
        for (const axis of [right, down, forward]) expect(dot(axis, axis)).toBeCloseTo(1, 12);
        expect(dot(right, down)).toBeCloseTo(0, 12);
        expect(dot(right, forward)).toBeCloseTo(0, 12);
        expect(dot(down, forward)).toBeCloseTo(0, 12);
        expect(right[2]).toBe(0);
        // right × down = forward
        expect(right[1] * down[2] - right[2] * down[1]).toBeCloseTo(forward[0], 12);
      }),
    );
  });

  it('has the focal length of its field of view', () => {
    expect(focalLength(90, 640)).toBeCloseTo(320, 10);
    expect(focalLength(60, 640)).toBeCloseTo(320 * Math.sqrt(3), 10);
  });

  it('sends the ray of the image centre along the optical axis, and of the right edge fov/2 to the right', () => {
    const camera = createPinhole(pose({ heading: 20, pitch: -5, fov: 70 }), size);
    expect(rayThrough(camera, 320, 180)).toEqual(camera.forward);
    const level = createPinhole(pose({ heading: 20, fov: 70 }), size);
    const [east, north] = rayThrough(level, 640, 180);
    expect((Math.atan2(east, north) * 180) / Math.PI).toBeCloseTo(55, 10);
  });

  it('projects a point by similar triangles', () => {
    const camera = createPinhole(pose({ position: [10, 20, 2] }), size);
    // 8 m ahead, 2 m to the right, 1 m below the camera; focal length 320 px
    const seen = projectPoint(camera, [12, 28, 1]);
    expect(seen.depth).toBeCloseTo(8, 12);
    expect(seen.x).toBeCloseTo(320 + (320 * 2) / 8, 10);
    expect(seen.y).toBeCloseTo(180 + (320 * 1) / 8, 10);
    expect(projectPoint(camera, [10, 15, 2]).depth).toBeLessThan(0);
  });

  it('finds a pixel again after going out along its ray to any depth', () => {
    fc.assert(
      fc.property(anyPose, real(0, 640), real(0, 360), real(0.5, 2000), (p, x, y, depth) => {
        const camera = createPinhole(p, size);
        const ray = rayThrough(camera, x, y);
        const point = [0, 1, 2].map((i) => p.position[i]! + depth * ray[i]!) as [number, number, number];
        const seen = projectPoint(camera, point);
        // positions up to 9 km hold 2e-12 m; at 0.5 m and the longest focal length (3658 px) that is 2e-8 px
        expect(Math.abs(seen.x - x)).toBeLessThan(1e-6);
        expect(Math.abs(seen.y - y)).toBeLessThan(1e-6);
        expect(Math.abs(seen.depth - depth)).toBeLessThan(1e-8);
      }),
    );
  });

  it('sees a direction where it sees a point very far along it', () => {
    const camera = createPinhole(pose({ position: [3, 4, 5], heading: 77, pitch: 8 }), size);
    const ray = rayThrough(camera, 100, 50);
    const direction = projectDirection(camera, ray);
    expect(direction.x).toBeCloseTo(100, 9);
    expect(direction.y).toBeCloseTo(50, 9);
    expect(direction.depth).toBeCloseTo(1, 12);
  });
});
