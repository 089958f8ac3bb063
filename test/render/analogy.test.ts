import { expect, it } from 'vitest';
import type { FloatImage } from '../../src/core/image.ts';
import { createRandom } from '../../src/core/random.ts';
import { paintByAnalogy } from '../../src/render/analogy.ts';

const [width, height] = [80, 60];
const picture = (value: (x: number, y: number) => readonly number[]): FloatImage => ({
  width,
  height,
  channels: 3,
  data: Float32Array.from({ length: 3 * width * height }, (_, i) => {
    const pixel = Math.floor(i / 3);
    return value(pixel % width, Math.floor(pixel / width))[i % 3]!;
  }),
});
const at = ({ data }: FloatImage, x: number, y: number) => [
  ...data.slice(3 * (y * width + x), 3 * (y * width + x) + 3),
];

/** A wall of grey bricks over green grass; what the painter made of it is red and yellow, each with strokes of its own. */
const wall = (y: number) => y < 30;
const photograph = picture((x, y) => (wall(y) ? [90, 90, 90 + 20 * (x % 4 === 0 ? 1 : 0)] : [40, 140, 60]));
const random = createRandom(8);
const strokes = Float32Array.from({ length: width * height }, () => random.uniform(-30, 30));
const painting = picture((x, y) => {
  const stroke = strokes[y * width + x]!;
  return wall(y) ? [200 + stroke, 30, 30] : [210, 200 + stroke, 40];
});
const still = { width, height, data: new Float32Array(2 * width * height) };
const hole = (x: number, y: number) => x >= 50 && y >= 10 && y < 50;
const where = Uint8Array.from({ length: width * height }, (_, i) => (hole(i % width, Math.floor(i / width)) ? 1 : 0));
/** The later frame shows the same two things; the painting of a part of it is not known. */
const guess = { ...painting, data: painting.data.map((v, i) => (where[Math.floor(i / 3)] ? 128 : v)) };
const task = { photograph, guess, where, motion: still, seed: 5 };

it('paints each thing as it was painted where it looked alike, with strokes as sharp', () => {
  // Nothing of the hole itself was painted before: the example shows the rest alone.
  const elsewhere = picture((x, y) => (hole(x, y) ? [255, 0, 255] : at(photograph, x, y)));
  const made = paintByAnalogy({ photograph: elsewhere, painting }, task);
  const spread: number[] = [];
  for (let y = 14; y < 46; y += 3) {
    for (let x = 54; x < 78; x += 3) {
      if (Math.abs(y - 30) < 4) continue;
      const [red, green, blue] = at(made, x, y) as [number, number, number];
      if (wall(y)) expect(green).toBeLessThan(60);
      else expect(green).toBeGreaterThan(150);
      expect(blue).toBeLessThan(60);
      spread.push(wall(y) ? red - 200 : green - 200);
    }
  }
  const deviation = Math.sqrt(spread.reduce((sum, v) => sum + v * v, 0) / spread.length);
  // Strokes within ±30 deviate by 17, and a mean of 5×5 of them by 3.5.
  expect(deviation).toBeGreaterThan(7);
});

it('leaves what is known as it is, and is the same each time', () => {
  const made = paintByAnalogy({ photograph, painting }, task);
  expect(made.data.filter((v, i) => !where[Math.floor(i / 3)] && v !== guess.data[i])).toHaveLength(0);
  expect(paintByAnalogy({ photograph, painting }, task)).toEqual(made);
  const nothing = { ...task, where: new Uint8Array(width * height) };
  expect(paintByAnalogy({ photograph, painting }, nothing)).toEqual(guess);
});
