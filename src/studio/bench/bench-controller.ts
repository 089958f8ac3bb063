import { fromSentError } from '../../core/sent-error.ts';
import type { BenchReply, BenchRequest } from './bench-messages.ts';
import { type BenchPlan, casesOf } from './bench-plan.ts';
import { type BenchRun, beginRun, reduceRun } from './bench-run.ts';
import { useBench } from './bench-store.ts';

/** The part of a `Worker` that is used. */
export type BenchWorker = Pick<Worker, 'postMessage' | 'terminate' | 'addEventListener'>;

function startWorker(): BenchWorker {
  return new Worker(new URL('./bench.worker.ts', import.meta.url), { type: 'module', name: 'benchmark' });
}

let worker: BenchWorker | null = null;

/** Times a plan in a worker of its own, in place of a run under way. */
export function startBench(plan: BenchPlan, start: () => BenchWorker = startWorker): void {
  worker?.terminate();
  const own = start();
  worker = own;
  useBench.setState({ run: beginRun(plan, casesOf(plan), new Date().toISOString()) });
  const change = (next: (run: BenchRun) => BenchRun): void => {
    if (worker === own) useBench.setState(({ run }) => ({ run: run && next(run) }));
  };
  const end = (next: (run: BenchRun) => BenchRun): void => {
    change(next);
    own.terminate();
    if (worker === own) worker = null;
  };
  own.addEventListener('message', ({ data }: MessageEvent<BenchReply>) => {
    if (data.type === 'event') change((run) => reduceRun(run, data.event));
    else if (data.type === 'done') end((run) => ({ ...run, status: 'done' }));
    else end((run) => ({ ...run, status: 'failed', error: fromSentError(data.error).message }));
  });
  own.addEventListener('error', (event) => {
    event.preventDefault();
    end((run) => ({ ...run, status: 'failed', error: event.message || 'The thread that measures could not start.' }));
  });
  own.postMessage(plan satisfies BenchRequest);
}

/** Ends the run at once, whatever the device is at; what was found stays. */
export function stopBench(): void {
  if (!worker) return;
  worker.terminate();
  worker = null;
  useBench.setState(({ run }) => ({ run: run && { ...run, status: 'stopped' } }));
}
