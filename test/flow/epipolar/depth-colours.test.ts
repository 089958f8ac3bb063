import { expect, test } from 'vitest';
import type { FlowField, Mask, RelativeCamera } from '../../../src/core/field.ts';
import type { RgbaImage } from '../../../src/core/image.ts';
import { depthBar, depthColours, knownDepths, nearestShown } from '../../../src/flow/epipolar/depth-colours.ts';
import { motionOfDepths } from '../../../src/flow/epipolar/relative-camera.ts';

const SIZE = { width: 20, height: 5 };
const COUNT = SIZE.width * SIZE.height;
/** To the right, along the picture: things move to the left by focal length times inverse depth. */
const camera: RelativeCamera = { focal: 10, rotation: [1, 0, 0, 0, 1, 0, 0, 0, 1], translation: [-1, 0, 0] };
const mask = (value: (i: number) => number): Mask => ({
  ...SIZE,
  data: Float32Array.from({ length: COUNT }, (_, i) => value(i)),
});
const pixel = ({ data }: RgbaImage, i: number) => [...data.subarray(4 * i, 4 * i + 4)];
const brightness = (image: RgbaImage, i: number) => pixel(image, i)[0]! + pixel(image, i)[1]! + pixel(image, i)[2]!;

test('depth is known where a pixel follows its epipolar line and is trusted', () => {
  const truth = Float32Array.from({ length: COUNT }, (_, i) => i / COUNT);
  const flow: FlowField = motionOfDepths(camera, SIZE, truth);
  const depths = knownDepths(
    camera,
    flow,
    mask((i) => (i === 3 ? 0 : 1)),
    mask((i) => (i === 7 ? 0.2 : 1)),
  );
  truth.forEach((rho, i) => {
    if (i === 3 || i === 7) expect(depths[i]).toBeNaN();
    else expect(depths[i]).toBeCloseTo(rho, 5);
  });
});

test('near is bright and warm, far dark and blue, what is not known clear', () => {
  const depths = Float32Array.from({ length: COUNT }, (_, i) => (i === 1 ? Number.NaN : i / COUNT));
  const image = depthColours(depths, SIZE, 0.9);
  expect(pixel(image, 1)).toEqual([0, 0, 0, 0]);
  const [far, near] = [pixel(image, 0), pixel(image, COUNT - 1)];
  expect(far[2]).toBeGreaterThan(far[0]! + 30);
  expect(near[0]).toBeGreaterThan(near[2]! + 30);
  for (let i = 3; i < 80; i++) expect(brightness(image, i)).toBeGreaterThanOrEqual(brightness(image, i - 1));
  // Nearer than the end of the scale has the colour of its end; the legend ends with it too.
  expect(pixel(image, 95)).toEqual(near);
  const bar = depthBar(30, 2);
  expect([pixel(bar, 30), pixel(bar, 59)]).toEqual([far, near]);
});

test('a few wrong depths do not darken the picture', () => {
  const depths = Float32Array.from({ length: COUNT }, (_, i) => (i === 0 ? 50 : i % 2 ? Number.NaN : 0.5));
  expect(nearestShown(depths)).toBeCloseTo(0.5, 6);
  expect(nearestShown(new Float32Array(3).fill(Number.NaN))).toBe(0);
  expect(pixel(depthColours(new Float32Array(COUNT), SIZE), 0)[3]).toBe(255);
});
