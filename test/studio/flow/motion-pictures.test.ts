import { expect, test } from 'vitest';
import type { FlowField, FlowPair, Mask, RelativeCamera } from '../../../src/core/field.ts';
import { createFloatImage, type RgbaImage } from '../../../src/core/image.ts';
import { inverseCamera, motionOfDepths } from '../../../src/flow/epipolar/relative-camera.ts';
import { PATH_COLOURS } from '../../../src/studio/flow/geometry-pictures.ts';
import { motionPictures } from '../../../src/studio/flow/motion-pictures.ts';
import { cameraText, viewPicture, viewText } from '../../../src/studio/flow/motion-view.ts';

const WIDTH = 24;
const HEIGHT = 10;

function row(step: number, extra = 0) {
  const image = createFloatImage(WIDTH, HEIGHT);
  for (let i = 0; i < WIDTH * HEIGHT; i++) image.data.fill(((i % WIDTH) - step) * 9 + extra, 3 * i, 3 * i + 3);
  return image;
}

const field = (u: number): FlowField => ({
  width: WIDTH,
  height: HEIGHT,
  data: Float32Array.from({ length: 2 * WIDTH * HEIGHT }, (_, i) => (i % 2 ? 0 : u)),
});
const half = {
  width: WIDTH,
  height: HEIGHT,
  data: Float32Array.from({ length: WIDTH * HEIGHT }, (_, i) => (i % WIDTH < 6 ? 0 : 1)),
};
/** Everything goes 3 px to the right. */
const flow: FlowPair = { forward: field(3), backward: field(-3), reliability: { forward: half, backward: half } };
const at = ({ data }: RgbaImage, x: number) => [...data.subarray(4 * x, 4 * x + 4)];

test('motion is shown as people see it: what goes right is red', () => {
  const { motion, largest } = motionPictures(row(0), row(3), flow);
  expect(at(motion, 12)).toEqual([255, 0, 0, 255]);
  expect(largest).toBe(3);
});

test('the earlier frame lies on the later one, clear where it has nothing to give', () => {
  const later = row(3, 5);
  const { carried, difference, left } = motionPictures(row(0), later, flow);
  expect(at(carried, 2)[3]).toBe(0);
  expect(at(difference, 2)[3]).toBe(0);
  expect(at(carried, 12)).toEqual([81, 81, 81, 255]);
  expect(at(difference, 12)).toEqual([5, 5, 5, 255]);
  expect(left).toBeCloseTo(5, 4);
});

test('reliability is white where the painting is held to the frame before, and told in a number', () => {
  const pictures = motionPictures(row(0), row(3), flow);
  expect([at(pictures.reliability, 3), at(pictures.reliability, 12)]).toEqual([
    [0, 0, 0, 255],
    [255, 255, 255, 255],
  ]);
  expect(pictures.trusted).toBe(0.75);
  expect(viewText('reliability', pictures, 3, 4)).toContain(
    '75 % of frame 4 can be trusted to follow frame 3 in a picture 24 px wide',
  );
  expect(viewText('motion', pictures, 3, 4)).toContain('by 3.0 px at most in a picture 24 px wide');
  expect(viewText('difference', pictures, 3, 4)).toContain('0.0 of 255 grey levels');
});

const SIZE = { width: WIDTH, height: HEIGHT };
const mask = (value: (x: number, y: number) => number): Mask => ({
  ...SIZE,
  data: Float32Array.from({ length: WIDTH * HEIGHT }, (_, i) => value(i % WIDTH, Math.floor(i / WIDTH))),
});
/** Ahead, past what is nearer the farther down the picture shows it. */
const camera: RelativeCamera = { focal: 20, rotation: [1, 0, 0, 0, 1, 0, 0, 0, 1], translation: [0, 0, -1] };
const rho = mask((_x, y) => y / 40);
/** The upper left corner moves by itself, the right half is not trusted. */
const moving: FlowPair = {
  forward: motionOfDepths(camera, SIZE, rho.data),
  backward: motionOfDepths(inverseCamera(camera), SIZE, rho.data),
  reliability: { forward: mask(() => 1), backward: mask((x) => (x < WIDTH / 2 ? 1 : 0)) },
  geometry: { camera, epipolar: { forward: mask(() => 1), backward: mask((x, y) => (x < 4 && y < 4 ? 0 : 1)) } },
  search: { outcome: 'moves', matches: 80, inliers: 61 },
};
const pixel = ({ data }: RgbaImage, x: number, y: number) => [
  ...data.subarray(4 * (y * WIDTH + x), 4 * (y * WIDTH + x) + 4),
];

test('depth is seen on the later frame: near bright, clear where it is not known', () => {
  const pictures = motionPictures(row(0), row(3), moving);
  const depth = viewPicture('depth', pictures)!;
  const brightness = (x: number, y: number) => pixel(depth, x, y).reduce((sum, v) => sum + v, 0);
  expect(brightness(6, 9)).toBeGreaterThan(brightness(6, 2) + 150);
  expect([pixel(depth, 1, 1)[3], pixel(depth, 6, 1)[3], pixel(depth, 20, 9)[3]]).toEqual([0, 255, 0]);
  // Inverse depth 9 / 40 at the foot.
  expect(pictures.depth!.nearest).toBeCloseTo(9 / 40, 4);
  expect(pictures.depth!.known).toBeCloseTo(0.5 - 16 / 240, 5);
  expect(viewText('depth', pictures, 3, 4)).toContain('Known for 43 %');
});

test('the paths tell what follows the camera, what moves by itself, and where the epipole is', () => {
  const pictures = motionPictures(row(0), row(3), moving);
  const paths = viewPicture('paths', pictures)!;
  expect(pixel(paths, 1, 1)).toEqual([...PATH_COLOURS.itself, 255]);
  expect(pixel(paths, 3, 8)).toEqual([...PATH_COLOURS.epipolar, 255]);
  expect(pixel(paths, 22, 8)).toEqual([...PATH_COLOURS.untrusted, 255]);
  // Straight ahead: in the middle, which the cross leaves open.
  expect([8, 9, 10, 14].map((x) => pixel(paths, x, 5)[0])).toEqual([255, 255, 255, 255]);
  expect(pixel(paths, 12, 5)).not.toEqual([255, 255, 255, 255]);
  const text = viewText('paths', pictures, 3, 4);
  expect(text).toContain('43 % of frame 4 follows the camera along epipolar lines, 7 % was found pixel by pixel');
  expect(text).toContain('The cross marks the epipole');
  expect(cameraText(pictures, 3, 4)).toBe(
    'The camera, from frame 3 to frame 4: moved straight ahead, did not turn; 61 of 80 matches agree.',
  );
});

test('without a moving camera the views say so', () => {
  const none = motionPictures(row(0), row(3), { ...flow, search: { outcome: 'few-matches', matches: 5, inliers: 0 } });
  expect(viewPicture('depth', none)).toBeNull();
  expect(viewText('depth', none, 3, 4)).toBe('Depth takes a moving camera, and none was found.');
  expect(viewText('paths', none, 3, 4)).toBe(
    'No moving camera was found: of frame 4, 75 % was found pixel by pixel, and the rest is not trusted.',
  );
  expect(cameraText(none, 3, 4)).toBe(
    'How the camera moved from frame 3 to frame 4 is not known: only 5 places of one picture were found in the other.',
  );
  expect(cameraText(motionPictures(row(0), row(3), flow), 3, 4)).toContain('flow_method does not look for it');
});
