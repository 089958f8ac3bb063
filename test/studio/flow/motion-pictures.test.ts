import { expect, test } from 'vitest';
import type { FlowField, FlowPair } from '../../../src/core/field.ts';
import { createFloatImage, type RgbaImage } from '../../../src/core/image.ts';
import { motionPictures } from '../../../src/studio/flow/motion-pictures.ts';
import { viewText } from '../../../src/studio/flow/motion-view.ts';

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
