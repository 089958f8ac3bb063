import type { CaseAdapter } from '../../benchmark/open-case.ts';
import type { BenchFailure, BenchRecord, BenchRow } from '../../benchmark/record.ts';
import type { BenchCase } from '../../benchmark/run-case.ts';
import type { BenchEvent } from '../../benchmark/run-cases.ts';
import type { BenchPlan } from './bench-plan.ts';

/** A benchmark as the page shows it. */
export interface BenchRun {
  readonly status: 'running' | 'stopped' | 'done' | 'failed';
  /** ISO 8601 */
  readonly date: string;
  readonly plan: BenchPlan;
  readonly cases: readonly BenchCase[];
  /** index of the case in work */
  readonly current: number;
  /** part of that case that is done, 0–1; null while it is being set up */
  readonly done: number | null;
  /** the GPU, once a case was opened on it */
  readonly gpu: CaseAdapter | null;
  readonly rows: readonly BenchRow[];
  readonly failures: readonly BenchFailure[];
  /** why it ended early, for `failed` */
  readonly error: string | null;
}

/** A run that has just begun. */
export function beginRun(plan: BenchPlan, cases: readonly BenchCase[], date: string): BenchRun {
  return {
    status: 'running',
    date,
    plan,
    cases,
    current: 0,
    done: null,
    gpu: null,
    rows: [],
    failures: [],
    error: null,
  };
}

/** The run after an event. */
export function reduceRun(run: BenchRun, event: BenchEvent): BenchRun {
  switch (event.type) {
    case 'begun':
      return { ...run, current: event.index, done: null };
    case 'opened':
      return run.cases[event.index]?.device === 'webgpu' ? { ...run, gpu: event.adapter } : run;
    case 'progress':
      return { ...run, done: event.done };
    case 'row':
      return { ...run, done: 1, rows: [...run.rows, event.row] };
    case 'failed':
      return { ...run, done: 1, failures: [...run.failures, event.failure] };
  }
}

/** Part of the whole run that is done, 0–1: each case counts the same. */
export function progressOf({ cases, current, done, status }: BenchRun): number {
  return status === 'done' ? 1 : (current + (done ?? 0)) / cases.length;
}

/** What the run found so far, to be copied. @param host the browser by its own words */
export function recordOf({ date, gpu, plan, rows, failures }: BenchRun, host: string): BenchRecord {
  return {
    date,
    adapter: gpu?.adapter ?? 'processor',
    ...(gpu?.driver && { driver: gpu.driver }),
    host,
    options: plan.layers === 'default' ? {} : { layers: 'conv2_1, relu1_1, relu2_1' },
    rows,
    failures,
  };
}
