import { PleinAirError } from '../core/errors.ts';
import type { Params } from '../project/schema.ts';
import type { BenchObjective } from './engines.ts';
import { type BenchPlatform, type CaseAdapter, type OpenCase, openCase } from './open-case.ts';
import type { BenchFailure, BenchRow } from './record.ts';
import { type BenchCase, runCase } from './run-case.ts';
import { untrainedWeights } from './untrained-weights.ts';

/** What a benchmark tells as it goes. `index` counts the cases from 0. */
export type BenchEvent =
  | { readonly type: 'begun'; readonly index: number }
  | { readonly type: 'opened'; readonly index: number; readonly adapter: CaseAdapter }
  /** `done` 0–1 of the case */
  | { readonly type: 'progress'; readonly index: number; readonly done: number }
  | { readonly type: 'row'; readonly index: number; readonly row: BenchRow }
  | { readonly type: 'failed'; readonly index: number; readonly failure: BenchFailure };

interface CasesOptions {
  readonly params: Params;
  readonly platform: BenchPlatform;
  readonly onEvent: (event: BenchEvent) => void;
  readonly signal?: AbortSignal;
  /** told each objective when it was timed, before it goes */
  readonly onObjective?: (objective: BenchObjective, opened: OpenCase) => Promise<void>;
}

/** Runs cases one after another, side by side in one run; one that fails does not end the others. @throws the signal's abort reason */
export async function runCases(cases: readonly BenchCase[], options: CasesOptions): Promise<void> {
  const { params, platform, onEvent, signal, onObjective } = options;
  const weights = await untrainedWeights(params);
  for (const [index, bench] of cases.entries()) {
    signal?.throwIfAborted();
    onEvent({ type: 'begun', index });
    let opened: OpenCase | undefined;
    try {
      opened = await openCase(bench, platform, { weights, params });
      const { adapter, driver, software, objectives, gpu } = opened;
      onEvent({ type: 'opened', index, adapter: { adapter, software, ...(driver && { driver }) } });
      const row = await runCase(bench, objectives, {
        params,
        adapter,
        meter: gpu?.meter,
        signal,
        onProgress: (done) => onEvent({ type: 'progress', index, done }),
        onObjective: onObjective && ((objective) => onObjective(objective, opened!)),
      });
      onEvent({ type: 'row', index, row });
    } catch (error) {
      signal?.throwIfAborted();
      const { engine, device, size } = bench;
      onEvent({ type: 'failed', index, failure: { engine, device, ...size, error: errorText(error) } });
    } finally {
      opened?.close();
    }
  }
}

function errorText(error: unknown): string {
  if (error instanceof PleinAirError) return `${error.message} ${error.remedy}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
