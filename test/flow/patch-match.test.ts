import { expect, it } from 'vitest';
import type { FloatImage } from '../../src/core/image.ts';
import { createRandom } from '../../src/core/random.ts';
import { nearestPatches, type PatchSearch } from '../../src/flow/patch-match.ts';

const [width, height] = [40, 32];
const random = createRandom(3);
const noise: FloatImage = {
  width,
  height,
  channels: 3,
  data: Float32Array.from({ length: 3 * width * height }, () => random.uniform(0, 255)),
};
/** Every pixel is the one 6 to the right and 3 below of the other picture. */
const shifted: FloatImage = {
  ...noise,
  data: noise.data.map((_, i) => {
    const pixel = Math.floor(i / 3);
    const x = Math.min(width - 1, (pixel % width) + 6);
    const y = Math.min(height - 1, Math.floor(pixel / width) + 3);
    return noise.data[3 * (y * width + x) + (i % 3)]!;
  }),
};
const stay = Int32Array.from({ length: width * height }, (_, i) => i);
const search = (changes: Partial<PatchSearch> = {}) =>
  nearestPatches({
    wanting: shifted,
    among: noise,
    where: new Uint8Array(width * height).fill(1),
    start: stay,
    rounds: 6,
    reach: 40,
    prior: 0,
    random: createRandom(1),
    ...changes,
  });

it('finds where every patch comes from, begun anywhere', () => {
  const found = search();
  let right = 0;
  for (let y = 2; y < height - 6; y++) {
    for (let x = 2; x < width - 9; x++) if (found[y * width + x] === (y + 3) * width + x + 6) right++;
  }
  expect(right / ((height - 8) * (width - 11))).toBeGreaterThan(0.98);
});

it('is the same each time, and leaves what does not look where it is', () => {
  expect(search()).toEqual(search());
  const where = new Uint8Array(width * height);
  where[10 * width + 10] = 1;
  const found = search({ where });
  expect(found.filter((at, i) => at !== stay[i]).length).toBeLessThanOrEqual(1);
});

it('takes the nearer of two equal patches', () => {
  const plain: FloatImage = { ...noise, data: new Float32Array(noise.data.length) };
  const start = Int32Array.from({ length: width * height }, () => 31 * width + 39);
  const far = (found: Int32Array) => found.filter((at, i) => Math.abs((at % width) - (i % width)) > 2).length;
  expect(far(search({ wanting: plain, among: plain, start, prior: 1, rounds: 8 }))).toBeLessThan(40);
  expect(far(search({ wanting: plain, among: plain, start, rounds: 8 }))).toBeGreaterThan(600);
});

it('refuses pictures of different channels', () => {
  const grey = { ...noise, channels: 1, data: new Float32Array(width * height) };
  expect(() => search({ among: grey })).toThrow(/channels/);
});
