import { expect, test } from 'vitest';
import { exportedPart, partWords } from '../../../src/studio/export/exported-part.ts';

const seconds = (frames: number) => `${frames} s`;

test('an export of a first pass holds what is painted without a gap, from whichever end', () => {
  expect(exportedPart({ frames: ['painting', 'waiting'], pass: 1 })).toBeNull();
  expect(exportedPart({ frames: [], pass: 1 })).toBeNull();
  const forwards = { frames: ['painted', 'painted', 'painting', 'waiting'], pass: 1 } as const;
  expect(exportedPart(forwards)).toMatchObject({ from: 0, to: 2 });
  expect(partWords(forwards, seconds)).toBe('Only the first 2 of 4 frames are painted: an export holds those, 2 s.');
  const backwards = { frames: ['waiting', 'painting', 'painted'], pass: 1 } as const;
  expect(exportedPart(backwards)).toMatchObject({ from: 2, to: 3 });
  expect(partWords(backwards, seconds)).toMatch(/^Only the last 1 of 3 frames/);
});

test('an export in a later pass holds the whole pass before it', () => {
  const run = { frames: ['painting', 'painted', 'painted'], pass: 2 } as const;
  expect(exportedPart(run)).toEqual({ from: 0, to: 3 });
  expect(partWords(run, seconds)).toBeNull();
});
