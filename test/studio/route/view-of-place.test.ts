import { expect, test } from 'vitest';
import { viewOfPlace } from '../../../src/studio/route/view-of-place.ts';

const box = (west: number, east: number, south = -50, north = 51) =>
  [
    { lat: south, lng: west },
    { lat: north, lng: east },
  ] as const;
const place = (lat: number, lng: number, bounds: ReturnType<typeof box> | null) => ({
  name: 'a place',
  position: { lat, lng },
  bounds,
});

test('a place is shown as large as it is, across the date line too', () => {
  for (const bounds of [box(13, 13.3), box(177, -178), box(-90, 90)]) {
    expect(viewOfPlace(place(10, bounds[0].lng, bounds))).toEqual(bounds);
  }
  expect(viewOfPlace(place(10, 20, null))).toEqual([{ lat: 10, lng: 20 }]);
});

test.each([
  ['France with its territories', 46.6, 1.9, box(-178.4, 172.3), [-7.1, 10.9]],
  ['Russia', 64.7, 97.7, box(-180, 180, 41, 82), [88.7, 106.7]],
  ['Fiji', -18.1, 178.5, box(-180, 180, -22, -12), [169.5, -172.5]],
  ['the rest of the Pacific, the long way', 0, -120, box(170, 0), [-129, -111]],
])('%s: the country around its position', (_, lat, lng, bounds, sides) => {
  const [southWest, northEast] = viewOfPlace(place(lat, lng, bounds));
  expect(southWest?.lat).toBeCloseTo(lat - 5, 9);
  expect(northEast?.lat).toBeCloseTo(lat + 5, 9);
  expect(southWest?.lng).toBeCloseTo(sides[0]!, 9);
  expect(northEast?.lng).toBeCloseTo(sides[1]!, 9);
});
