/** Where a run stops and waits while it is paused. */
export interface PauseGate {
  pause(): void;
  resume(): void;
  /** Passes at once, or waits for `resume` and tells so before and after. @throws the signal's reason when it is aborted meanwhile */
  pass(signal: AbortSignal): Promise<void>;
}

/** @param tell called when a run has stopped, and when it goes on */
export function createPauseGate(tell: (state: 'paused' | 'resumed') => void): PauseGate {
  let paused = false;
  let open: () => void = () => undefined;
  return {
    pause() {
      paused = true;
    },
    resume() {
      paused = false;
      open();
    },
    async pass(signal) {
      signal.throwIfAborted();
      if (!paused) return;
      tell('paused');
      while (paused) {
        await new Promise<void>((resolve) => {
          open = resolve;
          signal.addEventListener('abort', () => resolve(), { once: true });
        });
        signal.throwIfAborted();
      }
      tell('resumed');
    },
  };
}
