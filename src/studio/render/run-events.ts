import type { WorkerEvent } from '../../render/worker/protocol.ts';
import { type RunState, useRun } from '../state/run-store.ts';
import { reduceRun } from './reduce-run.ts';
import type { RunMeter } from './run-meter.ts';
import { showRun } from './show-run.ts';

/** Milliseconds between two looks of the screens at the steps of a run: a quick GPU makes hundreds of steps a second. */
const STEP_INTERVAL = 100;

/** Takes a run's events to the store. */
export interface RunEvents {
  push(event: WorkerEvent): void;
  /** Tells at once what has been kept back. */
  flush(): void;
}

/**
 * Steps are gathered and told together, all else at once; none is dropped.
 * @param wanted whether the run is still the one that the screens show
 * @param onTold what the screens know now
 */
export function createRunEvents(meter: RunMeter, wanted: () => boolean, onTold: (after: RunState) => void): RunEvents {
  let waiting: ((state: RunState) => RunState)[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    const changes = waiting;
    waiting = [];
    if (changes.length === 0 || !wanted()) return;
    const after = changes.reduce((state, change) => change(state), useRun.getState());
    showRun(after);
    onTold(after);
  };

  return {
    push(event) {
      if (!wanted()) return;
      if (event.type === 'paused') meter.pause();
      if (event.type === 'resumed') meter.resume();
      const measured = meter.event(event);
      const url = event.type === 'painted' ? { url: URL.createObjectURL(event.png) } : {};
      waiting.push((state) => reduceRun(state, event, { measured, ...url }));
      if (event.type === 'step' || event.type === 'weights') timer ??= setTimeout(flush, STEP_INTERVAL);
      else flush();
    },
    flush,
  };
}
