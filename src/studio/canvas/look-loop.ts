import type { LivePicture } from '../../render/worker/client.ts';

interface LookOptions {
  /** whether anyone would see the picture now; asked before every look */
  readonly wanted: () => boolean;
  /** milliseconds between two looks at least */
  readonly interval: number;
  readonly signal: AbortSignal;
}

/** Asks for the newest picture again and again, as long as the run lasts and one would be seen. Never asks twice at a time. */
export async function watchPictures(
  look: () => Promise<LivePicture | null>,
  show: (picture: LivePicture) => void,
  { wanted, interval, signal }: LookOptions,
): Promise<void> {
  while (!signal.aborted) {
    if (wanted()) {
      const picture = await look().catch(() => null);
      if (!picture || signal.aborted) return;
      show(picture);
    }
    await sleep(interval, signal);
  }
}

function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, milliseconds);
    function done() {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done);
  });
}
