import { expect, it } from 'vitest';
import { scoreFlow, scoreOcclusion } from '../../../bench/flow/scores.ts';

const field = (...data: number[]) => ({ width: data.length / 2, height: 1, data: Float32Array.from(data) });
const mask = (...data: number[]) => ({ width: data.length, height: 1, data: Float32Array.from(data) });

it('is the mean length of the error over what is known and seen', () => {
  const truth = field(0, 0, 10, 0, 1e10, 0, 5, 5);
  const flow = field(3, 4, 10, 1, 0, 0, 0, 0);
  expect(scoreFlow(flow, truth)).toMatchObject({ epe: (5 + 1 + Math.hypot(5, 5)) / 3, pixels: 3 });
  expect(scoreFlow(flow, truth, mask(1, 1, 1, 0))).toMatchObject({ epe: 3, outliers: 0.5, pixels: 2 });
});

it('counts as outliers what is off by more than 3 px and by more than a twentieth', () => {
  // Off by 4 px of 100, by 6 of 100, by 2 of nothing, by 3.5 of 1.
  const { outliers } = scoreFlow(field(104, 0, 106, 0, 2, 0, 4.5, 0), field(100, 0, 100, 0, 0, 0, 1, 0));
  expect(outliers).toBe(0.5);
});

it('compares what is not trusted with what is hidden', () => {
  const { precision, recall } = scoreOcclusion(mask(0, 0, 0, 1, 1), mask(0, 0, 1, 0, 1));
  expect([precision, recall]).toEqual([2 / 3, 2 / 3]);
});
