/** Port: time, so that tests need not wait. */
export interface Clock {
  /** milliseconds since 1970; never goes back */
  now(): number;
  /** @throws the reason of `signal` */
  wait(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** The machine's own time, whatever is done to its clock meanwhile. */
export const systemClock: Clock = {
  now: () => performance.timeOrigin + performance.now(),
  wait: (milliseconds, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const stop = () => {
        clearTimeout(timer);
        reject(signal?.reason);
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', stop);
        resolve();
      }, milliseconds);
      signal?.addEventListener('abort', stop, { once: true });
    }),
};
