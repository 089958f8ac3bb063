import { expect, test } from 'vitest';
import { statusParts } from '../../../src/studio/canvas/status-parts.ts';
import { IDLE, type RunState } from '../../../src/studio/state/run-store.ts';
import { terms } from '../render/events.ts';

const size = { width: 640, height: 480 };
const painting: RunState = {
  ...IDLE,
  status: 'painting',
  size,
  index: 4,
  frames: Array.from({ length: 48 }, (_, i) => (i < 4 ? 'painted' : i === 4 ? 'painting' : 'waiting')),
  losses: [
    { evaluation: 1, size, terms: terms(1000) },
    { evaluation: 186, size, terms: terms(8) },
  ],
  frameSeconds: 14.2,
  timeLeft: 4320,
};
const line = (run: RunState, index: number) =>
  statusParts(run, index, 48, () => '22:40')
    .map(({ before, strong = '', after = '' }) => before + strong + after)
    .join(' · ');

test('the frame in work tells size, loss, its time and that of the film', () => {
  expect(line(painting, 4)).toBe(
    'frame 5 of 48 · size 640×480 · loss −99.2 % · this frame 14 s · film done in 1 h 12 min, at 22:40',
  );
});

test('a pause promises no time', () => {
  expect(line({ ...painting, status: 'paused' }, 4)).toBe(
    'frame 5 of 48 · size 640×480 · loss −99.2 % · this frame 14 s · paused',
  );
});

test('other frames tell what they are', () => {
  expect(line(painting, 0)).toBe('frame 1 of 48 · size 640×480 · painted');
  expect(line(painting, 9)).toBe('frame 10 of 48 · size 640×480 · waiting');
  expect(line(IDLE, 9)).toBe('frame 10 of 48 · waiting');
});
