import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toLine, toPlace } from '../../../src/route/maps/positions.ts';

describe('positions on maps', () => {
  it('runs on across the date line, both ways', () => {
    expect(
      toLine([
        { lat: 1, lng: 179.5 },
        { lat: 2, lng: -179.5 },
        { lat: 3, lng: 179 },
      ]),
    ).toEqual([
      [179.5, 1],
      [180.5, 2],
      [179, 3],
    ]);
    expect(
      toLine([
        { lat: 1, lng: -179.5 },
        { lat: 2, lng: 179.5 },
        { lat: 3, lng: 178 },
      ]),
    ).toEqual([
      [-179.5, 1],
      [-180.5, 2],
      [-182, 3],
    ]);
  });

  it('leads back to the place from any of the map’s worlds', () => {
    const lng = fc.integer({ min: -1799, max: 1800 }).map((tenths) => tenths / 10);
    fc.assert(
      fc.property(lng, fc.integer({ min: -3, max: 3 }), (at, worlds) => {
        const { lng: found } = toPlace(at + worlds * 360, 10);
        expect(found).toBeGreaterThanOrEqual(-180);
        expect(found).toBeLessThanOrEqual(180);
        expect(Math.abs(Math.sin(((found - at) * Math.PI) / 360))).toBeLessThan(1e-9);
      }),
    );
    expect(toPlace(180, 0).lng).toBe(180);
    expect(toPlace(13.191, 55.7047)).toEqual({ lat: 55.7047, lng: 13.191 });
  });

  it('draws no piece of a line over more than half the world, and loses no place', () => {
    const place = fc.record({ lat: fc.integer({ min: -80, max: 80 }), lng: fc.integer({ min: -179, max: 179 }) });
    fc.assert(
      fc.property(fc.array(place, { maxLength: 30 }), (points) => {
        const line = toLine(points);
        for (let i = 1; i < line.length; i++) {
          expect(Math.abs((line[i]?.[0] ?? 0) - (line[i - 1]?.[0] ?? 0))).toBeLessThanOrEqual(180);
        }
        expect(line.map(([lng, lat]) => toPlace(lng, lat))).toEqual(points);
      }),
    );
  });
});
