import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ScoutAnswer, Sighting } from '../../../src/frames/imagery.ts';
import { type Box, longSide } from '../../../src/frames/nearby/box.ts';
import { scoutByBoxes } from '../../../src/frames/nearby/box-scout.ts';
import { metresBetween } from '../../../src/frames/nearby/sphere.ts';
import type { LatLng } from '../../../src/route/lat-lng.ts';
import { real } from '../../support/reals.ts';
import { sightingAt } from './sighting-at.ts';

/** A service that has these pictures, and tells at most `limit` of them at once. */
function service(pictures: readonly Sighting[], limit: number) {
  const asked: Box[] = [];
  const ask = async (box: Box) => {
    asked.push(box);
    const inside = pictures.filter(
      ({ position: { lat, lng } }) => lat >= box.south && lat <= box.north && lng >= box.west && lng <= box.east,
    );
    return { sightings: inside.slice(0, limit), all: inside.length <= limit };
  };
  return { ask, asked };
}

async function scout(places: readonly LatLng[], radius: number, ask: ReturnType<typeof service>['ask'], reach = 400) {
  const answers: ScoutAnswer[] = [];
  for await (const answer of scoutByBoxes(places, { radius, reach, ask })) answers.push(answer);
  return answers.sort((a, b) => a.index - b.index);
}

const east = (metres: number, lat = 55.7): LatLng => ({ lat, lng: 13 + metres / 62_700 });

describe('scouting by boxes', () => {
  test('finds all that is near each place, however little the service tells at once, anywhere', () => {
    const offset = real(-0.004, 0.004);
    const spot = fc.record({ up: offset, aside: offset });
    return fc.assert(
      fc.asyncProperty(
        fc.constantFrom(
          { lat: 0, lng: 0 },
          { lat: 55.7, lng: 13 },
          { lat: -16.8, lng: 180 },
          { lat: 78, lng: -179.999 },
        ),
        // At least eleven metres apart, but across the edge of a cell: at most four within five metres.
        fc.uniqueArray(spot, {
          maxLength: 40,
          selector: ({ up, aside }) => `${Math.round(up * 1e4)} ${Math.round(aside * 1e4)}`,
        }),
        fc.array(spot, { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 4, max: 50 }),
        fc.integer({ min: 20, max: 200 }),
        async (middle, pictures, route, limit, radius) => {
          const at = ({ up, aside }: { up: number; aside: number }): LatLng => {
            const lng = middle.lng + aside;
            return { lat: middle.lat + up, lng: lng > 180 ? lng - 360 : lng < -180 ? lng + 360 : lng };
          };
          const sightings = pictures.map((one, i) => sightingAt(at(one), `p${i}`));
          const places = route.map(at);
          const answers = await scout(places, radius, service(sightings, limit).ask);
          expect(answers.map(({ index }) => index)).toEqual(places.map((_, i) => i));
          for (const [i, { candidates }] of answers.entries()) {
            const near = sightings.filter(({ position }) => metresBetween(position, places[i] as LatLng) <= radius);
            expect(new Set(candidates.map(({ id }) => id))).toEqual(new Set(near.map(({ id }) => id)));
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  test('asks little: one question for each 400 m of a route', async () => {
    const pictures = Array.from({ length: 1000 }, (_, i) => sightingAt(east(i * 5), String(i)));
    const { ask, asked } = service(pictures, 1000);
    const answers = await scout(
      Array.from({ length: 1000 }, (_, i) => east(i * 5 + 1)),
      50,
      ask,
    );
    expect(answers.every(({ candidates }, i) => candidates[0]?.id === String(i))).toBe(true);
    expect(asked).toHaveLength(Math.ceil(5000 / 405));
  });

  test('where a box holds too much, only its parts near the route are asked for', async () => {
    // A slanted street through a town that is full of pictures.
    const town = Array.from({ length: 100 }, (_, i) =>
      Array.from({ length: 100 }, (_, j) => sightingAt(east(i * 4, 55.7 + (j * 4) / 111_195), `${i},${j}`)),
    ).flat();
    const places = Array.from({ length: 40 }, (_, i) => east(i * 10, 55.7 + (i * 10) / 111_195));
    const { ask, asked } = service(town, 100);
    const answers = await scout(places, 15, ask, 1000);
    expect(answers.every(({ candidates }) => candidates.length > 10)).toBe(true);
    const largest = Math.max(...asked.map(longSide));
    // To ask for the whole town, a hundred pictures at a time, takes a hundred boxes and as many that they were cut from.
    expect(largest).toBeGreaterThan(400);
    expect(asked.length).toBeLessThan(110);
  });

  test('ends where a service never tells everything', async () => {
    const here = east(0);
    let count = 0;
    const answers = await scout([here, here], 19, async () => {
      count++;
      return { sightings: [sightingAt(here, 'only')], all: false };
    });
    expect(answers.map(({ candidates }) => candidates.map(({ id }) => id))).toEqual([['only'], ['only']]);
    // 38 m a side, in parts of at most 5 m: 64 and the boxes that they were cut from, less those in the corners.
    expect(count).toBeLessThanOrEqual(127);
  });

  test('a route of no length, and one of no places', async () => {
    const { ask, asked } = service([sightingAt(east(3), 'near')], 10);
    const answers = await scout([east(0), east(0), east(0)], 10, ask);
    expect(answers.map(({ candidates }) => candidates.length)).toEqual([1, 1, 1]);
    expect(asked).toHaveLength(1);
    expect(await scout([], 10, ask)).toEqual([]);
    expect(asked).toHaveLength(1);
  });
});
