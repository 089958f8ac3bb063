import { expect, it } from 'vitest';
import { agreementAlong } from '../../../src/flow/epipolar/agreement.ts';
import { draw, type Texture, waves } from '../../support/texture.ts';

const [width, height] = [48, 40];
const field = (u: number, v: number) => ({
  width,
  height,
  data: Float32Array.from({ length: 2 * width * height }, (_, k) => [u, v][k & 1]!),
});
const texture = waves(3);
const picture = (paint: Texture) => draw(width, height, paint);
const moved: Texture = (x, y) => texture(x - 3.5, y + 2.25);
const share = (values: Float32Array, least: number) => values.filter((value) => value >= least).length / values.length;

it('is full along the true motion, in another light too', () => {
  const dim: Texture = (x, y) => moved(x, y).map((value) => 20 + 0.6 * value) as [number, number, number];
  for (const paint of [moved, dim]) {
    const found = agreementAlong(picture(texture), picture(paint), field(3.5, -2.25));
    for (let y = 3; y < height; y++) {
      for (let x = 0; x < width - 4; x++) expect(found[y * width + x]).toBeGreaterThan(0.9);
    }
  }
});

it('is small along other motions and between other pictures', () => {
  expect(share(agreementAlong(picture(texture), picture(moved), field(-6, 5)), 0.5)).toBeLessThan(0.3);
  expect(share(agreementAlong(picture(texture), picture(waves(9)), field(0, 0)), 0.5)).toBeLessThan(0.3);
});

it('even agrees with even, not with texture; what leads out agrees with nothing', () => {
  const even: Texture = () => [90, 90, 90];
  const bright: Texture = () => [120, 120, 120];
  expect(agreementAlong(picture(even), picture(bright), field(0, 0)).every((value) => value > 0.99)).toBe(true);
  expect(share(agreementAlong(picture(texture), picture(even), field(0, 0)), 0.5)).toBe(0);
  const out = agreementAlong(picture(even), picture(even), field(10, 0));
  expect(out[width - 10]).toBe(0);
  expect(out[width - 11]).toBeCloseTo(1, 6);
});
