import { expect, test } from 'vitest';
import { timingWords } from '../../../src/studio/canvas/use-film-timing.ts';

test('what a film does between its painted frames is told where it does anything', () => {
  expect(timingWords(1, 1)).toBe('');
  expect(timingWords(2, 1)).toBe(', each held 2');
  expect(timingWords(1, 4)).toBe(', 3 between each two');
  expect(timingWords(3, 2)).toBe(', 1 between each two, each held 3');
});
