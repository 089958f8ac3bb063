import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bearing,
  destination,
  distance,
  intermediatePoint,
  normaliseHeading,
  normaliseLongitude,
  smallestTurn,
} from '../../src/route/geodesy.ts';
import { real } from '../support/reals.ts';
import { angleBetween, anyPlace, arc, cartesian, direction } from './places.ts';

describe('distance', () => {
  it('is the great circle’s', () => {
    fc.assert(
      fc.property(anyPlace, anyPlace, (a, b) => {
        // coordinates of 6.4e6 m hold 1e-9 m; a haversine near the opposite end of the earth loses half its digits
        const opposite = arc(a, b) > 20_000_000;
        expect(Math.abs(distance(a, b) - arc(a, b))).toBeLessThan(opposite ? 1 : 1e-6);
      }),
      { numRuns: 1000 },
    );
  });

  it('knows a quarter of the meridian, a degree of it, and a minute of the equator', () => {
    expect(distance({ lat: 0, lng: 20 }, { lat: 90, lng: -77 })).toBeCloseTo(10_007_557.22, 1);
    expect(distance({ lat: 55, lng: 13 }, { lat: 56, lng: 13 })).toBeCloseTo(111_195.08, 1);
    expect(distance({ lat: 0, lng: 0 }, { lat: 0, lng: 1 / 60 })).toBeCloseTo(1853.25, 1);
  });

  it('crosses the date line by the short way', () => {
    expect(distance({ lat: 0, lng: 179.9999 }, { lat: 0, lng: -179.9999 })).toBeCloseTo(22.24, 2);
  });
});

describe('bearing', () => {
  it('points where the other place is', () => {
    fc.assert(
      fc.property(anyPlace, real(1, 1e6), real(0, 359.9), (from, metres, heading) => {
        const to = destination(from, metres, heading);
        // the direction of the chord, less its part along the radius
        const [p, q] = [cartesian(from), cartesian(to)];
        const up = p.map((value) => value / 6_371_008.8);
        const chord = q.map((value, i) => value - p[i]!);
        const rise = chord.reduce((sum, value, i) => sum + value * up[i]!, 0);
        const level = chord.map((value, i) => value - rise * up[i]!);
        const length = Math.hypot(...level);
        const ahead = level.map((value) => value / length);
        expect(angleBetween(ahead, direction(from, bearing(from, to)))).toBeLessThan(1e-5);
      }),
    );
  });

  it('is 0 to the north, 90 to the east, 180 to the south and 270 to the west, over the date line too', () => {
    const at = { lat: 0, lng: 180 };
    expect(bearing(at, { lat: 1, lng: 180 })).toBe(0);
    expect(bearing(at, { lat: 0, lng: -179 })).toBeCloseTo(90, 10);
    expect(bearing(at, { lat: -1, lng: -180 })).toBeCloseTo(180, 10);
    expect(bearing(at, { lat: 0, lng: 179 })).toBeCloseTo(270, 10);
  });
});

describe('destination', () => {
  it('lies at the distance and in the direction asked for', () => {
    fc.assert(
      fc.property(anyPlace, real(0, 1e7), real(-720, 720), (from, metres, heading) => {
        const to = destination(from, metres, heading);
        expect(Math.abs(arc(from, to) - metres)).toBeLessThan(1e-6);
        expect(Math.abs(to.lng)).toBeLessThanOrEqual(180);
      }),
    );
  });
});

describe('intermediatePoint', () => {
  it('divides the great circle', () => {
    fc.assert(
      fc.property(anyPlace, anyPlace, real(0, 1), (a, b, share) => {
        const between = intermediatePoint(a, b, share);
        const whole = arc(a, b);
        // near opposite ends the length itself is known to a metre only
        const tolerance = whole > 20_000_000 ? 2 : 1e-5;
        expect(Math.abs(arc(a, between) - share * whole)).toBeLessThan(tolerance);
        expect(Math.abs(arc(between, b) - (1 - share) * whole)).toBeLessThan(tolerance);
      }),
      { numRuns: 1000 },
    );
  });

  it('is exact to a nanometre’s neighbourhood at street length, at the pole too', () => {
    for (const from of [
      { lat: 89.99999, lng: 10 },
      { lat: -89.99999, lng: -170 },
      { lat: 12, lng: 179.99999 },
    ]) {
      const to = { lat: from.lat, lng: normaliseLongitude(from.lng + 150) };
      const middle = intermediatePoint(from, to, 0.5);
      expect(Math.abs(distance(from, middle) - distance(middle, to))).toBeLessThan(1e-7);
    }
  });

  it('goes north first between opposite ends', () => {
    const quarter = intermediatePoint({ lat: 0, lng: 30 }, { lat: 0, lng: -150 }, 0.25);
    expect(quarter.lat).toBeCloseTo(45, 6);
    expect(quarter.lng).toBeCloseTo(30, 6);
  });

  it('stays where both ends are one place', () => {
    expect(intermediatePoint({ lat: 5, lng: 6 }, { lat: 5, lng: 6 }, 0.3)).toEqual({ lat: 5, lng: 6 });
    expect(arc(intermediatePoint({ lat: 90, lng: 6 }, { lat: 90, lng: 96 }, 0.3), { lat: 90, lng: 0 })).toBeLessThan(
      1e-8,
    );
  });
});

describe('angles', () => {
  it('are normalised to their ranges, the same direction as before', () => {
    fc.assert(
      fc.property(real(-5000, 5000), (degrees) => {
        const heading = normaliseHeading(degrees);
        expect(heading >= 0 && heading < 360).toBe(true);
        expect(
          angleBetween(direction({ lat: 0, lng: 0 }, heading), direction({ lat: 0, lng: 0 }, degrees)),
        ).toBeLessThan(1e-9);
        const lng = normaliseLongitude(degrees);
        expect(Math.abs(lng)).toBeLessThanOrEqual(180);
        expect(arc({ lat: 0, lng }, { lat: 0, lng: degrees })).toBeLessThan(1e-4);
      }),
    );
    expect([normaliseHeading(-1e-20), normaliseHeading(360), normaliseHeading(-90)]).toEqual([0, 0, 270]);
    expect([normaliseLongitude(180), normaliseLongitude(-180), normaliseLongitude(190)]).toEqual([180, -180, -170]);
  });

  it('turn the shorter way, half a circle clockwise', () => {
    expect(smallestTurn(350, 10)).toBe(20);
    expect(smallestTurn(10, 350)).toBe(-20);
    expect(smallestTurn(90, 270)).toBe(180);
    expect(smallestTurn(270, 90)).toBe(180);
    fc.assert(
      fc.property(real(-720, 720), real(-720, 720), (from, to) => {
        const turn = smallestTurn(from, to);
        expect(turn > -180 && turn <= 180).toBe(true);
        expect(Math.abs(smallestTurn(normaliseHeading(from + turn), to))).toBeLessThan(1e-9);
      }),
    );
  });
});
