import { expect, test } from 'vitest';
import { addLoss, lossDrop, lossSummary, sizeChanges } from '../../../src/studio/render/loss-series.ts';
import type { LossPoint } from '../../../src/studio/state/run-store.ts';
import { terms } from './events.ts';

const small = { width: 32, height: 24 };
const large = { width: 64, height: 48 };
const point = (evaluation: number, total: number, size = large): LossPoint => ({
  evaluation,
  size,
  terms: terms(total),
});

function seriesOf(points: readonly LossPoint[], evaluations: number, most: number): readonly LossPoint[] {
  return points.reduce((series, next) => addLoss(series, next, evaluations, most), [] as readonly LossPoint[]);
}

test('every evaluation has its point where there is room', () => {
  const points = Array.from({ length: 10 }, (_, i) => point(i + 1, 100 - i));
  expect(seriesOf(points, 10, 10)).toEqual(points);
});

test('a long curve stays bounded, spans all evaluations and ends with the newest', () => {
  const points = Array.from({ length: 5000 }, (_, i) => point(i + 1, 5000 - i));
  const series = seriesOf(points, 5000, 100);
  expect(series.length).toBeLessThanOrEqual(100);
  expect(series.length).toBeGreaterThan(90);
  expect(series.at(-1)).toEqual(points.at(-1));
  // Neighbours stand equally far apart: thinning must not wear the beginning away.
  expect(series[1]!.evaluation - series[0]!.evaluation).toBe(50);
});

test('points at two sizes never share a place', () => {
  const series = seriesOf([point(1, 9, small), point(2, 7, small), point(3, 50, large)], 1000, 10);
  expect(series.map(({ size }) => size.width)).toEqual([32, 64]);
  expect(sizeChanges(series).map(({ size }) => size)).toEqual([large]);
});

test('the fall of the loss is measured at one size alone', () => {
  const series = [point(1, 1000, small), point(2, 1, small), point(3, 200), point(4, 50)];
  expect(lossDrop(series)).toBeCloseTo(0.75, 12);
  expect(lossDrop(series.slice(0, 3))).toBeNull();
  expect(lossDrop([])).toBeNull();
});

test('the summary names what the curve shows', () => {
  expect(lossSummary([point(3, 200), point(4, 50)])).toBe(
    'Loss at evaluation 4, size 64×48: total 50.0, content 25.0, style 25.0, total changed by −75.0 % at this size.',
  );
  expect(lossSummary([])).toBe('No loss yet.');
});
