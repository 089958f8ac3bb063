import { type Clock, systemClock } from '../clock.ts';
import type { Connection } from '../connection.ts';

/** Browsers call a machine offline that reaches the network another way, and some miss the event: a try now and then finds out. */
const SECOND_LOOK = 15_000;

export interface BrowserConnectionParts {
  readonly machine?: { readonly onLine: boolean };
  readonly events?: Pick<EventTarget, 'addEventListener' | 'removeEventListener'>;
  readonly clock?: Clock;
}

/** What the browser says, in a page or in a worker. https://html.spec.whatwg.org/multipage/system-state.html#navigator.online */
export function createBrowserConnection({
  machine = navigator,
  events = globalThis,
  clock = systemClock,
}: BrowserConnectionParts = {}): Connection {
  return {
    online: () => machine.onLine,
    whenOnline: async (signal) => {
      if (machine.onLine) return;
      const ended = new AbortController();
      const follow = () => ended.abort(signal?.reason);
      signal?.throwIfAborted();
      signal?.addEventListener('abort', follow, { once: true });
      try {
        await Promise.race([
          new Promise<void>((resolve) => {
            events.addEventListener('online', () => resolve(), { once: true, signal: ended.signal });
          }),
          clock.wait(SECOND_LOOK, ended.signal),
        ]);
      } finally {
        signal?.removeEventListener('abort', follow);
        ended.abort();
      }
    },
  };
}
