import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { destination, distance, smallestTurn } from '../../src/route/geodesy.ts';
import type { LatLng } from '../../src/route/lat-lng.ts';
import { createTrack, positionAt } from '../../src/route/track.ts';
import { real } from '../support/reals.ts';
import { arc, walk } from './places.ts';

const start = { lat: 55.7, lng: 13.2 };
const T0 = Date.UTC(2021, 5, 1, 12);
const seconds = (count: number) => T0 + count * 1000;

/** North at 1 m/s for 100 s, then a rest of 50 s, then east at 2 m/s. */
const points: LatLng[] = [
  ...Array.from({ length: 101 }, (_, i) => destination(start, i, 0)),
  ...Array.from({ length: 51 }, (_, i) => destination(destination(start, 100, 0), 2 * i, 90)),
];
const times = [
  ...Array.from({ length: 101 }, (_, i) => seconds(i)),
  ...Array.from({ length: 51 }, (_, i) => seconds(150 + i)),
];
const track = createTrack('walk.gpx', points, times);

describe('positionAt', () => {
  it('interpolates between the points, at rest too', () => {
    const at = (count: number) => positionAt(track, seconds(count))!;
    expect(distance(at(40.25).position, destination(start, 40.25, 0))).toBeLessThan(1e-5);
    expect(smallestTurn(0, at(40.25).heading)).toBeCloseTo(0, 3);
    expect(distance(at(130).position, destination(start, 100, 0))).toBeLessThan(1e-5);
    expect(distance(at(175.5).position, destination(destination(start, 100, 0), 51, 90))).toBeLessThan(1e-5);
    expect(at(175.5).heading).toBeCloseTo(90, 2);
    expect(at(100).heading).toBeCloseTo(45, 1);
  });

  it('is at the ends at their times, and nowhere before or after', () => {
    expect(positionAt(track, seconds(0))?.position).toEqual(points[0]);
    expect(distance(positionAt(track, seconds(200))!.position, points.at(-1)!)).toBeLessThan(1e-6);
    expect(positionAt(track, seconds(-0.001))).toBeNull();
    expect(positionAt(track, seconds(200.001))).toBeNull();
    expect(positionAt(track, Number.NaN)).toBeNull();
  });

  it('is found at every point at its time, on any track', () => {
    const step = fc.record({
      metres: fc.oneof(real(0, 30), fc.constant(0)),
      turn: real(-180, 180),
      wait: fc.integer({ min: 1, max: 90_000 }),
    });
    fc.assert(
      fc.property(
        real(-89, 89),
        real(-180, 180),
        fc.array(step, { minLength: 1, maxLength: 30 }),
        (lat, lng, steps) => {
          const vertices = walk({ lat, lng }, steps);
          let now = T0;
          const stamps = [now, ...steps.map(({ wait }) => (now += wait))];
          const found = createTrack('any.gpx', vertices, stamps);
          for (const [i, vertex] of vertices.entries()) {
            const { position, heading } = positionAt(found, stamps[i]!)!;
            // vertices nearer than a thousandth of a millimetre count as one
            expect(arc(position, vertex)).toBeLessThan(1e-4);
            expect(heading >= 0 && heading < 360).toBe(true);
          }
        },
      ),
    );
  });

  it('knows nothing between points that are an hour apart, but the points themselves', () => {
    const broken = createTrack(
      'broken.gpx',
      [start, destination(start, 5, 0), destination(start, 900, 0)],
      [seconds(0), seconds(5), seconds(3605)],
    );
    expect(positionAt(broken, seconds(5))).not.toBeNull();
    expect(positionAt(broken, seconds(6))).toBeNull();
    expect(positionAt(broken, seconds(3605))).not.toBeNull();
  });
});

describe('createTrack', () => {
  it('goes by time, without points that have none and without second points of one time', () => {
    const order = [3, 0, 1, 2].map((i) => destination(start, i * 10, 90));
    const made = createTrack(
      'x.gpx',
      [...order, start, start],
      [seconds(3), seconds(0), seconds(1), seconds(2), null, seconds(3)],
    );
    expect(made.times).toEqual([0, 1, 2, 3].map(seconds));
    expect(positionAt(made, seconds(2.5))?.heading).toBeCloseTo(90, 2);
    expect(distance(positionAt(made, seconds(2.5))!.position, destination(start, 25, 90))).toBeLessThan(1e-5);
  });

  it('refuses a track without times', () => {
    expect(() => createTrack('plan.gpx', points, null)).toThrow(/plan\.gpx has no times/);
    expect(() =>
      createTrack(
        'plan.gpx',
        points,
        points.map(() => null),
      ),
    ).toThrow(/no times/);
  });
});
