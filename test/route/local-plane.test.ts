import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { destination, distance, smallestTurn } from '../../src/route/geodesy.ts';
import { cameraPose, fromPlane, toPlane } from '../../src/route/local-plane.ts';
import { real } from '../support/reals.ts';
import { angleBetween, anyPlace, arc, direction } from './places.ts';

describe('the tangent plane', () => {
  it('has its origin at the origin, east to the right and north up', () => {
    const origin = { lat: 60, lng: 179.9999 };
    expect(toPlane(origin, origin)).toEqual([0, 0]);
    // a degree of a parallel at 60° is half one of the equator
    const [east, north] = toPlane({ lat: 60, lng: -179.9991 }, origin);
    expect(east).toBeCloseTo(0.001 * 111_195.08 * 0.5, 3);
    expect(north).toBeCloseTo(0, 3);
    expect(toPlane({ lat: 60.001, lng: 179.9999 }, origin)[1]).toBeCloseTo(111.195, 3);
  });

  it('keeps distances between any two places within 5 km to a millimetre, within 20 km to 10 cm', () => {
    fc.assert(
      fc.property(
        anyPlace,
        fc.constantFrom([5000, 1.2e-3] as const, [20_000, 0.1] as const),
        fc.tuple(real(0, 1), real(0, 360), real(0, 1), real(0, 360)),
        (origin, [reach, tolerance], [r, a, s, b]) => {
          const p = destination(origin, r * reach, a);
          const q = destination(origin, s * reach, b);
          const [pe, pn] = toPlane(p, origin);
          const [qe, qn] = toPlane(q, origin);
          expect(Math.abs(Math.hypot(pe - qe, pn - qn) - arc(p, q))).toBeLessThan(tolerance);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('is undone by the way back', () => {
    fc.assert(
      fc.property(anyPlace, real(-5000, 5000), real(-5000, 5000), (origin, east, north) => {
        const place = fromPlane([east, north], origin);
        const [e, n] = toPlane(place, origin);
        expect(Math.hypot(e - east, n - north)).toBeLessThan(1e-5);
      }),
    );
  });
});

describe('cameraPose', () => {
  const origin = { lat: 50, lng: 10 };

  it('stands where the place is, and keeps pitch, field of view and height', () => {
    const position = destination(origin, 300, 90);
    const pose = cameraPose({ position, heading: 20, pitch: -5, fov: 70, height: 2.5 }, origin);
    expect(pose.position[0]).toBeCloseTo(300, 6);
    expect(pose.position[1]).toBeCloseTo(0, 6);
    expect(pose).toMatchObject({ position: [expect.any(Number), expect.any(Number), 2.5], pitch: -5, fov: 70 });
    expect(cameraPose({ position: origin, heading: 380, pitch: 0, fov: 90 }, origin)).toEqual({
      position: [0, 0, 0],
      heading: 20,
      pitch: 0,
      fov: 90,
    });
  });

  it('turns north of the place to north of the plane', () => {
    // seen from the west, north at the place leans over to the pole: sin(latitude) of the difference in longitude
    const position = { lat: 50, lng: 10.07 };
    const { heading } = cameraPose({ position, heading: 0, pitch: 0, fov: 90 }, origin);
    expect(smallestTurn(0, heading)).toBeCloseTo(-0.07 * Math.sin((50 * Math.PI) / 180), 3);
  });

  it('points at what lies ahead', () => {
    fc.assert(
      fc.property(
        real(-85, 85),
        real(-180, 180),
        real(1, 5000),
        real(0, 360),
        real(0, 360),
        (lat, lng, away, where, heading) => {
          const from = { lat, lng };
          const position = destination(from, away, where);
          const ahead = destination(position, 50, heading);
          const pose = cameraPose({ position, heading, pitch: 0, fov: 90 }, from);
          const [east, north] = toPlane(ahead, from);
          const seen = (Math.atan2(east - pose.position[0], north - pose.position[1]) * 180) / Math.PI;
          // places hold 1e-9 of their degrees, 50 m are 1e-7 rad of them
          expect(Math.abs(smallestTurn(seen, pose.heading))).toBeLessThan(1e-3);
          expect(distance(position, ahead)).toBeCloseTo(50, 4);
          expect(angleBetween(direction(position, heading), direction(ahead, heading))).toBeLessThan(0.01);
        },
      ),
    );
  });
});
