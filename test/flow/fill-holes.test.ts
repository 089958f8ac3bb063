import { expect, test } from 'vitest';
import { fillHoles } from '../../src/flow/fill-holes.ts';

const size = { width: 13, height: 9 };
const pixels = size.width * size.height;

test('a hole takes what is around it, and what is known stays', () => {
  const data = new Float32Array(2 * pixels);
  const weight = new Float32Array(pixels);
  for (let i = 0; i < pixels; i++) {
    const x = i % size.width;
    const hole = x > 2 && x < 10 && i > 2 * size.width && i < 7 * size.width;
    weight[i] = hole ? 0 : 1;
    // left of the hole 4, right of it 8
    data.set(hole ? [99, 99] : [x < 6 ? 4 : 8, -1], 2 * i);
  }
  const filled = fillHoles(data, weight, size, 2);
  for (let i = 0; i < pixels; i++) {
    const [u, v] = [filled[2 * i]!, filled[2 * i + 1]!];
    if (weight[i] === 1) expect([u, v]).toEqual([data[2 * i], data[2 * i + 1]]);
    expect(u).toBeGreaterThanOrEqual(4);
    expect(u).toBeLessThanOrEqual(8);
    expect(v).toBeCloseTo(-1, 5);
  }
  const row = 4 * size.width;
  expect(filled[2 * (row + 3)]).toBeLessThan(filled[2 * (row + 9)]!);
});

test('one known pixel fills everything, and none leaves things as they are', () => {
  const data = new Float32Array(pixels);
  const weight = new Float32Array(pixels);
  expect(fillHoles(data, weight, size, 1)).toEqual(data);
  data[20] = 7;
  weight[20] = 1;
  expect(fillHoles(data, weight, size, 1)).toEqual(new Float32Array(pixels).fill(7));
});
