import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createBrowserConnection } from '../../../src/platform/browser/connection.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

function offlineMachine() {
  const machine = { onLine: false };
  const events = new EventTarget();
  return { machine, events, connection: createBrowserConnection({ machine, events }) };
}

/** Whether a promise has been kept, after everything that is due has happened. */
async function isDone(promise: Promise<unknown>): Promise<boolean> {
  let done = false;
  promise.then(
    () => {
      done = true;
    },
    () => undefined,
  );
  await vi.advanceTimersByTimeAsync(0);
  return done;
}

test('says what the browser says', () => {
  const { machine, connection } = offlineMachine();
  expect(connection.online()).toBe(false);
  machine.onLine = true;
  expect(connection.online()).toBe(true);
});

test('does not wait where the browser is online', async () => {
  const { machine, connection } = offlineMachine();
  machine.onLine = true;
  expect(await isDone(connection.whenOnline())).toBe(true);
});

test('waits for the browser’s word, and leaves nothing behind', async () => {
  const { events, connection } = offlineMachine();
  const waiting = connection.whenOnline();
  expect(await isDone(waiting)).toBe(false);
  events.dispatchEvent(new Event('online'));
  expect(await isDone(waiting)).toBe(true);
  expect(vi.getTimerCount()).toBe(0);
});

test('looks again after a while, since the browser may be wrong', async () => {
  const { connection } = offlineMachine();
  const waiting = connection.whenOnline();
  await vi.advanceTimersByTimeAsync(14_000);
  expect(await isDone(waiting)).toBe(false);
  await vi.advanceTimersByTimeAsync(1000);
  expect(await isDone(waiting)).toBe(true);
});

test('stops waiting when it is told to', async () => {
  const { connection } = offlineMachine();
  const abort = new AbortController();
  const waiting = connection.whenOnline(abort.signal);
  abort.abort();
  await expect(waiting).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
  await expect(connection.whenOnline(abort.signal)).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
  expect(vi.getTimerCount()).toBe(0);
});
