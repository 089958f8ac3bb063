import destination from '@turf/destination';
import distance from '@turf/distance';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { area, type Box, boxesAround, boxText, halves, isNear, longSide } from '../../../src/frames/nearby/box.ts';
import { arcDegrees, arcMetres, metresBetween } from '../../../src/frames/nearby/sphere.ts';
import type { LatLng } from '../../../src/route/lat-lng.ts';
import { real } from '../../support/reals.ts';

// Nearer to the poles turf's own rounding is centimetres.
const anywhere = fc.record({
  lat: real(-89.9, 89.9),
  lng: real(-180, 180),
});
const radii = real(1, 200);

function holds({ west, south, east, north }: Box, { lat, lng }: LatLng): boolean {
  // What rounding does to a place on the edge.
  const e = 1e-9;
  return lat >= south - e && lat <= north + e && lng >= west - e && lng <= east + e;
}

function from(place: LatLng, metres: number, bearing: number): LatLng {
  const { coordinates } = destination([place.lng, place.lat], metres, bearing, { units: 'meters' }).geometry;
  const [lng = 0, lat = 0] = coordinates;
  return { lat, lng: lng > 180 ? lng - 360 : lng < -180 ? lng + 360 : lng };
}

describe('boxes around places', () => {
  test('hold everything within the radius, poles and date line included, and none crosses the date line', () => {
    fc.assert(
      fc.property(anywhere, radii, real(-180, 180), (place, radius, bearing) => {
        const edge = from(place, radius, bearing);
        const boxes = boxesAround([place], radius);
        expect(boxes.some((box) => holds(box, edge))).toBe(true);
        for (const { west, south, east, north } of boxes) {
          expect([west >= -180, east <= 180, west < east, south >= -90, north <= 90]).not.toContain(false);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('are as small as can be away from the poles', () => {
    const [box, none] = boxesAround([{ lat: 60, lng: 10 }], 100);
    expect(none).toBeUndefined();
    const { west = 0, south = 0, east = 0, north = 0 } = box ?? {};
    expect(metresBetween({ lat: south, lng: 10 }, { lat: north, lng: 10 })).toBeCloseTo(200, 3);
    expect(metresBetween({ lat: 60, lng: west }, { lat: 60, lng: east })).toBeCloseTo(200, 2);
  });

  test('are two for a route across the date line', () => {
    const places = [
      { lat: -16.8, lng: 179.999 },
      { lat: -16.8, lng: -179.998 },
    ];
    const boxes = boxesAround(places, 50);
    expect(boxes.map(({ west, east }) => [west.toFixed(3), east.toFixed(3)])).toEqual([
      ['179.999', '180.000'],
      ['-180.000', '-179.998'],
    ]);
    expect(
      boxesAround([...places].reverse(), 50)
        .map(boxText)
        .sort(),
    ).toEqual(boxes.map(boxText).sort());
  });

  test('go round the earth where a place lies at a pole', () => {
    const [box] = boxesAround([{ lat: 89.9999, lng: 20 }], 50);
    expect(box).toEqual({ west: -180, south: expect.closeTo(89.9999 - arcDegrees(50), 9), east: 180, north: 90 });
  });

  test('are none for no places', () => {
    expect(boxesAround([], 50)).toEqual([]);
  });
});

describe('a box', () => {
  const box: Box = { west: 13, south: 55.7, east: 13.004, north: 55.701 };

  test('is cut across its longer side into halves that make it up', () => {
    const [left, right] = halves(box);
    expect([left.west, left.east, right.west, right.east]).toEqual([13, expect.closeTo(13.002, 9), left.east, 13.004]);
    const [lower, upper] = halves({ ...box, east: 13.0005 });
    expect([lower.south, lower.north, upper.north]).toEqual([55.7, expect.closeTo(55.7005, 9), 55.701]);
    expect(area(left) + area(right)).toBeCloseTo(area(box), 12);
    // 0.004° of longitude at 55.7° N.
    expect(longSide(box)).toBeCloseTo(distance([13, 55.7005], [13.004, 55.7005], { units: 'meters' }), 1);
  });

  test('is near to every place from which a part of it is within the radius', () => {
    fc.assert(
      fc.property(
        fc.record({
          lat: real(-85, 85),
          lng: real(-180, 180),
        }),
        radii,
        real(0, 1),
        real(-180, 180),
        (place, radius, share, bearing) => {
          const there = from(place, radius * share, bearing);
          const small = {
            west: there.lng - 1e-5,
            south: there.lat - 1e-5,
            east: there.lng + 1e-5,
            north: there.lat + 1e-5,
          };
          expect(isNear(small, place, radius)).toBe(true);
          const far = from(place, radius * 1.1 + 10, bearing);
          const beyond = { west: far.lng, south: far.lat, east: far.lng + 1e-9, north: far.lat + 1e-9 };
          expect(isNear(beyond, place, radius)).toBe(false);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('is written with six decimals, rounded outwards', () => {
    expect(boxText({ west: -0.12345678, south: 51.5, east: 0.1234561, north: 51.60000001 })).toBe(
      '-0.123457,51.500000,0.123457,51.600001',
    );
  });
});

test('metres and degrees of a great circle agree with turf', () => {
  fc.assert(
    fc.property(anywhere, anywhere, (a, b) => {
      const truth = distance([a.lng, a.lat], [b.lng, b.lat], { units: 'meters' });
      // Chords are exact near by, which is where they are used; the other side of the earth is less.
      expect(Math.abs(metresBetween(a, b) - truth)).toBeLessThan(truth > 1.9e7 ? 1 : 1e-6 * truth + 1e-6);
    }),
  );
  expect(arcMetres(arcDegrees(123))).toBeCloseTo(123, 9);
});
