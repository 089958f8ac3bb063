import { isAbort, PleinAirError } from '../../core/errors.ts';
import { ImageryRefusal } from '../imagery.ts';
import type { FetchEvent, FetchOptions, FetchPorts, WantedFrame } from './fetch-job.ts';
import { FrameKeeper } from './frame-keeper.ts';

/** So many pictures in a row that do not come for the network’s sake mean that the next ones will not come either. */
const MOST_IN_A_ROW = 6;

/** What became of one frame: something to tell, or the reason why there is no use in going on. */
type Outcome = { readonly event: FetchEvent } | { readonly end: unknown };

/**
 * Sees to it that all wanted frames are in the store, and tells of each as soon as it is there. What is kept already, or can be cut out of
 * what is kept, is not asked for again; what several frames ask for at the same time is asked for once.
 * @throws ImageryRefusal (also where the service has stopped answering), PleinAirError kind `storage` or the abort error, after the
 * frames under way have been told: the rest is left for another time
 */
export async function* fetchFrames(
  wanted: readonly WantedFrame[],
  ports: FetchPorts,
  { parallel = 4, session, signal }: FetchOptions,
): AsyncGenerator<FetchEvent, void> {
  const abort = new AbortController();
  const follow = () => abort.abort(signal?.reason);
  if (signal?.aborted) follow();
  else signal?.addEventListener('abort', follow, { once: true });
  const keeper = new FrameKeeper(ports, session, abort.signal);
  const underWay = new Map<WantedFrame, Promise<{ frame: WantedFrame; outcome: Outcome }>>();
  const rest = wanted.values();
  let ended: { readonly reason: unknown } | null = null;
  let inARow = 0;
  const start = () => {
    while (!ended && underWay.size < parallel) {
      if (abort.signal.aborted) {
        ended = { reason: abort.signal.reason };
        return;
      }
      const { value: frame } = rest.next();
      if (!frame) return;
      underWay.set(
        frame,
        obtain(keeper, frame).then((outcome) => ({ frame, outcome })),
      );
    }
  };
  try {
    for (start(); underWay.size > 0; start()) {
      const { frame, outcome } = await Promise.race(underWay.values());
      underWay.delete(frame);
      if ('event' in outcome) {
        const { event } = outcome;
        inARow = event.type === 'failed' && event.error.kind === 'network' ? inARow + 1 : 0;
        if (inARow >= MOST_IN_A_ROW && event.type === 'failed') ended ??= { reason: serviceIsGone(event.error) };
        yield event;
      } else ended ??= { reason: outcome.end };
    }
    if (ended) throw ended.reason;
  } finally {
    signal?.removeEventListener('abort', follow);
    // Only where nobody listens any more is something still under way.
    abort.abort();
    await Promise.allSettled(underWay.values());
  }
}

async function obtain(keeper: FrameKeeper, wanted: WantedFrame): Promise<Outcome> {
  const { id, label, expected } = wanted;
  try {
    const { frame, cached, bytes } = await keeper.obtain(wanted);
    const changed = expected !== null && expected !== frame.sourceSha256;
    return { event: { type: 'fetched', id, frame, cached, bytes, changed } };
  } catch (error) {
    if (isAbort(error) || !concernsOne(error)) return { end: error };
    const { kind, message, remedy } = error;
    return {
      event: { type: 'failed', id, error: new PleinAirError(kind, `${label}: ${message}`, remedy, { cause: error }) },
    };
  }
}

/** @param last of the failures; what it names is a frame, what made it fail is its cause */
function serviceIsGone(last: PleinAirError): ImageryRefusal {
  const { message } = last.cause instanceof PleinAirError ? last.cause : last;
  return new ImageryRefusal(
    'service',
    `${MOST_IN_A_ROW} pictures in a row did not come. ${message}`,
    `${last.remedy} What is here stays; fetching goes on from there.`,
    { cause: last },
  );
}

/** Whether other frames may fare better. */
function concernsOne(error: unknown): error is PleinAirError {
  return error instanceof PleinAirError && !(error instanceof ImageryRefusal) && error.kind !== 'storage';
}
