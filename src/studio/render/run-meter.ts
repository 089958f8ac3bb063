import type { Params } from '../../project/schema.ts';
import { filmBudgets } from '../../render/plan.ts';
import { createTimeLeft } from '../../render/time-left.ts';
import type { WorkerEvent } from '../../render/worker/protocol.ts';

/** What time tells of a run. */
export interface Measured {
  /** evaluations a second over the last seconds; null until there is something to measure */
  readonly rate: number | null;
  /** seconds for the film; null at first */
  readonly timeLeft: number | null;
  /** 0–1 of the film, frames of earlier runs included */
  readonly progress: number;
  /** seconds spent on the frame in work */
  readonly frameSeconds: number | null;
}

/** Seconds over which the rate is taken: short enough to follow a change of size, long enough to stand still. */
const RATE_SECONDS = 8;

/** Measures a run from its events. */
export interface RunMeter {
  /** Stops the clock, so that a pause counts neither as work nor towards the rate. */
  pause(): void;
  resume(): void;
  event(event: WorkerEvent): Measured;
}

/** @param now seconds */
export function createRunMeter(params: Params, now: () => number): RunMeter {
  let pausedAt: number | null = null;
  let pauses = 0;
  const clock = () => (pausedAt ?? now()) - pauses;

  let budgets: readonly number[] = [];
  let timeLeft: ReturnType<typeof createTimeLeft> | null = null;
  let frame: { order: number; began: number } | null = null;
  let frameEnded = clock();
  let recent: { at: number; evaluations: number }[] = [];
  let evaluations = 0;
  let measured: Measured = { rate: null, timeLeft: null, progress: 0, frameSeconds: null };

  /** The frame in work starts afresh where painting went on from. */
  const restart = () => {
    frame = null;
    frameEnded = clock();
    recent = [];
  };

  const rate = (): number | null => {
    const first = recent[0];
    const last = recent.at(-1);
    if (!first || !last || last.at <= first.at) return null;
    return (last.evaluations - first.evaluations) / (last.at - first.at);
  };

  const step = (event: Extract<WorkerEvent, { type: 'step' }>) => {
    const at = clock();
    // What comes before the first step of a frame (flow, targets, compiling) is part of the frame's time.
    if (frame?.order !== event.order) frame = { order: event.order, began: frameEnded };
    recent.push({ at, evaluations: ++evaluations });
    while (recent.length > 2 && at - recent[0]!.at > RATE_SECONDS) recent.shift();
    const left = timeLeft?.step(event.order, event.progress);
    measured = {
      // Between two frames there is nothing new to tell.
      rate: rate() ?? measured.rate,
      timeLeft: left?.left ?? null,
      progress: left?.done ?? 0,
      frameSeconds: at - frame.began,
    };
  };

  return {
    pause() {
      pausedAt ??= now();
    },
    resume() {
      if (pausedAt !== null) pauses += now() - pausedAt;
      pausedAt = null;
    },
    event(event) {
      switch (event.type) {
        case 'started':
          budgets = filmBudgets(params, event.frames);
          timeLeft = createTimeLeft(budgets, clock);
          restart();
          break;
        case 'step':
          step(event);
          break;
        case 'painted': {
          timeLeft?.frame(event.order, event.kept);
          restart();
          const next = event.order + 1;
          const left = next < budgets.length ? timeLeft?.step(next, 0) : { done: 1, left: 0 };
          measured = {
            ...measured,
            timeLeft: left?.left ?? null,
            progress: left?.done ?? measured.progress,
            frameSeconds: null,
          };
          break;
        }
        case 'device-lost':
          restart();
          measured = { ...measured, rate: null, frameSeconds: null };
          break;
      }
      return measured;
    },
  };
}
