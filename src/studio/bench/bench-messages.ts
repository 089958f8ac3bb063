import type { BenchEvent } from '../../benchmark/run-cases.ts';
import type { SentError } from '../../core/sent-error.ts';
import type { BenchPlan } from './bench-plan.ts';

/** From the page, once: the worker is ended where it is to stop. */
export type BenchRequest = BenchPlan;

/** To the page. */
export type BenchReply =
  | { readonly type: 'event'; readonly event: BenchEvent }
  | { readonly type: 'done' }
  | { readonly type: 'failed'; readonly error: SentError };
