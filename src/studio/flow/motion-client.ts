import { fromSentError } from '../../core/sent-error.ts';
import type { MotionPictures, MotionQuestion, MotionReply, MotionRequest } from './motion-messages.ts';

/** The part of a `Worker` that the client uses. */
export type MotionWorker = Pick<Worker, 'postMessage' | 'terminate' | 'addEventListener'>;

/** The page's side of the worker that looks for motion. */
export interface MotionClient {
  /** @throws PleinAirError of the pictures or the device; the signal's reason; Error where the worker stopped */
  look(question: MotionQuestion, signal: AbortSignal): Promise<MotionPictures>;
  /** ends the worker, which frees its device; what is under way is rejected with an AbortError */
  dispose(): void;
}

interface Waiting {
  readonly resolve: (pictures: MotionPictures) => void;
  readonly reject: (error: unknown) => void;
}

function startWorker(): MotionWorker {
  return new Worker(new URL('./motion-worker.ts', import.meta.url), { type: 'module', name: 'motion' });
}

/** The worker is started with the first question, and again after a crash. */
export function createMotionClient(start: () => MotionWorker = startWorker): MotionClient {
  const waiting = new Map<number, Waiting>();
  let worker: MotionWorker | null = null;
  let ids = 0;

  const end = (error: unknown) => {
    worker?.terminate();
    worker = null;
    const ended = [...waiting.values()];
    waiting.clear();
    for (const { reject } of ended) reject(error);
  };
  const take = (id: number): Waiting | undefined => {
    const found = waiting.get(id);
    waiting.delete(id);
    return found;
  };
  const running = (): MotionWorker => {
    if (worker) return worker;
    const started = start();
    started.addEventListener('message', ({ data }: MessageEvent<MotionReply>) => {
      const question = worker === started ? take(data.id) : undefined;
      if (data.type === 'seen') question?.resolve(data.pictures);
      else question?.reject(fromSentError(data.error));
    });
    started.addEventListener('error', (event) => {
      event.preventDefault();
      const why = event.message || 'it could not start';
      if (worker === started) end(new Error(`The thread that looks for motion stopped: ${why}`));
    });
    worker = started;
    return started;
  };

  return {
    look(question, signal) {
      const id = ++ids;
      return new Promise<MotionPictures>((resolve, reject) => {
        signal.throwIfAborted();
        const abort = () => {
          worker?.postMessage({ type: 'abort', id } satisfies MotionRequest);
          take(id)?.reject(signal.reason);
        };
        signal.addEventListener('abort', abort, { once: true });
        const done = () => signal.removeEventListener('abort', abort);
        waiting.set(id, {
          resolve: (pictures) => {
            done();
            resolve(pictures);
          },
          reject: (error) => {
            done();
            reject(error);
          },
        });
        running().postMessage({ type: 'look', id, ...question } satisfies MotionRequest);
      });
    },
    dispose: () => end(new DOMException('The view is closed', 'AbortError')),
  };
}
