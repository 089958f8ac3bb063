import { fromSentError } from '../../core/sent-error.ts';
import type { MadeView, ViewMaker } from '../../frames/view-maker.ts';
import type { ViewReply, ViewRequest } from './view-messages.ts';

/** The part of a `Worker` that the client uses. */
export type ViewWorker = Pick<Worker, 'postMessage' | 'terminate' | 'addEventListener'>;

/** A view maker with a thread of its own. */
export interface ViewClient extends ViewMaker {
  /** ends the worker; frames in work are rejected with an AbortError */
  dispose(): void;
}

interface Waiting {
  readonly resolve: (made: MadeView) => void;
  readonly reject: (error: unknown) => void;
}

/** Milliseconds without work after which the worker ends: its device and its buffers may hold hundreds of megabytes. */
const IDLE = 30_000;

function startWorker(): ViewWorker {
  return new Worker(new URL('./view-worker.ts', import.meta.url), { type: 'module', name: 'views' });
}

/** The page's side of the worker, which is started with the first frame, and again after it was idle or crashed. */
export function createViewClient(start: () => ViewWorker = startWorker, idle = IDLE): ViewClient {
  const waiting = new Map<number, Waiting>();
  let worker: ViewWorker | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let ids = 0;

  const end = (error: unknown) => {
    clearTimeout(timer);
    worker?.terminate();
    worker = null;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  /** @returns undefined where it was aborted meanwhile */
  const take = (id: number): Waiting | undefined => {
    const found = waiting.get(id);
    waiting.delete(id);
    if (waiting.size === 0) {
      clearTimeout(timer);
      timer = setTimeout(() => end(null), idle);
    }
    return found;
  };
  const receive = (reply: ViewReply) => {
    const frame = take(reply.id);
    if (reply.type === 'made') frame?.resolve(reply.made);
    else frame?.reject(fromSentError(reply.error));
  };
  const running = (): ViewWorker => {
    clearTimeout(timer);
    if (worker) return worker;
    const started = start();
    started.addEventListener('message', ({ data }: MessageEvent<ViewReply>) => {
      if (worker === started) receive(data);
    });
    started.addEventListener('error', (event) => {
      event.preventDefault();
      const why = event.message || 'it could not start';
      if (worker === started) end(new Error(`The thread that makes frames stopped: ${why}`));
    });
    worker = started;
    return started;
  };

  return {
    make(picture, view, signal) {
      const id = ++ids;
      return new Promise<MadeView>((resolve, reject) => {
        signal?.throwIfAborted();
        const abort = () => {
          worker?.postMessage({ type: 'abort', id } satisfies ViewRequest);
          take(id)?.reject(signal?.reason);
        };
        const done = () => signal?.removeEventListener('abort', abort);
        waiting.set(id, {
          resolve: (made) => {
            done();
            resolve(made);
          },
          reject: (error) => {
            done();
            reject(error);
          },
        });
        signal?.addEventListener('abort', abort);
        try {
          running().postMessage({ type: 'make', id, picture, view } satisfies ViewRequest);
        } catch (error) {
          take(id)?.reject(error);
        }
      });
    },
    dispose: () => end(new DOMException('The studio is closed', 'AbortError')),
  };
}
