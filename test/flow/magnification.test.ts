import { expect, it } from 'vitest';
import type { FlowField, Mask } from '../../src/core/field.ts';
import { magnification } from '../../src/flow/magnification.ts';

const [width, height] = [24, 20];
const field = (w: (x: number, y: number) => readonly [number, number]): FlowField => ({
  width,
  height,
  data: Float32Array.from({ length: 2 * width * height }, (_, i) => {
    const pixel = Math.floor(i / 2);
    return w(pixel % width, Math.floor(pixel / width))[i % 2]!;
  }),
});
const trust = (value: (x: number) => number): Mask => ({
  width,
  height,
  data: Float32Array.from({ length: width * height }, (_, i) => value(i % width)),
});
const all = trust(() => 1);

it('tells how many times larger a texture is than where it comes from', () => {
  // Twice as large as before: ten pixels here are five there.
  const grown = magnification(
    field((x, y) => [-(x - 12) / 2, -(y - 10) / 2]),
    all,
  );
  for (const scale of grown) expect(scale).toBeCloseTo(2, 4);
  // The root of the area: 4 times as high and no wider is 2.
  const taller = magnification(
    field((_, y) => [0, -0.75 * y]),
    all,
  );
  expect(taller[5 * width + 5]).toBeCloseTo(2, 4);
});

it('is 1 for what moves or turns without growing', () => {
  const [cos, sin] = [Math.cos(0.3), Math.sin(0.3)];
  const turned = field((x, y) => [cos * x - sin * y - x + 3, sin * x + cos * y - y]);
  for (const scale of magnification(turned, all)) expect(scale).toBeCloseTo(1, 4);
});

it('fits what is trusted alone, and tells nothing where nothing is', () => {
  const broken = field((x, y) => (x < 12 ? [-(x - 12) / 2, -(y - 10) / 2] : [7 * (x % 3), -5 * (x % 2)]));
  const scales = magnification(
    broken,
    trust((x) => (x < 12 ? 1 : 0)),
  );
  expect(scales[10 * width + 11]).toBeCloseTo(2, 4);
  expect(scales[10 * width + 15]).toBe(1);
});

it('stays finite where a field folds', () => {
  const folded = magnification(
    field((x) => [-2 * x, 0]),
    all,
  );
  for (const scale of folded) expect(scale).toBe(8);
});
