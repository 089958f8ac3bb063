import { expect, test } from 'vitest';
import { lossRange, plotData } from '../../../src/studio/render/loss-plot.ts';

const size = { width: 64, height: 48 };

test('a term that is zero has no place on a logarithmic scale', () => {
  const terms = { content: 0, style: 2, tv: 1, temporal: 0, total: 3 };
  expect(plotData([{ evaluation: 1, size, terms }])).toEqual([[1], [3], [null], [2], [null]]);
});

test('the scale spans the losses in whole powers of ten, but not down to a content that is all but nothing', () => {
  expect(lossRange(30, 2000)).toEqual([10, 10_000]);
  expect(lossRange(1e-4, 5e9)).toEqual([1e5, 1e10]);
  expect(lossRange(1000, 1000)).toEqual([1000, 10_000]);
  expect(lossRange(null, null)).toEqual([0.1, 10]);
});
