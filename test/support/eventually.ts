import { vi } from 'vitest';

/** Waits until an assertion holds, far longer than `vi.waitFor` by default: a busy machine takes its time. @param interval milliseconds */
export const eventually = <T>(assertion: () => T | Promise<T>, { interval = 50 } = {}): Promise<T> =>
  vi.waitFor(assertion, { timeout: 60_000, interval });
