import { toSentError } from '../../core/sent-error.ts';
import { exportFilm, exportStills } from './export-run.ts';
import type { HostPorts } from './host-ports.ts';
import type { JobContext } from './job-context.ts';
import { createPaintingLoader } from './job-inputs.ts';
import { createKnownFacts } from './known-facts.ts';
import { runPaint } from './paint-run.ts';
import { inspectJob } from './painted-so-far.ts';
import { createPauseGate, type PauseGate } from './pause-gate.ts';
import { createPictureSlot, type PictureSlot } from './picture-slot.ts';
import type { WorkerJob, WorkerReply, WorkerRequest } from './protocol.ts';

/** The worker's side of the protocol, wherever it runs. */
export interface JobHost {
  receive(request: WorkerRequest): void;
}

/** A job under way. */
interface Running {
  readonly abort: AbortController;
  readonly gate: PauseGate;
  readonly slot: PictureSlot;
  /** resolves when it is over, however it ended */
  over: Promise<void>;
}

type Work = (context: JobContext, running: Running) => Promise<WorkerReply>;

/**
 * @param openPorts called with the first job, and again with the next one after it failed
 * @param send `transfer` lists what is handed over instead of copied
 */
export function createJobHost(
  openPorts: () => Promise<HostPorts>,
  send: (reply: WorkerReply, transfer?: readonly ArrayBuffer[]) => void,
): JobHost {
  const jobs = new Map<number, Running>();
  let painting: Running | null = null;
  let opening: Promise<JobContext> | null = null;
  const context = () => {
    opening ??= openContext(openPorts).catch((error: unknown) => {
      opening = null;
      throw error;
    });
    return opening;
  };

  const begin = (run: number, work: Work): Running => {
    const running: Running = {
      abort: new AbortController(),
      gate: createPauseGate((type) => send({ type: 'event', run, event: { type } })),
      slot: createPictureSlot((picture) => send({ type: 'picture', run, ...picture }, [picture.data.buffer])),
      over: Promise.resolve(),
    };
    const finish = async (): Promise<WorkerReply> => {
      try {
        return await work(await context(), running);
      } catch (error) {
        if (running.abort.signal.aborted) return { type: 'cancelled', run };
        return { type: 'failed', run, error: toSentError(error) };
      }
    };
    jobs.set(run, running);
    running.over = finish().then((end) => {
      // Before the reply: it may be answered by the next job.
      jobs.delete(run);
      if (painting === running) painting = null;
      send(end);
    });
    return running;
  };

  const paint = (run: number, job: WorkerJob) => {
    const before = painting;
    if (before && !before.abort.signal.aborted) {
      const error = toSentError(new Error('another film is being painted'));
      send({ type: 'failed', run, error });
      return;
    }
    painting = begin(run, async (shared, { abort: { signal }, gate, slot }) => {
      // A cancelled run ends its evaluation first: two at once would share one engine.
      await before?.over;
      signal.throwIfAborted();
      const emit = (event: Extract<WorkerReply, { type: 'event' }>['event']) => send({ type: 'event', run, event });
      return { type: 'done', run, record: await runPaint(job, shared, { signal, gate, slot, emit }) };
    });
  };

  return {
    receive(request) {
      const { run } = request;
      switch (request.type) {
        case 'paint':
          return paint(run, request.job);
        case 'export':
          begin(run, async (shared, { abort: { signal } }) => {
            const { job, what } = request;
            const onProgress = (done: number, frames: number) => send({ type: 'exporting', run, done, frames });
            const files =
              what === 'film'
                ? await exportFilm(job, shared, signal, onProgress)
                : await exportStills(job, shared, signal);
            return { type: 'exported', run, files };
          });
          return;
        case 'inspect':
          begin(run, async (shared, { abort: { signal } }) => {
            return { type: 'inspected', run, painted: await inspectJob(request.job, shared, signal) };
          });
          return;
        case 'pause':
          return jobs.get(run)?.gate.pause();
        case 'resume':
          return jobs.get(run)?.gate.resume();
        case 'look':
          return jobs.get(run)?.slot.look();
        case 'cancel':
          return jobs.get(run)?.abort.abort();
      }
    },
  };
}

async function openContext(openPorts: () => Promise<HostPorts>): Promise<JobContext> {
  const ports = await openPorts();
  return {
    ports,
    facts: createKnownFacts(ports.stores.records, ports.about.version),
    paintings: createPaintingLoader(ports),
  };
}
