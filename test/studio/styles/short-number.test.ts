import { describe, expect, it } from 'vitest';
import { shortNumber } from '../../../src/studio/styles/short-number.ts';

describe('numbers beside a slider', () => {
  it.each([
    [0, '0'],
    [0.05, '0.05'],
    [1.2345, '1.23'],
    [300, '300'],
    [10000, '1e4'],
    [250000, '2.5e5'],
  ])('%d is %s', (value, text) => {
    expect(shortNumber(value)).toBe(text);
  });
});
