import { describe, expect, test } from 'vitest';
import { type SliderRange, sliderStops, stopPosition } from '../../../src/studio/tune/slider-stops.ts';

const range = (given: Partial<SliderRange>): SliderRange => ({
  minimum: 0,
  maximum: 1,
  whole: false,
  scale: 'linear',
  step: undefined,
  usual: 0.5,
  ...given,
});

function stopsOf(given: Partial<SliderRange>): readonly number[] {
  const stops = sliderStops(range(given));
  if (!stops) throw new Error('no stops');
  return stops;
}

test('stops ascend, without two alike, from one end to the other', () => {
  for (const given of [
    {},
    { scale: 'log', maximum: 1e8, usual: 2e5 },
    { scale: 'log', minimum: 1, maximum: 20000, whole: true },
  ] as const) {
    const stops = stopsOf(given);
    expect(stops.every((stop, i) => i === 0 || stop > stops[i - 1]!)).toBe(true);
    expect(stops[0]).toBe(range(given).minimum);
    expect(stops.at(-1)).toBe(range(given).maximum);
  }
});

test('linear stops are multiples of the step, without noise of binary fractions', () => {
  expect(stopsOf({ step: 0.1, maximum: 0.5, usual: 0 })).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5]);
  expect(stopsOf({ minimum: 33, maximum: 80, step: 16, whole: true, usual: 48 })).toEqual([33, 48, 64, 80]);
});

test('the usual value can be reached, also between two steps', () => {
  expect(stopsOf({ step: 0.01, minimum: 1.2, maximum: 2, usual: 1.333 })).toContain(1.333);
  expect(stopsOf({ usual: 0.002 })).toContain(0.002);
});

test('a log scale from 0 has 0 below its smallest stop, three decades under the usual value', () => {
  const stops = stopsOf({ scale: 'log', maximum: 10, usual: 0.001 });
  expect(stops.slice(0, 2)).toEqual([0, 1e-6]);
});

test('log stops are alike far apart in factor', () => {
  const stops = stopsOf({ scale: 'log', minimum: 1e-3, maximum: 50, usual: 1 });
  const factors = stops.slice(1).map((stop, i) => stop / stops[i]!);
  // A step is 4.6 %, and values have two digits: the widest gap is that of 1.0 and 1.1, with room for its binary fraction.
  expect(Math.max(...factors)).toBeLessThan(1.1 + 1e-9);
});

test('a range of a million steps has no slider', () => {
  expect(sliderStops(range({ minimum: 1, maximum: 1e6, whole: true, usual: 1 }))).toBeNull();
});

describe('place of a value', () => {
  const stops = [0, 1, 10, 100];

  test('a stop stands at its number', () => {
    expect(stops.map((stop) => stopPosition(stops, stop))).toEqual([0, 1, 2, 3]);
  });

  test('a value between two stops stands between them', () => {
    expect(stopPosition(stops, 55)).toBe(2.5);
  });

  test('a value beyond the ends stands at the end', () => {
    expect(stopPosition(stops, -5)).toBe(0);
    expect(stopPosition(stops, 5000)).toBe(3);
  });
});
