import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LatLng } from '../../../../src/route/lat-lng.ts';
import { nearestMark } from '../../../../src/route/maps/google/nearest-mark.ts';
import type { MapMark } from '../../../../src/route/maps/map-view.ts';
import { real } from '../../../support/reals.ts';

const mark = (position: LatLng, id = 'a'): MapMark => ({ id, position, state: 'found', label: id });

/** Pixels from the world's north-west, by the definition of Web Mercator. */
function pixel({ lat, lng }: LatLng, zoom: number): [number, number] {
  const y = Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360));
  const scale = (256 * 2 ** zoom) / (2 * Math.PI);
  return [((lng * Math.PI) / 180) * scale, -y * scale];
}

/** The place that lies so many pixels east and south of another. */
function aside({ lat, lng }: LatLng, east: number, south: number, zoom: number): LatLng {
  const [x, y] = pixel({ lat, lng }, zoom);
  const scale = (256 * 2 ** zoom) / (2 * Math.PI);
  const degrees = (((x + east) / scale) * 180) / Math.PI;
  return {
    lat: ((2 * Math.atan(Math.exp(-(y + south) / scale)) - Math.PI / 2) * 180) / Math.PI,
    lng: ((((degrees + 180) % 360) + 360) % 360) - 180,
  };
}

test('a mark is hit within ten pixels at any place and zoom, over the date line too', () => {
  const place = fc.record({
    lat: real(-80, 80),
    lng: real(-180, 179.999),
  });
  fc.assert(
    fc.property(
      place,
      fc.integer({ min: 10, max: 21 }),
      real(0, 30),
      real(0, 2 * Math.PI),
      (mouse, zoom, distance, angle) => {
        fc.pre(Math.abs(distance - 10) > 0.05);
        const there = aside(mouse, distance * Math.cos(angle), distance * Math.sin(angle), zoom);
        expect(nearestMark([mark(there)], mouse, zoom) !== null).toBe(distance < 10);
      },
    ),
  );
});

test('of several marks the nearest is hit', () => {
  const mouse = { lat: 55.7, lng: 13.2 };
  const at = (pixels: number, id: string) => mark(aside(mouse, pixels, 0, 17), id);
  expect(nearestMark([at(6, 'far'), at(-2, 'near'), at(9, 'farther')], mouse, 17)?.id).toBe('near');
  expect(nearestMark([], mouse, 17)).toBeNull();
});
