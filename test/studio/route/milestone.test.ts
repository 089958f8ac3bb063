import { expect, test } from 'vitest';
import { milestone } from '../../../src/studio/route/milestone.ts';

test('a thousand steps are five texts', () => {
  const texts = Array.from({ length: 1001 }, (_, done) => milestone(done, 1000, 'places'));
  expect([...new Set(texts)]).toEqual([
    '0 % of 1000 places',
    '25 % of 1000 places',
    '50 % of 1000 places',
    '75 % of 1000 places',
    '100 % of 1000 places',
  ]);
  expect(milestone(0, 0, 'places')).toBe('');
});
