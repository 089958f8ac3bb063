import { describe, expect, it } from 'vitest';
import { destination } from '../../src/route/geodesy.ts';
import { readRouteFile } from '../../src/route/import/read-route-file.ts';
import type { LatLng } from '../../src/route/lat-lng.ts';
import { toPlane } from '../../src/route/local-plane.ts';
import { MAX_ROUTE_POINTS } from '../../src/route/params.ts';
import { simplifyTo } from '../../src/route/simplify.ts';

/** A street with bends of 300 m and jitter of 0.4 m, a vertex a metre. */
function recorded(count: number, start: LatLng): LatLng[] {
  const points = [start];
  for (let i = 1; i < count; i++)
    points.push(destination(points[i - 1]!, 1, 60 * Math.sin(i / 100) + (i % 2 ? 24 : -24)));
  return points;
}

/** Metres from a place to a segment, on the plane of the place. */
function offSegment(place: LatLng, from: LatLng, to: LatLng): number {
  const [ax, ay] = toPlane(from, place);
  const [bx, by] = toPlane(to, place);
  const [dx, dy] = [bx - ax, by - ay];
  const square = dx * dx + dy * dy;
  const share = square === 0 ? 0 : Math.min(1, Math.max(0, -(ax * dx + ay * dy) / square));
  return Math.hypot(ax + share * dx, ay + share * dy);
}

describe('simplifyTo', () => {
  it.each([
    ['in a town', { lat: 55.7, lng: 13.2 }],
    ['across the date line', { lat: -17, lng: 179.99 }],
    ['over the pole', { lat: 89.98, lng: 5 }],
  ])('keeps the ends and stays within its tolerance %s', (_, start) => {
    const points = recorded(5500, start);
    const { kept, tolerance } = simplifyTo(points, 400);
    expect(kept.length).toBeLessThanOrEqual(400);
    expect(kept.length).toBeGreaterThan(100);
    expect([kept[0], kept.at(-1)]).toEqual([0, 5499]);
    expect(tolerance).toBeLessThan(3);
    for (const [k, index] of kept.slice(1).entries()) {
      const before = kept[k]!;
      expect(index).toBeGreaterThan(before);
      for (let i = before; i <= index; i++) {
        // the plane of a stretch of 1 km is true to 1e-6
        expect(offSegment(points[i]!, points[before]!, points[index]!)).toBeLessThan(tolerance + 1e-3);
      }
    }
  });

  it('comes to an end where all is one place, and where nothing lies on a line', () => {
    const here = { lat: 1, lng: 2 };
    const still = simplifyTo(new Array<LatLng>(3000).fill(here), 100);
    expect([still.kept[0], still.kept.at(-1)]).toEqual([0, 2999]);
    expect(still.kept.length).toBeLessThanOrEqual(100);
    // a zigzag that grows: the worst for the method, as it splits off one vertex at a time
    const zigzag = Array.from({ length: 5000 }, (_, i) => destination(here, i / 10, i % 2 ? 90 : 270));
    expect(simplifyTo(zigzag, 100).kept.length).toBeLessThanOrEqual(100);
  });
});

describe('a route file with more points than a route may have', () => {
  it('is simplified and says so, with the times of the points that are left', () => {
    const count = 30_000;
    const points = recorded(count, { lat: 55.7, lng: 13.2 });
    const start = Date.UTC(2021, 0, 1);
    const json = {
      type: 'Feature',
      properties: { coordTimes: points.map((_, i) => new Date(start + i * 1000).toISOString()) },
      geometry: { type: 'LineString', coordinates: points.map(({ lat, lng }) => [lng, lat]) },
    };
    const route = readRouteFile('year.geojson', new TextEncoder().encode(JSON.stringify(json)));
    expect(route.points.length).toBeLessThanOrEqual(MAX_ROUTE_POINTS);
    expect(route.times?.length).toBe(route.points.length);
    for (const [i, position] of route.points.entries()) {
      expect(position).toEqual(points[((route.times?.[i] ?? 0) - start) / 1000]);
    }
    expect(route.notes).toEqual([
      expect.stringMatching(/^30,000 points simplified to [\d,]+; the way is off by \d\.\d m at most\.$/),
    ]);
  });

  it('stays as it is at the limit', () => {
    const text = recorded(MAX_ROUTE_POINTS, { lat: 0, lng: 0 }).map(
      ({ lat, lng }) => `${lat.toFixed(9)}, ${lng.toFixed(9)}`,
    );
    const route = readRouteFile('limit.txt', new TextEncoder().encode(text.join('\n')));
    expect(route.points.length).toBe(MAX_ROUTE_POINTS);
    expect(route.notes).toEqual([]);
  });
});
