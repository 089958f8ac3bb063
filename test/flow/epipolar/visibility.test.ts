import { describe, expect, it } from 'vitest';
import type { FlowField, FlowPair, Mask, RelativeCamera } from '../../../src/core/field.ts';
import { inverseCamera, motionOfDepths } from '../../../src/flow/epipolar/relative-camera.ts';
import { withoutHidden } from '../../../src/flow/epipolar/visibility.ts';

const [width, height] = [64, 24];
const size = { width, height };
/** One length to the right: what is one length away moves 40 px to the left. */
const camera: RelativeCamera = { focal: 40, rotation: [1, 0, 0, 0, 1, 0, 0, 0, 1], translation: [-1, 0, 0] };
const mask = (value: (x: number) => number): Mask => ({
  width,
  height,
  data: Float32Array.from({ length: width * height }, (_, i) => value(i % width)),
});
const all = mask(() => 1);

/** A wall 10 away with a post 2.5 away: the wall moves by 4 px, the post by 16. */
const FAR = 0.1;
const NEAR = 0.4;
const seenWith = (post: (x: number) => boolean, way: RelativeCamera): FlowField =>
  motionOfDepths(
    way,
    size,
    Float32Array.from({ length: width * height }, (_, i) => (post(i % width) ? NEAR : FAR)),
  );
const postInA = (x: number) => x >= 36 && x < 44;
const postInB = (x: number) => x >= 20 && x < 28;
const pair = (epipolar: Mask = all): FlowPair => ({
  forward: seenWith(postInA, camera),
  backward: seenWith(postInB, inverseCamera(camera)),
  reliability: { forward: mask(() => 0.8), backward: mask(() => 0.8) },
  geometry: { camera, epipolar: { forward: epipolar, backward: epipolar } },
});
const row = ({ data }: Mask) => [...data.slice(12 * width, 13 * width)];

describe('trust by depth', () => {
  it('is taken from what something nearer hides in the other picture, and from nothing else', () => {
    const { reliability } = withoutHidden(pair());
    // The wall of a at x is at x − 4 in b, behind the post from 20 to 27.
    const hiddenInB = row(reliability.forward).flatMap((value, x) => (value === 0 ? [x] : []));
    expect(hiddenInB).toEqual([24, 25, 26, 27, 28, 29, 30, 31]);
    const hiddenInA = row(reliability.backward).flatMap((value, x) => (value === 0 ? [x] : []));
    expect(hiddenInA).toEqual([32, 33, 34, 35, 36, 37, 38, 39]);
    expect(row(reliability.forward)[40]).toBeCloseTo(0.8, 6);
  });

  it('forgives a surface that is little nearer, as far as depth can be told', () => {
    const wall = seenWith(() => false, inverseCamera(camera));
    const nearer = { ...wall, data: wall.data.map((v, i) => (i % 2 === 0 ? v + 0.8 : v)) };
    const { reliability } = withoutHidden({ ...pair(), forward: seenWith(() => false, camera), backward: nearer });
    expect(row(reliability.forward).every((value) => value > 0.7)).toBe(true);
  });

  it('says nothing where motion does not follow the camera, or no camera is known', () => {
    expect(withoutHidden(pair(mask(() => 0))).reliability).toEqual(pair().reliability);
    const { geometry: _, ...dense } = pair();
    expect(withoutHidden(dense)).toBe(dense);
  });
});
