import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { destination, distance, normaliseLongitude } from '../../src/route/geodesy.ts';
import type { LatLng } from '../../src/route/lat-lng.ts';
import { plannedFrames } from '../../src/route/plan-drive.ts';
import { evenPlaces } from '../../src/route/resample.ts';
import { createWay, positionOnWay, segmentAt } from '../../src/route/way.ts';
import { real } from '../support/reals.ts';
import { anyPolyline, anyWalk, arc } from './places.ts';

const placesOf = (points: readonly LatLng[], spacing: number, most = 500) => {
  const way = createWay(points);
  return evenPlaces(way, spacing, plannedFrames(way.length, spacing, most));
};

/** Metres from the start of the polyline to a place on its segment `i`, adding up great circles from outside. */
const along = (points: readonly LatLng[], i: number, place: LatLng) =>
  points.slice(1, i + 1).reduce((sum, point, k) => sum + arc(points[k]!, point), 0) + arc(points[i]!, place);

/** Without steps to the opposite end of the earth, which any great circle leads to. */
const anyRoute = fc
  .oneof(anyWalk(), anyPolyline)
  .filter((points) => points.every((point, i) => i === 0 || arc(points[i - 1]!, point) < 20_000_000));

describe('evenPlaces', () => {
  it('lie on the way, at even distances along it', () => {
    fc.assert(
      fc.property(anyRoute, real(0.02, 1), (points, share) => {
        const way = createWay(points);
        fc.pre(way.length > 0.01);
        const spacing = way.length * share;
        for (const [i, place] of placesOf(points, spacing).entries()) {
          expect(place.along).toBe(i * spacing);
          const segment = segmentAt(way, place.along);
          const [from, to] = [points[segment]!, points[segment + 1]!];
          // Opposite ends of the earth have lengths known to a metre; else rounding of 12 legs round the earth, or of the haversine.
          const tolerance = Math.max(1e-5, way.length * 1e-7);
          expect(arc(from, place.position) + arc(place.position, to) - arc(from, to)).toBeLessThan(tolerance);
          const reached = Math.min(place.along, way.length);
          expect(Math.abs(along(points, segment, place.position) - reached)).toBeLessThan(tolerance);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('begin at the start, and end within a spacing of the end', () => {
    fc.assert(
      fc.property(anyWalk(), real(1, 50), (points, spacing) => {
        const places = placesOf(points, spacing);
        expect(places[0]!.position).toEqual(positionOnWay(createWay(points), 0));
        const left = createWay(points).length - places.at(-1)!.along;
        expect(left).toBeGreaterThan(-0.0011);
        expect(left).toBeLessThan(spacing);
      }),
    );
  });

  it('come in the other order for the way back, where the length is a multiple', () => {
    fc.assert(
      fc.property(anyRoute, fc.integer({ min: 1, max: 60 }), (points, parts) => {
        const { length } = createWay(points);
        fc.pre(length > 0.1);
        const there = placesOf(points, length / parts);
        const back = placesOf(points.toReversed(), length / parts).toReversed();
        expect(back.length).toBe(there.length);
        const tolerance = Math.max(1e-5, length * 1e-7);
        for (const [i, { position }] of there.entries())
          expect(arc(position, back[i]!.position)).toBeLessThan(tolerance);
      }),
    );
  });

  it('move with the way round the earth', () => {
    fc.assert(
      fc.property(anyRoute, real(-1000, 1000), (points, shift) => {
        const move = ({ lat, lng }: LatLng) => ({ lat, lng: normaliseLongitude(lng + shift) });
        const { length } = createWay(points);
        fc.pre(length > 0.1);
        const here = placesOf(points, length / 17.3);
        const there = placesOf(points.map(move), length / 17.3);
        expect(there.length).toBe(here.length);
        const tolerance = Math.max(1e-4, length * 1e-7);
        for (const [i, { position }] of here.entries())
          expect(arc(move(position), there[i]!.position)).toBeLessThan(tolerance);
      }),
    );
  });

  it('do not depend on how often a vertex is repeated', () => {
    fc.assert(
      fc.property(anyWalk(), fc.integer({ min: 2, max: 4 }), (points, times) => {
        const repeated = points.flatMap((point) => new Array<LatLng>(times).fill(point));
        expect(placesOf(repeated, 3)).toEqual(placesOf(points, 3));
      }),
    );
  });

  it('stand at 0, 5 … 100 m of a street of 100 m, whatever its rounding, and at 95 m at most of one of 99 m', () => {
    const start = { lat: 55.7, lng: 13.2 };
    expect(placesOf([start, destination(start, 100, 77)], 5).length).toBe(21);
    expect(
      placesOf([start, destination(start, 99, 77)], 5)
        .map((place) => place.along)
        .at(-1),
    ).toBe(95);
    expect(
      placesOf([start, destination(start, 100, 77)], 5, 7)
        .map((place) => place.along)
        .at(-1),
    ).toBe(30);
  });

  it('go round a corner along the way, not across', () => {
    const corner = { lat: 0, lng: 0 };
    const route = [destination(corner, 10, 270), corner, destination(corner, 10, 0)];
    const [, before, after] = placesOf(route, 8);
    expect(distance(before!.position, corner)).toBeCloseTo(2, 6);
    expect(distance(after!.position, destination(corner, 6, 0))).toBeLessThan(1e-6);
  });

  it('cross the date line and go over the pole', () => {
    const across = placesOf(
      [
        { lat: -17, lng: 179.9998 },
        { lat: -17, lng: -179.9998 },
      ],
      10,
    );
    expect(across.length).toBe(5);
    expect(across.map(({ position }) => Math.sign(position.lng))).toEqual([1, 1, 1, -1, -1]);
    const over = placesOf(
      [
        { lat: 89.9999, lng: 0 },
        { lat: 89.9999, lng: 180 },
      ],
      5,
    );
    const gaps = over.slice(1).map(({ position }, i) => arc(over[i]!.position, position));
    for (const gap of gaps) expect(Math.abs(gap - 5)).toBeLessThan(1e-7);
  });

  it('are one where the way has no length', () => {
    const here = { lat: 55, lng: 13 };
    expect(placesOf([here, here, here], 5)).toEqual([{ position: here, along: 0 }]);
    // one pole by many names, one meridian by two
    expect(
      placesOf(
        [
          { lat: 90, lng: 0 },
          { lat: 90, lng: 120 },
        ],
        5,
      ).length,
    ).toBe(1);
    expect(
      placesOf(
        [
          { lat: 3, lng: 180 },
          { lat: 3, lng: -180 },
        ],
        5,
      ).length,
    ).toBe(1);
  });
});
