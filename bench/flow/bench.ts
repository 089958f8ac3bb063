import type { Size } from '../../src/core/image.ts';
import { bufferFloats, pyramid } from '../../src/flow/coarse-to-fine.ts';
import { defaultSearch, searchSize } from '../../src/flow/epipolar/depth-search.ts';
import { streetHypotheses } from '../../src/flow/epipolar/hypotheses.ts';
import { denseSize } from '../../src/flow/epipolar/street-estimator.ts';
import type { FlowEstimator, FlowStart } from '../../src/flow/estimator.ts';
import { defaultSolver } from '../../src/flow/solver-settings.ts';
import type { Params } from '../../src/project/schema.ts';

/** What every part of the benchmark measures with. */
export interface FlowBench {
  readonly estimator: FlowEstimator;
  readonly params: Params;
  /** the device in words */
  readonly adapter: string;
  /** Remembers a demand that is not met. @returns a word for the table */
  demand(met: boolean, what: string): string;
}

/** A result with the time it took. */
export interface Timed<T> {
  readonly result: T;
  readonly seconds: number;
}

export async function timed<T>(work: () => T | Promise<T>): Promise<Timed<T>> {
  const began = performance.now();
  const result = await work();
  return { result, seconds: (performance.now() - began) / 1000 };
}

/** MiB that the dense solver's buffers take for a pair. */
export function denseMemory(size: Size, starts: readonly FlowStart[] = []): number {
  const floats = bufferFloats(
    pyramid(size, defaultSolver),
    starts.map(({ forward }) => forward),
    defaultSolver,
  );
  return (4 * Object.values(floats).reduce((a, b) => a + b, 0)) / 2 ** 20;
}

/** MiB that the search along epipolar lines takes, with those of the dense solver beside it: a byte of cost and two of its sum a label. */
export function streetMemory(size: Size): number {
  const searched = searchSize(size, defaultSearch);
  const camera = { focal: size.width, rotation: [1, 0, 0, 0, 1, 0, 0, 0, 1], translation: [0, 0, -1] } as const;
  const { count } = streetHypotheses(camera, defaultSearch.counts);
  return (3 * count * searched.width * searched.height) / 2 ** 20 + denseMemory(denseSize(size));
}

/** A share as a column of a table, 9 wide. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`.padStart(9);
}
