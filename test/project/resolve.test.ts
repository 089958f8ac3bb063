import { describe, expect, test } from 'vitest';
import { PleinAirError } from '../../src/core/errors.ts';
import { changedParams, createParams } from '../../src/project/resolve.ts';

describe('params made in code', () => {
  test('are complete and independent of each other', () => {
    const first = createParams();
    first.nn_style_layers.push('conv1_1');
    expect(createParams().nn_style_layers).toHaveLength(5);
  });

  test('take styles with equal weights where none are given', () => {
    expect(createParams({ input_style_filenames: ['a', 'b', 'c'] }).input_style_weights).toEqual([1, 1, 1]);
  });

  test('can be made from others with new styles', () => {
    const base = createParams({ input_style_filenames: ['a', 'b'], input_style_weights: [0.7, 0.3] });
    const next = createParams({ ...base, input_style_filenames: ['c'], input_style_weights: [] });
    expect(next.input_style_weights).toEqual([1]);
  });

  test('that are wrong throw an error for people, which names each value and what is allowed', () => {
    const make = () => createParams({ weight_tv: -1, nn_style_layers: ['relu7_1'] });
    expect(make).toThrow(PleinAirError);
    expect(make).toThrow(/weight_tv: found -1; allowed: a number from 0 to 10\n.*relu7_1|relu7_1.*\n?.*weight_tv/s);
  });
});

test('a change of some params leaves the others the objects that they were', () => {
  const before = createParams({
    route_points: [
      [1, 2],
      [3, 4],
    ],
  });
  const after = changedParams(before, { weight_tv: 0.5 });
  expect(after.weight_tv).toBe(0.5);
  expect(after.route_points).toBe(before.route_points);
  expect(after.nn_style_layers).toBe(before.nn_style_layers);
  expect(Object.keys(after)).toEqual(Object.keys(before));
  expect(() => changedParams(before, { weight_tv: -1 })).toThrow('weight_tv');
  expect(() => changedParams(before, { route_headings: [1] })).toThrow('route_headings');
});
