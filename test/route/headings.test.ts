import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HeadingRule } from '../../src/route/drive.ts';
import { bearing, destination, distance, normaliseLongitude, smallestTurn } from '../../src/route/geodesy.ts';
import { headingsAlong } from '../../src/route/headings.ts';
import type { LatLng } from '../../src/route/lat-lng.ts';
import { evenPlaces } from '../../src/route/resample.ts';
import { createWay } from '../../src/route/way.ts';
import { real } from '../support/reals.ts';
import { angleBetween, anyWalk, direction, walk } from './places.ts';

const travel = (smooth: number, offset = 0): HeadingRule => ({ mode: 'travel', lookAt: null, offset, smooth });
const start = { lat: 55.7, lng: 13.2 };

/** Places and headings along a polyline. */
function drive(points: readonly LatLng[], spacing: number, rule: HeadingRule) {
  const way = createWay(points);
  const places = evenPlaces(way, spacing, 1 + Math.floor(way.length / spacing + 1e-6));
  const headings = headingsAlong(way, places, rule);
  return { way, places, headings };
}

/** Signed turns from place to place. */
const turns = (headings: readonly number[]) =>
  headings.slice(1).map((heading, i) => smallestTurn(headings[i]!, heading));

/** Where north hardly turns as one walks. */
const inhabited = fc.record({ lat: real(-80, 80), lng: fc.oneof(real(-180, 180), real(179.999, 180)) });

describe('along the way', () => {
  it('never turns faster than once round in the metres of smoothing, on any polyline', () => {
    fc.assert(
      fc.property(anyWalk(inhabited), real(1, 200), real(0.3, 30), (points, smooth, spacing) => {
        const { way, headings } = drive(points, spacing, travel(smooth));
        fc.pre(way.length > 1);
        const most = (360 / Math.min(smooth, way.length / 2)) * spacing;
        // up to 0.0016° of a turn of north itself over 30 m at 80°, and 0.01° by which a half turn may be more than that
        for (const turn of turns(headings)) expect(Math.abs(turn)).toBeLessThan(most + 0.02);
      }),
      { numRuns: 1000 },
    );
  });

  it('does so next to the poles, by the direction in space', () => {
    const polar = fc.record({ lat: fc.constantFrom(90, 89.9999, -89.9999, -90), lng: real(-180, 180) });
    const wandering = fc
      .tuple(
        polar,
        fc.array(fc.record({ metres: real(1, 60), turn: real(-120, 120) }), { minLength: 2, maxLength: 20 }),
      )
      .map(([from, steps]) => walk(from, steps));
    fc.assert(
      fc.property(wandering, real(5, 40), (points, smooth) => {
        const { way, places, headings } = drive(points, 1, travel(smooth));
        fc.pre(way.length > 2 * smooth);
        const aims = headings.map((heading, i) => direction(places[i]!.position, heading));
        for (const [i, aim] of aims.slice(1).entries())
          expect(angleBetween(aims[i]!, aim)).toBeLessThan(360 / smooth + 0.1);
      }),
      { numRuns: 300 },
    );
  });

  it('looks along a straight street to the hair, at any place and over the date line', () => {
    fc.assert(
      fc.property(inhabited, real(0, 360), real(0, 50), (from, heading, smooth) => {
        const points = [0, 20, 21, 21, 90].map((metres) => destination(from, metres, heading));
        const { headings } = drive(points, 5, travel(smooth));
        for (const found of headings) expect(Math.abs(smallestTurn(heading, found))).toBeLessThan(0.02);
      }),
    );
  });

  it('spreads a corner over the metres of smoothing, evenly on either side', () => {
    const points = walk(start, [
      { metres: 50, turn: 0 },
      { metres: 50, turn: 90 },
    ]);
    const { headings } = drive(points, 1, travel(20));
    const at = (metres: number) => smallestTurn(0, headings[metres]!);
    expect(at(39)).toBeCloseTo(0, 3);
    // the mean of 10 m north and 10 m east; of 15 m north and 5 m east
    expect(at(50)).toBeCloseTo(45, 3);
    expect(at(45)).toBeCloseTo((Math.atan2(5, 15) * 180) / Math.PI, 3);
    expect(at(55)).toBeCloseTo((Math.atan2(15, 5) * 180) / Math.PI, 3);
    expect(at(61)).toBeCloseTo(90, 3);
    for (const turn of turns(headings)) expect(turn).toBeGreaterThan(-1e-3);
  });

  it('takes the direction of each segment where nothing is smoothed', () => {
    const points = walk(start, [
      { metres: 10, turn: 0 },
      { metres: 10, turn: 90 },
      { metres: 10, turn: 180 },
    ]);
    const { headings } = drive(points, 3, travel(0));
    for (const [i, wanted] of [0, 0, 0, 0, 90, 90, 90, 270, 270, 270].entries())
      expect(smallestTurn(wanted, headings[i]!)).toBeCloseTo(0, 3);
  });

  it('turns round evenly and clockwise where the way goes back, whatever its direction', () => {
    fc.assert(
      fc.property(inhabited, real(0, 360), (from, heading) => {
        const points = walk(from, [
          { metres: 60, turn: heading },
          { metres: 60, turn: 180 },
        ]);
        const { headings } = drive(points, 1, travel(21));
        const steps = turns(headings);
        // 180° over half of the 21 m around the turn at 60 m
        for (const [i, turn] of steps.entries()) {
          expect(turn).toBeGreaterThan(-0.01);
          expect(turn).toBeLessThan(18.1);
          if (i < 54 || i > 65) expect(turn).toBeLessThan(0.01);
        }
        expect(steps.reduce((sum, turn) => sum + turn, 0)).toBeCloseTo(180, 1);
        expect(Math.abs(smallestTurn(headings[60]!, heading + 90))).toBeLessThan(0.1);
      }),
    );
  });

  it('turns clockwise where the way comes back less than a millimetre beside itself', () => {
    // Walked by the compass: north turns by 0.0006° over the 60 m, and the way back ends 0.4 mm left of its start.
    const from = { lat: 54.28114864172044, lng: 179.999 };
    const heading = 229.5966695591578;
    const far = destination(from, 60, heading);
    const beside = destination(far, 60, heading + 180);
    expect(distance(from, beside)).toBeGreaterThan(1e-4);
    for (const shift of [0, -100, 0.001]) {
      const points = [from, far, beside].map(({ lat, lng }) => ({ lat, lng: normaliseLongitude(lng + shift) }));
      const steps = turns(drive(points, 1, travel(21)).headings);
      for (const turn of steps) expect(turn).toBeGreaterThan(-0.01);
      expect(steps.reduce((sum, turn) => sum + turn, 0)).toBeCloseTo(180, 1);
    }
  });

  it('turns to the left where the way plainly does', () => {
    const points = walk(start, [
      { metres: 60, turn: 0 },
      { metres: 60, turn: -179.9 },
    ]);
    expect(turns(drive(points, 1, travel(21)).headings).reduce((sum, turn) => sum + turn, 0)).toBeCloseTo(-179.9, 1);
  });

  it('looks forth and back on a way that is shorter than the smoothing', () => {
    const points = walk(start, [
      { metres: 10, turn: 0 },
      { metres: 10, turn: 180 },
    ]);
    const { headings } = drive(points, 1, travel(100));
    expect(Math.abs(smallestTurn(0, headings[0]!))).toBeLessThan(0.01);
    expect(Math.abs(smallestTurn(180, headings.at(-1)!))).toBeLessThan(0.01);
  });

  it('does not spin where a receiver jitters on the spot', () => {
    // three small circles at a red light, in the middle of a straight street
    const circles = Array.from({ length: 36 }, () => ({ metres: 0.1, turn: 30 }));
    const points = walk(start, [{ metres: 40, turn: 90 }, ...circles, { metres: 40, turn: 0 }]);
    const { headings } = drive(points, 0.5, travel(15));
    for (const heading of headings) expect(Math.abs(smallestTurn(90, heading))).toBeLessThan(8);
  });

  it('looks the other way on the way back, but for half turns', () => {
    const gentle = fc.array(fc.record({ metres: real(5, 40), turn: real(-80, 80) }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(inhabited, gentle, real(1, 10), fc.integer({ min: 3, max: 40 }), (from, steps, smooth, parts) => {
        const points = walk(from, steps);
        const spacing = createWay(points).length / parts;
        const there = drive(points, spacing, travel(smooth)).headings;
        const back = drive(points.toReversed(), spacing, travel(smooth)).headings.toReversed();
        for (const [i, heading] of there.entries())
          expect(Math.abs(smallestTurn(heading + 180, back[i]!))).toBeLessThan(0.01);
      }),
    );
  });

  it('does not change when the way moves round the earth', () => {
    fc.assert(
      fc.property(anyWalk(inhabited), real(-1000, 1000), real(1, 40), (points, shift, smooth) => {
        fc.pre(createWay(points).length > 5);
        const here = drive(points, 1.37, travel(smooth));
        const moved = points.map(({ lat, lng }) => ({ lat, lng: normaliseLongitude(lng + shift) }));
        const there = drive(moved, 1.37, travel(smooth));
        // A mean next to the threshold may fall to either side of it; that is rare, and then one place of a few differs.
        const different = here.headings.filter(
          (heading, i) => Math.abs(smallestTurn(heading, there.headings[i] ?? Number.NaN)) > 0.01,
        );
        expect(different.length).toBeLessThanOrEqual(Math.ceil(here.headings.length / 10));
      }),
    );
  });

  it('adds the offset clockwise', () => {
    const points = [start, destination(start, 50, 350)];
    for (const heading of drive(points, 10, travel(15, 90)).headings) expect(heading).toBeCloseTo(80, 3);
  });

  it('looks one way along a route that never leaves a small circle', () => {
    const circle = Array.from({ length: 120 }, () => ({ metres: 0.2, turn: 30 }));
    const { headings } = drive(walk(start, circle), 1, travel(100));
    for (const turn of turns(headings)) expect(Math.abs(turn)).toBeLessThan(1e-3);
  });

  it('is the offset alone where the way has no length', () => {
    const way = createWay([start, start]);
    expect(headingsAlong(way, [{ position: start, along: 0 }], travel(15, -30))).toEqual([330]);
  });
});

describe('at the pin', () => {
  const pin = { lat: 55.7001, lng: 13.2 };
  const at = (offset: number, lookAt = pin): HeadingRule => ({ mode: 'lookat', lookAt, offset, smooth: 15 });

  it('looks from every place to the pin', () => {
    fc.assert(
      fc.property(anyWalk(inhabited), inhabited, real(-180, 180), (points, lookAt, offset) => {
        const { places, headings } = drive(points, 7, at(offset, lookAt));
        for (const [i, { position }] of places.entries()) {
          if (distance(position, lookAt) < 0.1) continue;
          expect(Math.abs(smallestTurn(bearing(position, lookAt) + offset, headings[i]!))).toBeLessThan(1e-9);
        }
      }),
    );
  });

  it('keeps the heading of the place before at the pin itself, and takes that of the next at the start', () => {
    const through = [destination(pin, 10, 180), destination(pin, 10, 0)];
    const [, before, there, after] = drive(through, 5, at(0)).headings;
    expect(smallestTurn(0, before!)).toBeCloseTo(0, 6);
    expect(there).toBe(before);
    expect(after).toBeCloseTo(180, 6);
    const [first, second] = drive([pin, destination(pin, 10, 90)], 5, at(0)).headings;
    expect(first).toBe(second);
    expect(first).toBeCloseTo(270, 3);
  });
});

it('looks to the offset alone where the heading is fixed', () => {
  const points = walk(start, [
    { metres: 20, turn: 45 },
    { metres: 20, turn: 120 },
  ]);
  const rule: HeadingRule = { mode: 'fixed', lookAt: null, offset: -90, smooth: 15 };
  expect(new Set(drive(points, 5, rule).headings)).toEqual(new Set([270]));
});
