import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { LivePicture } from '../../../src/render/worker/client.ts';
import { watchPictures } from '../../../src/studio/canvas/look-loop.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const picture = (evaluation: number): LivePicture => ({
  index: 0,
  evaluation,
  width: 1,
  height: 1,
  data: new Uint8ClampedArray(4),
});

function loop({ wanted = () => true, look }: { wanted?: () => boolean; look: () => Promise<LivePicture | null> }) {
  const abort = new AbortController();
  const shown: number[] = [];
  const asked = vi.fn(look);
  const ended = watchPictures(asked, ({ evaluation }) => shown.push(evaluation), {
    wanted,
    interval: 200,
    signal: abort.signal,
  });
  return { abort, shown, asked, ended };
}

test('asks at most five times a second', async () => {
  let evaluation = 0;
  const { asked, shown, abort } = loop({ look: async () => picture(++evaluation) });
  await vi.advanceTimersByTimeAsync(1990);
  expect(asked).toHaveBeenCalledTimes(10);
  expect(shown).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  abort.abort();
});

test('asks for nothing while no one looks, and goes on when one does', async () => {
  let visible = false;
  const { asked, abort } = loop({ wanted: () => visible, look: async () => picture(1) });
  await vi.advanceTimersByTimeAsync(5000);
  expect(asked).not.toHaveBeenCalled();
  visible = true;
  await vi.advanceTimersByTimeAsync(200);
  expect(asked).toHaveBeenCalledTimes(1);
  abort.abort();
});

test('never asks twice at a time', async () => {
  const { asked, abort } = loop({ look: () => new Promise(() => undefined) });
  await vi.advanceTimersByTimeAsync(10_000);
  expect(asked).toHaveBeenCalledTimes(1);
  abort.abort();
});

test('ends with the run, with an error, and when it is told to', async () => {
  await expect(loop({ look: async () => null }).ended).resolves.toBeUndefined();
  await expect(loop({ look: () => Promise.reject(new Error('gone')) }).ended).resolves.toBeUndefined();
  const { abort, ended, asked } = loop({ look: async () => picture(1) });
  await vi.advanceTimersByTimeAsync(100);
  abort.abort();
  await ended;
  expect(asked).toHaveBeenCalledTimes(1);
});
