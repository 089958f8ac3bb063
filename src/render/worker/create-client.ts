import { fromSentError } from '../../core/sent-error.ts';
import type { ExportedFile, LivePicture, PaintRun, RenderClient } from './client.ts';
import type { PaintedSoFar, WorkerEvent, WorkerJob, WorkerReply, WorkerRequest } from './protocol.ts';

/** The part of a `Worker` that the client uses. */
export type RenderWorker = Pick<Worker, 'postMessage' | 'terminate' | 'addEventListener'>;

/** What waits for an answer. */
interface Waiting {
  readonly onEvent: (event: WorkerEvent) => void;
  readonly onPicture: (picture: LivePicture) => void;
  readonly onExporting: (done: number, frames: number) => void;
  readonly resolve: (reply: WorkerReply) => void;
  readonly reject: (error: Error) => void;
}

interface Job {
  /** the reply that ends it; rejected as `PaintRun.done` is */
  readonly done: Promise<WorkerReply>;
  readonly send: (type: 'pause' | 'resume' | 'cancel' | 'look') => void;
}

function startWorker(): RenderWorker {
  return new Worker(new URL('./render.worker.ts', import.meta.url), { type: 'module', name: 'render' });
}

/** The page's side of the worker, which is started with the first job, and again with the next one after a crash. */
export function createRenderClient(start: () => RenderWorker = startWorker): RenderClient {
  const waiting = new Map<number, Waiting>();
  let worker: RenderWorker | null = null;
  let runs = 0;
  /** the end of the paint run under way; null where the next may begin */
  let painting: Promise<string> | null = null;

  const endAll = (error: Error) => {
    worker?.terminate();
    worker = null;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  const receive = (reply: WorkerReply) => {
    const job = waiting.get(reply.run);
    if (!job) return;
    if (reply.type === 'event') return job.onEvent(reply.event);
    if (reply.type === 'picture') {
      const { index, evaluation, width, height, data } = reply;
      return job.onPicture({ index, evaluation, width, height, data });
    }
    if (reply.type === 'exporting') return job.onExporting(reply.done, reply.frames);
    waiting.delete(reply.run);
    if (reply.type === 'cancelled') job.reject(cancelled());
    else if (reply.type === 'failed') job.reject(fromSentError(reply.error));
    else job.resolve(reply);
  };
  const running = (): RenderWorker => {
    if (worker) return worker;
    const started = start();
    started.addEventListener('message', ({ data }: MessageEvent<WorkerReply>) => {
      if (worker === started) receive(data);
    });
    started.addEventListener('error', (event) => {
      event.preventDefault();
      if (worker === started)
        endAll(new Error(`The painting thread stopped: ${event.message || 'it could not start'}`));
    });
    worker = started;
    return started;
  };
  const begin = (
    request: (run: number) => WorkerRequest,
    handlers: Partial<Pick<Waiting, 'onEvent' | 'onPicture' | 'onExporting'>> = {},
  ): Job => {
    const run = ++runs;
    const done = new Promise<WorkerReply>((resolve, reject) => {
      const silent = { onEvent: () => undefined, onPicture: () => undefined, onExporting: () => undefined };
      waiting.set(run, { ...silent, ...handlers, resolve, reject });
    });
    running().postMessage(request(run));
    return {
      done,
      send: (type) => {
        if (waiting.has(run)) worker?.postMessage({ type, run } satisfies WorkerRequest);
      },
    };
  };
  const exporting = (
    job: WorkerJob,
    what: 'film' | 'stills',
    onExporting: Waiting['onExporting'] = () => undefined,
  ) => {
    const { done, send } = begin((run) => ({ type: 'export', run, job, what }), { onExporting });
    return { done: done.then(exportedFiles), cancel: () => send('cancel') };
  };

  return {
    paint(job, onEvent) {
      if (painting !== null) throw new Error('another film is being painted: cancel it, or wait for its end');
      let lookers: ((picture: LivePicture | null) => void)[] = [];
      let over = false;
      const answer = (picture: LivePicture | null) => {
        const asked = lookers;
        lookers = [];
        for (const look of asked) look(picture);
      };
      const { done, send } = begin((run) => ({ type: 'paint', run, job }), { onEvent, onPicture: answer });
      const own = done.then(recordOf).finally(() => {
        over = true;
        answer(null);
        if (painting === own) painting = null;
      });
      painting = own;
      return {
        done: own,
        pause: () => send('pause'),
        resume: () => send('resume'),
        cancel() {
          send('cancel');
          // The worker lets the next run wait until this one has ended its evaluation.
          if (painting === own) painting = null;
        },
        look: () =>
          new Promise((resolve) => {
            if (over) return resolve(null);
            lookers.push(resolve);
            if (lookers.length === 1) send('look');
          }),
      } satisfies PaintRun;
    },
    exportFilm: (job, onProgress) => {
      const { done, cancel } = exporting(job, 'film', onProgress);
      return { done: done.then(([film]) => film!), cancel };
    },
    exportStills: (job) => exporting(job, 'stills'),
    inspect(job) {
      const { done, send } = begin((run) => ({ type: 'inspect', run, job }));
      return { done: done.then(paintedSoFar), cancel: () => send('cancel') };
    },
    dispose: () => endAll(cancelled()),
  };
}

function exportedFiles(reply: WorkerReply): readonly ExportedFile[] {
  if (reply.type !== 'exported') throw unexpected(reply);
  return reply.files;
}

function paintedSoFar(reply: WorkerReply): PaintedSoFar {
  if (reply.type !== 'inspected') throw unexpected(reply);
  return reply.painted;
}

function recordOf(reply: WorkerReply): string {
  if (reply.type !== 'done') throw unexpected(reply);
  return reply.record;
}

function unexpected({ type }: WorkerReply): Error {
  return new Error(`render client: the worker answered "${type}"`);
}

/** As an aborted signal throws it. */
function cancelled(): Error {
  return new DOMException('The job was cancelled', 'AbortError');
}
