import { toSentError } from '../../core/sent-error.ts';
import type { ViewMaker } from '../../frames/view-maker.ts';
import type { ViewReply, ViewRequest } from './view-messages.ts';

/** The worker's side: makes frames in the order asked for, one at a time, for a panorama takes much memory. */
export function createViewHost(maker: ViewMaker, send: (reply: ViewReply) => void): (request: ViewRequest) => void {
  const aborts = new Map<number, AbortController>();
  let before: Promise<void> = Promise.resolve();

  const make = async ({ id, picture, view }: Extract<ViewRequest, { type: 'make' }>, { signal }: AbortController) => {
    try {
      const made = await maker.make(picture, view, signal);
      if (!signal.aborted) send({ type: 'made', id, made });
    } catch (error) {
      if (!signal.aborted) send({ type: 'failed', id, error: toSentError(error) });
    } finally {
      aborts.delete(id);
    }
  };

  return (request) => {
    if (request.type === 'abort') {
      aborts.get(request.id)?.abort();
      return;
    }
    const abort = new AbortController();
    aborts.set(request.id, abort);
    before = before.then(() => make(request, abort));
  };
}
