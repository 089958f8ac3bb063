import { expect, test } from 'vitest';
import { clockTime, formatDuration, formatRate } from '../../../src/studio/render/durations.ts';

test.each([
  [0, '0 s'],
  [14.4, '14 s'],
  [59.7, '1 min'],
  [125, '2 min 5 s'],
  [1500, '25 min'],
  [3599, '1 h'],
  [4320, '1 h 12 min'],
  [86400, '24 h'],
  [180000, '2 days 2 h'],
])('%s seconds are %s', (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text);
});

test('the time of day names the day where it is not today', () => {
  const now = new Date(2026, 2, 3, 22, 30);
  expect(clockTime(now, 600)).toBe('22:40');
  expect(clockTime(now, 3 * 3600)).toBe('Wed 01:30');
});

test('rates have two digits', () => {
  expect([0.123, 3.456, 84.9].map(formatRate)).toEqual(['0.12', '3.5', '85']);
});
