import { describe, expect, it } from 'vitest';
import type { FlowField } from '../../src/core/field.ts';
import type { RgbaImage } from '../../src/core/image.ts';
import { flowColours, flowWheel, largestMotion } from '../../src/flow/colours.ts';

const field = (...vectors: readonly (readonly [number, number])[]): FlowField => ({
  width: vectors.length,
  height: 1,
  data: Float32Array.from(vectors.flat()),
});
const colour = ({ data }: RgbaImage, pixel = 0) => [...data.subarray(4 * pixel, 4 * pixel + 4)];

describe('the colours of motion', () => {
  // Worked out by hand from the wheel of Baker et al. 2011 (15, 6, 4, 11, 13 and 6 steps between red, yellow, green, cyan, blue and
  // magenta), whose first colour is motion to the right and whose 55 colours go round with the clock.
  it.each([
    ['right', 1, 0, [255, 0, 0]],
    ['right, with a zero of the other sign', 1, -0, [255, 0, 0]],
    // 13½ of 55: between the last two steps from red to yellow
    ['down', 0, 1, [255, 229.5, 0]],
    // 27: two of eleven steps from cyan to blue
    ['left', -1, 0, [0, 208.6, 255]],
    // 40½: four and a half of thirteen steps from blue to magenta
    ['up', 0, -1, [88.3, 0, 255]],
    // 6¾ of fifteen steps from red to yellow
    ['right and down', 1, 1, [255, 114.75, 0]],
  ])('%s', (_name, u, v, expected) => {
    const seen = colour(flowColours(field([3 * u, 3 * v])));
    for (const c of [0, 1, 2]) expect(Math.abs(seen[c]! - expected[c]!)).toBeLessThanOrEqual(0.51);
    expect(seen[3]).toBe(255);
  });

  it('pale where motion is short, white where there is none, darker beyond the largest', () => {
    const picture = flowColours(field([0, 0], [2, 0], [4, 0], [8, 0]), 4);
    expect(colour(picture, 0)).toEqual([255, 255, 255, 255]);
    expect(colour(picture, 1)).toEqual([255, 128, 128, 255]);
    expect(colour(picture, 2)).toEqual([255, 0, 0, 255]);
    expect(colour(picture, 3)).toEqual([191, 0, 0, 255]);
  });

  it('are black where motion is unknown, which sets no scale', () => {
    const flow = field([3, 4], [1e10, 1e10], [Number.NaN, 0], [1, Number.POSITIVE_INFINITY]);
    expect(largestMotion(flow)).toBe(5);
    const picture = flowColours(flow);
    for (const pixel of [1, 2, 3]) expect(colour(picture, pixel)).toEqual([0, 0, 0, 255]);
    expect(largestMotion(field([1e10, 1e10]))).toBe(0);
    expect(colour(flowColours(field([0, 0], [1e10, 0])), 0)).toEqual([255, 255, 255, 255]);
  });

  it('stand round a wheel that is clear outside its rim', () => {
    const wheel = flowWheel(101);
    const at = (x: number, y: number) => colour(wheel, y * 101 + x);
    expect(at(50, 50)).toEqual([255, 255, 255, 255]);
    expect(at(0, 0)).toEqual([0, 0, 0, 0]);
    // the rim's colours are those of the directions, all but one part in a hundred
    for (const [x, y, u, v] of [
      [100, 50, 1, 0],
      [0, 50, -1, 0],
      [50, 100, 0, 1],
      [50, 0, 0, -1],
    ] as const) {
      const rim = at(x, y);
      const full = colour(flowColours(field([u, v])));
      for (const c of [0, 1, 2]) expect(Math.abs(rim[c]! - full[c]!)).toBeLessThan(4);
    }
  });
});
