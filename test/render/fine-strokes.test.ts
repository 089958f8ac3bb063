import { expect, it } from 'vitest';
import type { FloatImage } from '../../src/core/image.ts';
import { withFineStrokes } from '../../src/render/fine-strokes.ts';

const [width, height] = [48, 32];
const paint = (value: (x: number, y: number) => number): FloatImage => ({
  width,
  height,
  channels: 3,
  data: Float32Array.from({ length: 3 * width * height }, (_, i) => {
    const pixel = Math.floor(i / 3);
    return value(pixel % width, Math.floor(pixel / width));
  }),
});
const share = (value: (x: number) => number) => ({
  width,
  height,
  data: Float32Array.from({ length: width * height }, (_, i) => value(i % width)),
});
const at = ({ data }: FloatImage, x: number, y: number) => data[3 * (y * width + x)]!;

const soft = paint(() => 100);
const stripes = paint((x) => (x % 2 === 0 ? 20 : 60));

it('adds strokes to what is enlarged, in the colours that stand there', () => {
  const out = withFineStrokes(
    soft,
    stripes,
    share((x) => (x < 24 ? 1 : 0)),
  );
  expect(at(out, 10, 10)).toBeCloseTo(80, 0);
  expect(at(out, 11, 10)).toBeCloseTo(120, 0);
  for (const x of [24, 30, 47]) expect(at(out, x, 10)).toBeCloseTo(100, 4);
});

it('does not sharpen twice: strokes take the place of the fine structure that is there', () => {
  const own = paint((_, y) => (y % 2 === 0 ? 90 : 110));
  const out = withFineStrokes(
    own,
    stripes,
    share(() => 1),
  );
  expect(at(out, 20, 10)).toBeCloseTo(at(out, 20, 11), 0);
  expect(Math.abs(at(out, 21, 10) - at(out, 20, 10) - 40)).toBeLessThan(2);
});
