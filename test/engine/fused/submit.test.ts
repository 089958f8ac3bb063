import { expect, it } from 'vitest';
import { cautiousCuts, cutPoints } from '../../../src/engine/fused/submit.ts';

it('cuts an evaluation so that no submit holds more than its share', () => {
  const shares = [0.1, 0.2, 0.3, 0.05, 0.05, 0.3];
  expect(cutPoints({ shares }, 0.35)).toEqual([2, 4, 6]);
  expect(cutPoints({ shares }, 1)).toEqual([6]);
});

it('leaves what is too long by itself alone in its submit', () => {
  expect(cutPoints({ shares: [0.1, 0.8, 0.1] }, 0.2)).toEqual([1, 2, 3]);
});

it('is careful with a device that it does not know, by the work there is', () => {
  const shares = Array.from({ length: 100 }, () => 0.01);
  // 400 GFLOP at 512×512: twenty submits of 20.
  expect(cautiousCuts({ shares }, 4e11)).toHaveLength(20);
  expect(cautiousCuts({ shares }, 1e9)).toEqual([100]);
});
