import type { Clock } from '../../src/platform/clock.ts';

/** A clock that runs faster than the machine's, for tests over real connections; it tells what was waited for. */
export interface FastClock extends Clock {
  /** milliseconds of each wait, in the order in which they began */
  readonly waits: readonly number[];
}

/** @param speed its seconds in one of the machine's */
export function createFastClock(speed = 20): FastClock {
  const start = performance.now();
  const waits: number[] = [];
  return {
    waits,
    now: () => Date.UTC(2026, 0, 1) + (performance.now() - start) * speed,
    wait: (milliseconds, signal) => {
      waits.push(milliseconds);
      return new Promise((resolve, reject) => {
        signal?.throwIfAborted();
        const timer = setTimeout(resolve, milliseconds / speed);
        signal?.addEventListener('abort', () => {
          clearTimeout(timer);
          reject(signal.reason);
        });
      });
    },
  };
}
