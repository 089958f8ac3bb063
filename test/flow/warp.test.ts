import { describe, expect, it } from 'vitest';
import type { FlowField } from '../../src/core/field.ts';
import type { FloatImage } from '../../src/core/image.ts';
import { fillOutside, warpBackward } from '../../src/flow/warp.ts';
import { largestDifference, randomFloats } from '../support/floats.ts';

const width = 12;
const height = 9;
const uniform = (u: number, v: number): FlowField => ({
  width,
  height,
  data: Float32Array.from({ length: 2 * width * height }, (_, i) => (i % 2 === 0 ? u : v)),
});
const image = (value: (x: number, y: number, c: number) => number): FloatImage => ({
  width,
  height,
  channels: 3,
  data: Float32Array.from({ length: 3 * width * height }, (_, i) =>
    value(Math.floor(i / 3) % width, Math.floor(i / 3 / width), i % 3),
  ),
});
const noise: FloatImage = { width, height, channels: 3, data: randomFloats(3 * width * height, 1, 0, 255) };

describe.each(['bilinear', 'bicubic'] as const)('%s warp', (interpolation) => {
  it('gives the image back where nothing moves', () => {
    const { image: still, inside } = warpBackward(noise, uniform(0, 0), { interpolation });
    expect(largestDifference(still.data, noise.data)).toBe(0);
    expect(inside.data.every((value) => value === 1)).toBe(true);
  });

  it('fetches from p + w(p): a flow to the right shows what stands on the right', () => {
    const { image: moved, inside } = warpBackward(noise, uniform(3, -2), { interpolation });
    for (const [x, y] of [
      [0, 2],
      [8, 8],
    ] as const) {
      expect(moved.data[3 * (y * width + x)]).toBe(noise.data[3 * ((y - 2) * width + x + 3)]);
    }
    expect(inside.data[2 * width + 9]).toBe(0);
    expect(inside.data[1 * width + 3]).toBe(0);
    expect(inside.data.reduce((sum, value) => sum + value, 0)).toBe((width - 3) * (height - 2));
  });

  it('is exact on a linear image between pixels', () => {
    const ramp = image((x, y, c) => 10 * x + 5 * y + c);
    const { image: moved } = warpBackward(ramp, uniform(0.3, 0.7), { interpolation });
    expect(moved.data[3 * (4 * width + 5) + 1]).toBeCloseTo(10 * 5.3 + 5 * 4.7 + 1, 3);
  });

  it('treats a flow that is no number as outside', () => {
    const { inside, image: moved } = warpBackward(noise, uniform(Number.NaN, 0), { interpolation });
    expect(inside.data.every((value) => value === 0)).toBe(true);
    expect(moved.data.every((value) => value === 0)).toBe(true);
  });
});

it('keeps fine texture better when bicubic', () => {
  const waves = image((x) => 127 + 100 * Math.sin(1.2 * x));
  const wanted = image((x) => 127 + 100 * Math.sin(1.2 * (x + 0.5)));
  const error = (interpolation: 'bilinear' | 'bicubic') => {
    const { image: moved } = warpBackward(waves, uniform(0.5, 0), { interpolation });
    let sum = 0;
    for (let x = 2; x < width - 3; x++) sum += Math.abs(moved.data[3 * x]! - wanted.data[3 * x]!);
    return sum;
  };
  expect(error('bicubic')).toBeLessThan(0.7 * error('bilinear'));
});

describe('fill of outside pixels', () => {
  const warped = warpBackward(noise, uniform(4, 0), { interpolation: 'bilinear' });
  const outside = 3 * (5 * width + 10);
  const kept = 3 * (5 * width + 2);

  it('takes the mean of ImageNet and leaves inside pixels alone', () => {
    const filled = fillOutside(warped, { fill: 'mean' });
    expect([...filled.data.slice(outside, outside + 3)]).toEqual([123.68, 116.779, 103.939].map(Math.fround));
    expect(filled.data[kept]).toBe(warped.image.data[kept]);
  });

  it('takes the given content', () => {
    const filled = fillOutside(warped, { fill: 'content', content: noise });
    expect(filled.data[outside]).toBe(noise.data[outside]);
    expect(filled.data[kept]).toBe(warped.image.data[kept]);
  });

  it('takes the same noise for the same seed, another for another', () => {
    const one = fillOutside(warped, { fill: 'random', seed: 1 });
    expect(fillOutside(warped, { fill: 'random', seed: 1 }).data).toEqual(one.data);
    expect(fillOutside(warped, { fill: 'random', seed: 2 }).data[outside]).not.toBe(one.data[outside]);
    expect(one.data[kept]).toBe(warped.image.data[kept]);
  });
});
