import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groundRing } from '../../src/route/frustum.ts';
import { bearing, distance, normaliseLongitude, smallestTurn } from '../../src/route/geodesy.ts';
import { toPlane } from '../../src/route/local-plane.ts';
import { real } from '../support/reals.ts';

const anyView = fc.record({
  position: fc.record({ lat: real(-85, 85), lng: fc.oneof(real(-180, 180), real(179.9999, 180)) }),
  heading: real(0, 360),
  fov: real(10, 120),
});

describe('groundRing', () => {
  it('is closed, from the camera over the right edge and the arc to the left one, counter-clockwise', () => {
    fc.assert(
      fc.property(anyView, real(5, 500), (view, reach) => {
        const ring = groundRing(view, reach);
        expect(ring[0]).toEqual(view.position);
        expect(ring.at(-1)).toEqual(view.position);
        const arc = ring.slice(1, -1).map(({ lat, lng }) => ({ lat, lng: normaliseLongitude(lng) }));
        for (const point of arc) expect(distance(view.position, point)).toBeCloseTo(reach, 3);
        const off = (point: { lat: number; lng: number }) => smallestTurn(view.heading, bearing(view.position, point));
        expect(off(arc[0]!)).toBeCloseTo(view.fov / 2, 2);
        expect(off(arc.at(-1)!)).toBeCloseTo(-view.fov / 2, 2);
        for (const [i, point] of arc.slice(1).entries()) {
          const step = off(arc[i]!) - off(point);
          expect(step).toBeGreaterThan(0);
          expect(step).toBeLessThan(6.1);
        }
        const flat = ring.map((point) => toPlane(point, view.position));
        const area = flat.slice(1).reduce((sum, [e, n], i) => sum + flat[i]![0] * n - e * flat[i]![1], 0);
        expect(area).toBeGreaterThan(0);
      }),
    );
  });

  it('stays in one piece across the date line', () => {
    const ring = groundRing({ position: { lat: -17, lng: 179.9999 }, heading: 90, fov: 90 }, 100);
    expect(Math.max(...ring.map(({ lng }) => lng))).toBeGreaterThan(180);
    for (const { lng } of ring) expect(Math.abs(lng - 179.9999)).toBeLessThan(0.01);
  });
});
