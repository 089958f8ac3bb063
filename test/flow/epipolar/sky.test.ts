import { expect, it } from 'vitest';
import { WINDOW_RADIUS } from '../../../src/flow/epipolar/kernels/sweep.ts';
import { skyMask } from '../../../src/flow/epipolar/sky.ts';

const [width, height] = [48, 40];
const HORIZON = 20;

function mask(grey: (x: number, y: number) => number) {
  const data = Float32Array.from({ length: width * height }, (_, i) => grey(i % width, Math.floor(i / width)));
  const sky = skyMask({ width, height, channels: 1, data });
  return (x: number, y: number) => sky[y * width + x];
}

const house = (x: number, y: number) => 60 + 40 * ((x + y) % 2);
/** Grows brighter towards the horizon, two grey levels a row. */
const dusk = (y: number) => 190 + 2 * y;

it('is what is bright and even from the upper border down', () => {
  const at = mask((x, y) => (y < HORIZON ? dusk(y) : house(x, y)));
  for (let x = 0; x < width; x++) {
    expect(at(x, 0)).toBe(1);
    // Windows that hold the house would be compared by it. The row above the house is not even.
    expect(at(x, HORIZON - WINDOW_RADIUS - 2)).toBe(1);
    expect(at(x, HORIZON - WINDOW_RADIUS)).toBe(0);
    expect(at(x, HORIZON + 3)).toBe(0);
  }
});

it('goes round what stands before it', () => {
  const at = mask((x, y) => (y >= HORIZON || (x >= 20 && x < 24) ? house(x, y) : dusk(y)));
  expect([at(8, 5), at(36, 5), at(21, 5), at(17, 5), at(26, 5)]).toEqual([1, 1, 0, 0, 0]);
});

it('is no bright wall below, no texture above, and nothing at night', () => {
  const wall = mask((x, y) => (y < HORIZON ? house(x, y) : 220));
  const leaves = mask((x, y) => 200 + 20 * ((x + y) % 2));
  const night = mask(() => 40);
  for (let y = 0; y < height; y++) for (const at of [wall, leaves, night]) expect(at(20, y)).toBe(0);
});
