import { expect, test } from 'vitest';
import { scrollTo, visibleRange } from '../../../src/studio/filmstrip/visible-range.ts';

test('of a long film, what is on screen and a little more is on the page', () => {
  // 10 thumbnails of 100 px are on screen, the 200th to the 209th.
  const { first, end } = visibleRange(20_000, 1000, 100, 500);
  expect(first).toBeLessThan(200);
  expect(end).toBeGreaterThan(210);
  expect(end - first).toBeLessThan(25);
});

test('the range stays within the film', () => {
  expect(visibleRange(0, 1000, 100, 3)).toEqual({ first: 0, end: 3 });
  // Scrolled beyond a film that has become shorter.
  expect(visibleRange(90_000, 1000, 100, 3)).toEqual({ first: 3, end: 3 });
});

test('the strip moves no further than it must to show the frame and its neighbours', () => {
  expect(scrollTo(5, 300, 1000, 100)).toBe(300);
  expect(scrollTo(2, 300, 1000, 100)).toBe(100);
  expect(scrollTo(13, 300, 1000, 100)).toBe(500);
  expect(scrollTo(0, 300, 1000, 100)).toBe(0);
});
