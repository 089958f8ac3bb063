import { expect, test } from 'vitest';
import { closestName } from '../../src/project/closest-name.ts';

const NAMES = ['weight_style', 'weight_content', 'nn_style_layers', 'job_seed', 'avg', 'max'];

test.each([
  ['wieght_style', 'weight_style'],
  ['weight-style', 'weight_style'],
  ['Weight_Style', 'weight_style'],
  ['nn_style_layer', 'nn_style_layers'],
  ['job_sed', 'job_seed'],
  ['avv', 'avg'],
  ['something_else', undefined],
  ['', undefined],
  ['weight_style'.repeat(10_000), undefined],
])('%.20s → %s', (given, meant) => {
  expect(closestName(given, NAMES)).toBe(meant);
});

test('two names that are equally near are no help', () => {
  expect(closestName('relu9_1', ['relu1_1', 'relu2_1'])).toBeUndefined();
  expect(closestName('relu2_1x', ['relu1_1', 'relu2_1'])).toBe('relu2_1');
});
