import type { PauseGate } from './pause-gate.ts';

/** How a run is held, stopped and watched. */
interface Reins {
  readonly gate: PauseGate;
  readonly signal: AbortSignal;
  /** resolves when the device is lost */
  readonly lost?: Promise<string>;
}

/** How long an operation is given to notice by itself that its device is gone, milliseconds; one that does not would hang for ever. */
const NOTICE = 5000;

/**
 * Draws the events of a run, one after another, and gives what it returns; the run is closed however it ends.
 * @param tell what to do with each event; the next is drawn after it
 */
export async function drain<E, R>(
  events: AsyncGenerator<E, R>,
  tell: (event: E) => Promise<void> | void,
  { gate, signal, lost }: Reins,
): Promise<R> {
  let abandon: (error: Error) => void = () => undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let hung = false;
  let over = false;
  lost?.then((reason) => {
    if (over) return;
    timer = setTimeout(() => {
      hung = true;
      abandon(new Error(`the device was lost: ${reason}`));
    }, NOTICE);
  });
  // One promise for each event, and none that waits on `lost`: a long film would pile those up.
  const draw = () =>
    new Promise<IteratorResult<E, R>>((resolve, reject) => {
      abandon = reject;
      events.next().then(resolve, reject);
    });
  try {
    for (;;) {
      await gate.pass(signal);
      const next = await draw();
      if (next.done) return next.value;
      await tell(next.value);
    }
  } finally {
    over = true;
    clearTimeout(timer);
    const closed = events.return(undefined as never).then(
      () => undefined,
      () => undefined,
    );
    // A generator that hangs cannot be closed either.
    if (!hung) await closed;
  }
}
