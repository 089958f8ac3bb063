import fc from 'fast-check';
import { expect, test } from 'vitest';
import { orientationOf } from '../../../../src/frames/sources/mapillary/rotation.ts';
import type { Vector } from '../../../../src/route/pinhole.ts';
import { real } from '../../../support/reals.ts';

type Quaternion = readonly [w: number, x: number, y: number, z: number];

/** Turns by degrees about an axis; quaternions, so that no matrix of the code under test is repeated here. */
function turn(axis: Vector, degrees: number): Quaternion {
  const half = (degrees * Math.PI) / 360;
  return [Math.cos(half), ...(axis.map((part) => part * Math.sin(half)) as [number, number, number])];
}

/** First `b`, then `a`. */
function after([aw, ax, ay, az]: Quaternion, [bw, bx, by, bz]: Quaternion): Quaternion {
  return [
    aw * bw - ax * bx - ay * by - az * bz,
    aw * bx + ax * bw + ay * bz - az * by,
    aw * by - ax * bz + ay * bw + az * bx,
    aw * bz + ax * by - ay * bx + az * bw,
  ];
}

/** From east, north, up to a camera's right, down, forward: the heading is undone, then the pitch, then the roll, then the axes are renamed. */
function rotationOf(heading: number, pitch: number, roll: number): Vector {
  const level = after(turn([1, 0, 0], -pitch), turn([0, 0, 1], heading));
  const upright = after(turn([0, 1, 0], -roll), level);
  const [w, ...axis] = after(turn([1, 0, 0], 90), upright);
  const sine = Math.hypot(...axis);
  const angle = 2 * Math.atan2(sine, w);
  return axis.map((part) => (sine < 1e-12 ? 0 : (part * angle) / sine)) as unknown as Vector;
}

test('a camera that looks north and is level is turned by a quarter about the east: up becomes back', () => {
  const [x, y, z] = rotationOf(0, 0, 0);
  expect([x, y, z]).toEqual([expect.closeTo(Math.PI / 2, 12), expect.closeTo(0, 12), expect.closeTo(0, 12)]);
  const { heading, pitch, roll } = orientationOf([Math.PI / 2, 0, 0]);
  expect([Math.min(heading, 360 - heading), pitch, roll].map((angle) => Math.abs(angle) < 1e-9)).toEqual([
    true,
    true,
    true,
  ]);
});

test('no rotation is a camera that looks up, as OpenSfM has it', () => {
  expect(orientationOf([0, 0, 0]).pitch).toBeCloseTo(90, 6);
});

test('heading, pitch and roll come back from a rotation', () => {
  const angle = (most: number) => real(-most, most);
  fc.assert(
    fc.property(angle(180), angle(80), angle(170), (heading, pitch, roll) => {
      const found = orientationOf(rotationOf(heading, pitch, roll));
      const turned = (a: number, b: number) => Math.abs(((a - b + 540) % 360) - 180);
      expect(found.heading).toBeGreaterThanOrEqual(0);
      expect(found.heading).toBeLessThanOrEqual(360);
      expect(turned(found.heading, heading)).toBeLessThan(1e-6);
      expect(Math.abs(found.pitch - pitch)).toBeLessThan(1e-6);
      expect(turned(found.roll, roll)).toBeLessThan(1e-6);
    }),
  );
});
