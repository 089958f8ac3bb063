import { describe, expect, it } from 'vitest';
import { destination, distance } from '../../src/route/geodesy.ts';
import { createWay, positionOnWay, segmentAt } from '../../src/route/way.ts';

const start = { lat: 55.7, lng: 13.2 };
const corner = destination(start, 10, 0);
const end = destination(corner, 10, 90);

describe('a way', () => {
  it('is measured vertex by vertex', () => {
    const { along, length } = createWay([start, corner, corner, end]);
    expect([...along].map((metres) => Math.round(metres * 1e6) / 1e6)).toEqual([0, 10, 10, 20]);
    expect(length).toBe(along[3]);
    expect(createWay([start]).length).toBe(0);
  });

  it('has no length between two names of one place', () => {
    expect(
      createWay([
        { lat: 3, lng: 180 },
        { lat: 3, lng: -180 },
      ]).length,
    ).toBe(0);
    expect(
      createWay([
        { lat: 90, lng: 10 },
        { lat: 90, lng: 130 },
      ]).length,
    ).toBe(0);
  });

  it('has the segment that begins at a vertex, never one without length, and the last at its end', () => {
    const way = createWay([start, start, corner, corner, corner, end, end]);
    const places = [0, 5, way.along[2]!, 15, way.length, 99];
    expect(places.map((metres) => segmentAt(way, metres))).toEqual([1, 1, 4, 4, 4, 4]);
  });

  it('ends where it ends', () => {
    const way = createWay([start, start, corner, end, end]);
    expect(positionOnWay(way, -5)).toEqual(start);
    expect(positionOnWay(way, 0)).toEqual(start);
    expect(positionOnWay(way, 1e9)).toEqual(end);
    expect(distance(positionOnWay(way, 15), destination(corner, 5, 90))).toBeLessThan(1e-6);
    expect(positionOnWay(createWay([start, start]), 3)).toEqual(start);
  });
});
