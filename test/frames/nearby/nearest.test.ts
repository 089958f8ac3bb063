import distance from '@turf/distance';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { indexByPlace } from '../../../src/frames/nearby/nearest.ts';
import type { LatLng } from '../../../src/route/lat-lng.ts';
import { cpuTime } from '../../support/cpu-time.ts';
import { real } from '../../support/reals.ts';
import { sightingAt } from './sighting-at.ts';

function metres(a: LatLng, b: LatLng): number {
  return distance([a.lng, a.lat], [b.lng, b.lat], { units: 'meters' });
}

test('finds what a look at every picture finds, nearest first, anywhere on the earth', () => {
  const middles = fc.constantFrom(
    { lat: 0, lng: 0 },
    { lat: 55.7, lng: 13.19 },
    { lat: -16.8, lng: 180 },
    { lat: 89.9995, lng: 50 },
    { lat: -45, lng: -179.9999 },
  );
  const offset = real(-0.003, 0.003);
  const spots = fc.array(fc.record({ up: offset, aside: offset }), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(middles, spots, offset, real(0.5, 200), (middle, found, up, radius) => {
      const at = (dLat: number, dLng: number): LatLng => {
        const lng = middle.lng + dLng;
        return { lat: Math.min(90, middle.lat + dLat), lng: lng > 180 ? lng - 360 : lng < -180 ? lng + 360 : lng };
      };
      const sightings = found.map((spot, i) => sightingAt(at(spot.up, spot.aside), `p${i}`));
      const place = at(up, -up);
      const near = indexByPlace(sightings, radius)(place);
      // Every picture looked at, with turf's distances; a millimetre is left to rounding.
      const distances = near.map(({ position }) => metres(position, place));
      expect(distances.every((one, i) => one <= radius + 1e-3 && one >= (distances[i - 1] ?? 0) - 2e-3)).toBe(true);
      const surely = sightings.filter(({ position }) => metres(position, place) <= radius - 1e-3);
      expect(surely.filter((sighting) => !near.includes(sighting))).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test('names a picture once, and equally near ones by id', () => {
  const here = { lat: 55.7, lng: 13.2 };
  const sightings = [sightingAt(here, 'b'), sightingAt(here, 'a'), sightingAt(here, 'b')];
  expect(indexByPlace(sightings, 10)(here).map(({ id }) => id)).toEqual(['a', 'b']);
});

test('is quick enough for 5,000 places among 50,000 pictures', () => {
  const along = (i: number, metres: number): LatLng => ({ lat: 55.7, lng: 13 + (i * metres) / 62_700 });
  const sightings = Array.from({ length: 50_000 }, (_, i) => sightingAt(along(i, 0.5), String(i)));
  let found = 0;
  const taken = cpuTime(() => {
    const near = indexByPlace(sightings, 25);
    for (let i = 0; i < 5000; i++) found += near(along(i, 5)).length;
  });
  // About a hundred pictures each. Under a second here; twenty leave room for slow machines, a look at each would take minutes.
  expect(found).toBeGreaterThan(450_000);
  expect(taken).toBeLessThan(20_000);
});
