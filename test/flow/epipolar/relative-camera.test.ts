import { describe, expect, it } from 'vitest';
import type { RelativeCamera } from '../../../src/core/field.ts';
import {
  epipolarLine,
  epipole,
  inverseCamera,
  inverseDepthAt,
  inverseDepths,
  inverseGeometry,
  motionOfDepths,
  pointOnLine,
} from '../../../src/flow/epipolar/relative-camera.ts';
import { IDENTITY, rotationBy } from '../../../src/flow/epipolar/rotations.ts';
import type { CameraPose } from '../../../src/route/camera.ts';
import { createPinhole, rayThrough } from '../../../src/route/pinhole.ts';
import { type Plane, planeFlow } from '../../../src/route/pose-flow.ts';
import { relativeCameraOf } from '../../../src/route/relative-pose.ts';

const size = { width: 40, height: 24 };
const from: CameraPose = { position: [3, 5, 2], heading: 20, pitch: 4, fov: 70 };
const to: CameraPose = { position: [5, 11, 2.3], heading: 31, pitch: 1, fov: 70 };
const { camera, metres } = relativeCameraOf(from, to, size)!;

describe('motion along epipolar lines', () => {
  it.each<[string, Plane]>([
    ['the ground', { normal: [0, 0, 1], offset: 0 }],
    ['a wall', { normal: [0.6, 0.8, 0], offset: 40 }],
    ['what is infinitely far', null],
  ])('is that between the poses, and tells their depths: %s', (_, plane) => {
    const flow = planeFlow(from, to, plane, size);
    const rhos = inverseDepths(camera, flow);
    const back = motionOfDepths(camera, size, rhos);
    const pinhole = createPinhole(from, size);
    let known = 0;
    for (let i = 0; i < rhos.length; i++) {
      if (Number.isNaN(flow.data[2 * i]!)) continue;
      known++;
      const ray = rayThrough(pinhole, (i % size.width) + 0.5, Math.floor(i / size.width) + 0.5);
      // Its component along the optical axis is 1, so that what it is multiplied by is a depth.
      const dot = (normal: readonly number[], v: readonly number[]) => normal.reduce((sum, n, k) => sum + n * v[k]!, 0);
      const depth = plane ? (plane.offset - dot(plane.normal, from.position)) / dot(plane.normal, ray) : Infinity;
      expect(rhos[i]).toBeCloseTo(metres / depth, 3);
      const apart = Math.hypot(back.data[2 * i]! - flow.data[2 * i]!, back.data[2 * i + 1]! - flow.data[2 * i + 1]!);
      // Inverse depths are single precision.
      expect(apart).toBeLessThan(1e-3 + 1e-4 * Math.hypot(flow.data[2 * i]!, flow.data[2 * i + 1]!));
    }
    expect(known).toBeGreaterThan(300);
  });

  it('is not a number behind the other camera', () => {
    const ahead: RelativeCamera = { focal: 40, rotation: IDENTITY, translation: [0, 0, -1] };
    const { data } = motionOfDepths(ahead, size, new Float32Array(size.width * size.height).fill(1.5));
    expect(data.every(Number.isNaN)).toBe(true);
  });

  it('takes the nearest point of the line', () => {
    const sideways: RelativeCamera = { focal: 40, rotation: IDENTITY, translation: [-1, 0, 0] };
    const line = epipolarLine(sideways, size, 20, 12);
    // Depth 4 ways: 10 px to the left; 7 px off the line count for nothing.
    expect(pointOnLine(line, 0.25)).toEqual({ x: 10, y: 12 });
    expect(inverseDepthAt(line, 10, 19)).toBeCloseTo(0.25, 9);
  });
});

describe('the same movement told from b to a', () => {
  it('is that between the poses the other way round', () => {
    const back = relativeCameraOf(to, from, size)!.camera;
    const inverse = inverseCamera(camera);
    inverse.rotation.forEach((value, k) => {
      expect(value).toBeCloseTo(back.rotation[k]!, 9);
    });
    inverse.translation.forEach((value, k) => {
      expect(value).toBeCloseTo(back.translation[k]!, 9);
    });
  });

  it('leads every point back', () => {
    const rho = 0.3;
    const seen = pointOnLine(epipolarLine(camera, size, 12, 9), rho)!;
    const line = epipolarLine(inverseCamera(camera), size, seen.x, seen.y);
    const again = pointOnLine(line, inverseDepthAt(line, 12, 9))!;
    expect(again.x).toBeCloseTo(12, 6);
    expect(again.y).toBeCloseTo(9, 6);
  });

  it('swaps the masks', () => {
    const mask = (value: number) => ({ width: 1, height: 1, data: Float32Array.of(value) });
    const { epipolar } = inverseGeometry({ camera, epipolar: { forward: mask(0), backward: mask(1) } });
    expect([epipolar.forward.data[0], epipolar.backward.data[0]]).toEqual([1, 0]);
  });
});

describe('the epipole', () => {
  it('is where motion comes from, or leads to', () => {
    const straight: RelativeCamera = { focal: 40, rotation: IDENTITY, translation: [0.2, -0.1, -Math.sqrt(0.95)] };
    const { x, y } = epipole(straight, size)!;
    const { data } = motionOfDepths(straight, size, new Float32Array(size.width * size.height).fill(0.2));
    for (let i = 0; i < data.length / 2; i++) {
      const [dx, dy] = [(i % size.width) + 0.5 - x, Math.floor(i / size.width) + 0.5 - y];
      expect(data[2 * i]! * dy - data[2 * i + 1]! * dx).toBeCloseTo(0, 3);
    }
    // Where the other camera would be seen: its ray does not move with depth.
    const line = epipolarLine(straight, size, x, y);
    expect(inverseDepthAt(line, x, y)).toBeNaN();
  });

  it('is nowhere for a way parallel to the picture', () => {
    expect(epipole({ focal: 40, rotation: IDENTITY, translation: [1, 0, 0] }, size)).toBeNull();
  });

  it('does not depend on how the second camera is turned', () => {
    const turned = rotationBy([0.1, -0.2, 0.05]);
    const way = [0.1, 0.05, 1] as const;
    const length = Math.hypot(...way);
    const t = [0, 1, 2].map(
      (row) => -(turned[3 * row]! * way[0] + turned[3 * row + 1]! * way[1] + turned[3 * row + 2]! * way[2]) / length,
    ) as [number, number, number];
    const { x, y } = epipole({ focal: 40, rotation: turned, translation: t }, size)!;
    expect(x).toBeCloseTo(size.width / 2 + 4, 9);
    expect(y).toBeCloseTo(size.height / 2 + 2, 9);
  });
});
