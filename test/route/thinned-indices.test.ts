import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { thinnedIndices } from '../../src/route/simplify.ts';
import { real } from '../support/reals.ts';

const places = fc.array(
  fc.record({
    lat: real(-80, 80),
    lng: real(-179, 179),
  }),
  { minLength: 2, maxLength: 120 },
);

describe('thinned indices', () => {
  it('keeps both ends, the order and the bound, whatever the line', () => {
    fc.assert(
      fc.property(places, fc.integer({ min: 2, max: 40 }), (points, most) => {
        const indices = thinnedIndices(points, most);
        expect(indices[0]).toBe(0);
        expect(indices.at(-1)).toBe(points.length - 1);
        expect(indices.length).toBeLessThanOrEqual(Math.max(most, 2));
        for (let i = 1; i < indices.length; i++) expect(indices[i]).toBeGreaterThan(indices[i - 1] ?? Infinity);
      }),
    );
  });

  it('leaves a line alone that is short enough', () => {
    const points = [0, 1, 2].map((i) => ({ lat: 55 + i, lng: 13 }));
    expect(thinnedIndices(points, 3)).toEqual([0, 1, 2]);
  });

  it('keeps the corners of a square and drops what lies on its sides', () => {
    // A hundred metres a side.
    const length = 1e-3;
    const side = Array.from({ length: 50 }, (_, i) => (i / 50) * length);
    const points = [
      ...side.map((t) => ({ lat: 0, lng: t })),
      ...side.map((t) => ({ lat: t, lng: length })),
      ...side.map((t) => ({ lat: length, lng: length - t })),
      { lat: length, lng: 0 },
    ];
    expect(thinnedIndices(points, 10)).toEqual([0, 50, 100, 150]);
  });

  it('uses most of what it may on a winding way of 5000 vertices', () => {
    const points = Array.from({ length: 5000 }, (_, i) => ({ lat: 55 + Math.sin(i / 37) / 100, lng: 13 + i * 1e-5 }));
    const { length } = thinnedIndices(points, 300);
    expect(length).toBeGreaterThan(200);
    expect(length).toBeLessThanOrEqual(300);
  });
});
