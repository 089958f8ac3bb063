import { expect, test } from 'vitest';
import { motionPair } from '../../../src/studio/flow/motion-pair.ts';

test('motion is that from the frame which is painted before, in the direction of painting', () => {
  expect([0, 1, 2].map((selected) => motionPair(selected, 3, 'forward'))).toEqual([
    { before: 0, after: 1 },
    { before: 0, after: 1 },
    { before: 1, after: 2 },
  ]);
  expect([0, 1, 2].map((selected) => motionPair(selected, 3, 'backward'))).toEqual([
    { before: 1, after: 0 },
    { before: 2, after: 1 },
    { before: 2, after: 1 },
  ]);
  expect(motionPair(0, 1, 'forward')).toBeNull();
  expect(motionPair(0, 0, 'backward')).toBeNull();
});
