import { expect, test } from 'vitest';
import { filmSeconds, placeAt } from '../../../src/studio/canvas/playback.ts';

const film = { fps: 10, hold: 2, count: 5, loop: true };

test('each painted frame stands for its hold at the frame rate', () => {
  // Two film frames of 0.1 s each.
  expect(placeAt(0, 0.19, film).place).toBe(0);
  expect(placeAt(0, 0.21, film).place).toBe(1);
  expect(placeAt(3, 0.21, film).place).toBe(4);
});

test('the end leads to the beginning, or ends', () => {
  expect(placeAt(4, 0.21, film)).toEqual({ place: 0, ended: false });
  expect(placeAt(4, 0.21, { ...film, loop: false })).toEqual({ place: 4, ended: true });
});

test('a film is as long as its frames are held', () => {
  expect(filmSeconds(48, { fps: 12, hold: 1 })).toBe(4);
  expect(filmSeconds(48, { fps: 12, hold: 2 })).toBe(8);
});
