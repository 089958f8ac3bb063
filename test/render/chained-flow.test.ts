import { describe, expect, it } from 'vitest';
import { exactFlow } from '../../src/frames/sources/procedural/ground-truth.ts';
import { createStreet } from '../../src/frames/sources/procedural/street.ts';
import { driveAlong } from '../../src/frames/sources/procedural/street-line.ts';
import { asMotion, chainFlows, type Motion } from '../../src/render/chained-flow.ts';

/** The same motion everywhere, trusted as far as it stays in the picture. */
const constant = (u: number, v: number, trust = 1, width = 12, height = 8): Motion => {
  const data = new Float32Array(width * height * 2);
  const weights = new Float32Array(width * height);
  for (let i = 0; i < weights.length; i++) {
    data.set([u, v], 2 * i);
    const [x, y] = [(i % width) + u, Math.floor(i / width) + v];
    weights[i] = x >= 0 && y >= 0 && x <= width - 1 && y <= height - 1 ? trust : 0;
  }
  return { field: { width, height, data }, reliability: { width, height, data: weights } };
};

describe('chainFlows', () => {
  it('adds motions up, and loses what leaves the picture on the way', () => {
    const { width, data } = chainFlows(constant(2, 0.5), constant(1.25, -1));
    const at = (x: number, y: number) => [data[2 * (y * width + x)], data[2 * (y * width + x) + 1]];
    expect(at(0, 1)).toEqual([3.25, -0.5]);
    expect(at(6, 6)).toEqual([3.25, -0.5]);
    expect(at(10, 3)).toEqual([Number.NaN, Number.NaN]);
    expect(at(4, 7)).toEqual([Number.NaN, Number.NaN]);
  });

  it('loses what either of the two does not trust', () => {
    const lost = (a: Motion, b: Motion) => chainFlows(a, b).data.every(Number.isNaN);
    expect(lost(constant(0, 0, 0.4), constant(0, 0))).toBe(true);
    expect(lost(constant(0, 0), constant(0, 0, 0.4))).toBe(true);
    expect(lost(constant(0, 0, 0.6), constant(0, 0, 0.6))).toBe(false);
  });

  it('can be chained further: what is lost stays lost', () => {
    const shift = constant(3, 0);
    const twice = asMotion(chainFlows(shift, shift));
    const { width, data } = chainFlows(shift, twice);
    const known = Array.from({ length: width }, (_, x) => !Number.isNaN(data[2 * x]));
    // Three columns go with every step, and one to interpolate from with every chaining.
    expect(known.lastIndexOf(true)).toBe(width - 1 - 9 - 2);
    expect(data[0]).toBe(9);
  });

  it('agrees with the exact motion over two steps of a drive', () => {
    const size = { width: 64, height: 36 };
    const street = createStreet(3);
    const poses = driveAlong({ frames: 3, seed: 3 });
    const motion = (from: number, to: number): Motion => {
      const { flow, visible } = exactFlow(street, poses[from]!, poses[to]!, size);
      return { field: flow, reliability: visible };
    };
    const chained = chainFlows(motion(2, 1), motion(1, 0));
    const exact = motion(2, 0);
    const errors: number[] = [];
    for (let i = 0; i < exact.reliability.data.length; i++) {
      if (exact.reliability.data[i] === 0 || Number.isNaN(chained.data[2 * i])) continue;
      const [u, v] = [0, 1].map((c) => chained.data[2 * i + c]! - exact.field.data[2 * i + c]!) as [number, number];
      errors.push(Math.hypot(u, v));
    }
    errors.sort((a, b) => a - b);
    expect(errors.length).toBeGreaterThan(0.5 * exact.reliability.data.length);
    expect(errors[Math.floor(0.9 * errors.length)]).toBeLessThan(0.25);
  });
});
