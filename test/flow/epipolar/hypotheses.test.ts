import { describe, expect, it } from 'vitest';
import type { RelativeCamera } from '../../../src/core/field.ts';
import { NO_PLANE, PLANE, streetHypotheses, TWO_PLANES } from '../../../src/flow/epipolar/hypotheses.ts';
import { inverseCamera } from '../../../src/flow/epipolar/relative-camera.ts';
import { dot, IDENTITY, rotationBy } from '../../../src/flow/epipolar/rotations.ts';

const counts = { image: 9, ground: 6, wall: 5 };
const forward: RelativeCamera = { focal: 100, rotation: IDENTITY, translation: [0, 0, -1] };

function labelsOf(camera: RelativeCamera) {
  const { count, planes } = streetHypotheses(camera, counts);
  expect(planes).toHaveLength(4 * count);
  expect(count % 4).toBe(0);
  return Array.from({ length: count }, (_, i) => ({
    plane: [...planes.slice(4 * i, 4 * i + 3)],
    kind: planes[4 * i + 3],
  }));
}

describe('planes of a street', () => {
  const labels = labelsOf(forward);
  const image = labels.slice(0, 9);
  const ground = labels.slice(11, 17);
  const walls = labels.slice(19, 24);

  it('are three families with separators between', () => {
    const kinds = labels.map(({ kind }) => kind);
    const none = [NO_PLANE, NO_PLANE];
    expect(kinds).toEqual([
      ...Array(9).fill(PLANE),
      ...none,
      ...Array(6).fill(PLANE),
      ...none,
      ...Array(5).fill(TWO_PLANES),
    ]);
  });

  it('parallel to the picture: from infinitely far to nearer than the way, in even steps', () => {
    const s = image.map(({ plane: [x, y, rho] }) => {
      expect([x, y]).toEqual([0, 0]);
      return rho! / (1 + rho!);
    });
    s.forEach((value, i) => {
      expect(value).toBeCloseTo((0.8 * i) / 8, 6);
    });
  });

  it('the ground lies below: what looks down sees it, nearer the farther down', () => {
    for (const { plane } of ground) {
      expect(dot(plane, [0, 1, 1])).toBeGreaterThan(0);
      expect(plane[0]).toBeCloseTo(0, 6);
      expect(plane[2]).toBeCloseTo(0, 6);
    }
    const heights = ground.map(({ plane }) => 1 / plane[1]!);
    expect(heights[0]).toBeCloseTo(4, 5);
    expect(heights.at(-1)).toBeCloseTo(0.06, 5);
    // Even ratios.
    for (let i = 2; i < heights.length; i++) {
      expect(heights[i]! / heights[i - 1]!).toBeCloseTo(heights[1]! / heights[0]!, 5);
    }
  });

  it('walls stand to the right; the other side has the same with its sign turned', () => {
    for (const { plane } of walls) {
      expect(plane[0]).toBeGreaterThan(0);
      expect(plane[1]).toBeCloseTo(0, 6);
    }
  });
});

it('ground and walls are parallel to the way, wherever the camera looks and drives', () => {
  for (const [rotation, way] of [
    [rotationBy([0.05, 0.3, 0.02]), [0.5, 0.1, 0.86]],
    [rotationBy([0, -0.1, 0]), [-0.6, -0.05, -0.8]],
  ] as const) {
    const length = Math.hypot(...way);
    const translation = [0, 3, 6].map(
      (k) => -(rotation[k]! * way[0] + rotation[k + 1]! * way[1] + rotation[k + 2]! * way[2]) / length,
    ) as [number, number, number];
    const camera = { focal: 100, rotation, translation };
    const labels = labelsOf(camera);
    for (const { plane } of labels.slice(11)) {
      expect(dot(plane, inverseCamera(camera).translation) / (Math.hypot(...plane) || 1)).toBeCloseTo(0, 5);
    }
  }
});
