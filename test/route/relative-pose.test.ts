import { describe, expect, it } from 'vitest';
import { epipolarLine, pointOnLine } from '../../src/flow/epipolar/relative-camera.ts';
import type { CameraPose } from '../../src/route/camera.ts';
import { cameraPose } from '../../src/route/local-plane.ts';
import { createPinhole, projectPoint, rayThrough } from '../../src/route/pinhole.ts';
import { poseStarts } from '../../src/route/pose-flow.ts';
import { relativeCameraOf, relativePoses } from '../../src/route/relative-pose.ts';

const from: CameraPose = { position: [100, 50, 2], heading: 350, pitch: 3, fov: 80 };
const to: CameraPose = { position: [103, 54, 5], heading: 20, pitch: -2, fov: 70 };

it('puts the first camera at the origin, looking north, and the second where the first sees it', () => {
  const east = { ...from, heading: 90 };
  // 3 m east and 4 m north of one that looks east: 3 m ahead and 4 m to the left.
  expect(relativePoses(east, to)).toEqual([
    { position: [0, 0, 0], heading: 0, pitch: 3, fov: 80 },
    { position: [-4, 3, 0], heading: 290, pitch: -2, fov: 70 },
  ]);
});

it('leaves the motion between the two as it is', () => {
  const size = { width: 32, height: 18 };
  const [as, relative] = [poseStarts(from, to, size, 2), poseStarts(...relativePoses(from, to), size, 2)];
  expect(relative).toHaveLength(as.length);
  const [motion, other] = [as, relative].map((starts) => starts.flatMap(({ forward }) => [...forward.data]));
  // What lies at the horizon of a plane goes anywhere.
  const inside = motion!.map((u, k) => [u, other![k]!] as const).filter(([u]) => Math.abs(u) < size.width / 4);
  expect(inside.length).toBeGreaterThan(motion!.length / 8);
  expect(inside.filter(([u, v]) => !(Math.abs(u - v) < 0.2))).toEqual([]);
});

it('is the same whichever photograph the film begins with', () => {
  const place = (lat: number, lng: number, heading: number) => ({ position: { lat, lng }, heading, pitch: 0, fov: 80 });
  const [first, a, b] = [place(55.7, 13.19, 40), place(55.7007, 13.191, 41.3), place(55.70075, 13.19107, 77)];
  const seenFrom = (origin: typeof first) =>
    relativePoses(cameraPose(a, origin.position), cameraPose(b, origin.position));
  expect(seenFrom(first)).toEqual(seenFrom(a));
});

it('is the same whether or not north lies between the two', () => {
  const turn = (a: number, b: number) => relativePoses({ ...from, heading: a }, { ...from, heading: b })[1].heading;
  for (const degrees of [0.001, 0.35, 9.9, 20.123, 133.7, 355.551]) {
    const [over, under] = [turn(359.9999, (359.9999 + degrees) % 360), turn(0.0001, 0.0001 + degrees)];
    expect(over).toBe(degrees);
    expect(under).toBe(degrees);
  }
  // The least bit to the left is no turn at all, and no whole one.
  expect(turn(0.0001, 0)).toBe(0);
});

describe('the movement of one camera', () => {
  const size = { width: 320, height: 180 };
  const lens = { ...to, fov: from.fov };

  it('shows every point where the second pose does', () => {
    const { camera, metres } = relativeCameraOf(from, lens, size)!;
    expect(metres).toBeCloseTo(Math.hypot(3, 4, 3), 12);
    expect(Math.hypot(...camera.translation)).toBeCloseTo(1, 12);
    const [a, b] = [createPinhole(from, size), createPinhole(lens, size)];
    for (const [x, y, depth] of [
      [160, 90, 30],
      [20.5, 140.5, 12],
      [290.5, 33.5, 400],
    ] as const) {
      const ray = rayThrough(a, x, y);
      const at = (c: 0 | 1 | 2) => from.position[c] + depth * ray[c];
      const truth = projectPoint(b, [at(0), at(1), at(2)]);
      const seen = pointOnLine(epipolarLine(camera, size, x, y), metres / depth)!;
      expect(seen.x).toBeCloseTo(truth.x, 6);
      expect(seen.y).toBeCloseTo(truth.y, 6);
    }
  });

  it('has no direction on one spot, and is none between two lenses', () => {
    const turned = { ...from, heading: 10 };
    expect(relativeCameraOf(from, turned, size)).toMatchObject({ metres: 0, camera: { translation: [0, 0, 0] } });
    expect(relativeCameraOf(from, to, size)).toBeNull();
  });
});
