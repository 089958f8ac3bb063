import { expect, it } from 'vitest';
import type { FloatImage } from '../../src/core/image.ts';
import { unveiled } from '../../src/render/unveiled.ts';

const width = 160;
const height = 96;

const paint = (colour: (x: number, y: number) => readonly number[]): FloatImage => ({
  width,
  height,
  channels: 3,
  data: Float32Array.from({ length: 3 * width * height }, (_, i) => {
    const pixel = Math.floor(i / 3);
    return colour(pixel % width, Math.floor(pixel / width))[i % 3]!;
  }),
});
const trust = (value: (x: number, y: number) => number) => ({
  width,
  height,
  data: Float32Array.from({ length: width * height }, (_, i) => value(i % width, Math.floor(i / width))),
});
const at = ({ data }: FloatImage, x: number, y: number) => [
  ...data.slice(3 * (y * width + x), 3 * (y * width + x) + 3),
];
const near = (value: readonly number[], expected: readonly number[], by: number) => {
  for (const [c, v] of value.entries()) expect(Math.abs(v - expected[c]!)).toBeLessThan(by);
};

const GREY = [90, 90, 90];
const BLUE = [30, 60, 200];
/** A grey photograph with a dark line of one pixel. */
const photograph = paint((x) => (x === 82 ? [0, 0, 0] : GREY));
/** Painted blue, with the ghost of a red pole where nothing was seen before. */
const hole = (x: number) => x >= 70 && x < 90;
const warped = paint((x) => (hole(x) ? [255, 0, 0] : BLUE));
const weights = trust((x) => (hole(x) ? 0 : 1));

it('keeps what can be trusted as it is', () => {
  const start = unveiled({ warped, weights }, photograph);
  for (const x of [0, 40, 69, 90, 159]) near(at(start, x, 50), BLUE, 1e-3);
});

it('puts no second copy where something comes into view, but the colours of the painting around it', () => {
  const start = unveiled({ warped, weights }, photograph);
  // Around the hole grey was painted blue; without that it would be grey, and with the warp red.
  for (const x of [70, 74, 80, 89]) near(at(start, x, 50), BLUE, 20);
});

it('takes the shapes of the photograph and not its lines', () => {
  const light = (x: number, y: number) => x >= 74 && x < 86 && y >= 60 && y < 80;
  const shaped = paint((x, y) => (light(x, y) ? [190, 190, 190] : x === 82 ? [0, 0, 0] : GREY));
  const start = unveiled({ warped, weights }, shaped);
  expect(at(start, 80, 70)[0]! - at(start, 72, 30)[0]!).toBeGreaterThan(60);
  expect(at(start, 79, 30)[0]! - at(start, 82, 30)[0]!).toBeLessThan(45);
});

it('is the photograph where nothing is trusted', () => {
  const start = unveiled(
    { warped, weights: trust(() => 0) },
    paint(() => GREY),
  );
  near(at(start, 10, 10), GREY, 1e-3);
});

it('mixes by the trust', () => {
  const start = unveiled(
    { warped: paint(() => [100, 0, 0]), weights: trust(() => 0.5) },
    paint(() => [0, 0, 0]),
  );
  // Half the painting, half the photograph in its colours, which are those of the painting but for the little that is held back.
  near(at(start, 10, 10), [99, 0, 0], 1.5);
});
