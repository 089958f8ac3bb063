import { expect, it } from 'vitest';
import { scoreDrive } from '../../../bench/flow/drive.ts';
import { scoreFlow, scoreOcclusion, scoreTrust, scoreVisible } from '../../../bench/flow/scores.ts';

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

it('counts what is trusted of all, and what is right of those with known motion', () => {
  const truth = field(0, 0, 1e10, 0, 100, 0, 5, 0);
  const flow = field(0, 1, 7, 7, 104, 0, 9, 0);
  expect(scoreTrust(flow, mask(1, 1, 0.5, 0.4), truth)).toEqual({ trusted: 3 / 4, right: 1 });
  expect(scoreTrust(flow, mask(1, 1, 0.5, 1), truth)).toEqual({ trusted: 1, right: 2 / 3 });
});

it('compares what is trusted with what is visible', () => {
  expect(scoreVisible(mask(1, 1, 1, 0, 0), mask(1, 1, 0, 1, 0))).toEqual({ precision: 2 / 3, recall: 2 / 3 });
});

it('scores the drive where its motion is known', () => {
  const truth = field(0, 0, 1e10, 1e10, 100, 0, 5, 0);
  const flow = field(0, 1, 7, 7, 104, 0, 9, 0);
  expect(scoreDrive(flow, mask(1, 1, 0, 1), truth)).toEqual({
    right: 2 / 3,
    trusted: 2 / 3,
    both: 1 / 3,
    trustedRight: 1 / 2,
    whole: 3 / 4,
    median: 4,
  });
});
