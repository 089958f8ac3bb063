import type { Dispatch } from '../../../../../src/gpu/kernel.ts';
import { copies, runOnGpu } from '../../../../support/gpu-kernel.ts';
import type { TestObjective } from '../objectives.ts';
import { openReferenceRun } from '../run.ts';

type Arrays = Record<string, Float32Array>;

/** One use of a CPU reference: all buffers before and after. */
export interface Call {
  readonly before: Arrays;
  readonly after: Arrays;
}

interface Recording {
  readonly pixels: number;
  /** of the minimiser's buffers */
  readonly sizes: Readonly<Record<string, number>>;
  /** CPU references in their order */
  // biome-ignore lint/suspicious/noExplicitAny: each takes the buffers that it names
  readonly kernels: readonly ((buffers: any) => void)[];
  readonly watched: unknown;
  readonly state: Uint8Array<ArrayBuffer>;
  readonly start: Float32Array;
  readonly objective: TestObjective;
  readonly evaluations: number;
}

/** A log in a buffer that goes on behind it, as buffers of many plans do: what stands there is not the kernels'. */
export function withLongLog<Sizes extends { readonly log: number }>(sizes: Sizes): Sizes {
  return { ...sizes, log: sizes.log + 64 };
}

/** What one kernel met and did in a whole run of the CPU references. */
export async function recordCalls(recording: Recording): Promise<Call[]> {
  const calls: Call[] = [];
  const run = openReferenceRun(recording.pixels, recording.sizes, (buffers: Arrays) => {
    for (const kernel of recording.kernels) {
      const before = copies(buffers);
      kernel(buffers);
      if (kernel === recording.watched) calls.push({ before, after: copies(buffers) });
    }
  });
  run.start(recording.start, recording.state, recording.objective);
  await run.evaluate(recording.evaluations);
  return calls;
}

/** What the GPU makes of each call's buffers. */
export async function replay(
  calls: readonly Call[],
  // biome-ignore lint/suspicious/noExplicitAny: the buffers are those of the calls, by name
  dispatch: (buffers: any) => Dispatch,
): Promise<Arrays[]> {
  const names = Object.keys(calls[0]!.before);
  const host = Object.fromEntries(
    calls.flatMap(({ before }, i) => names.map((name) => [`${name} ${i}`, before[name]!] as const)),
  );
  const after = await runOnGpu(host, (buffers) =>
    calls.map((_, i) => dispatch(Object.fromEntries(names.map((name) => [name, buffers[`${name} ${i}`]])))),
  );
  return calls.map((_, i) => Object.fromEntries(names.map((name) => [name, after[`${name} ${i}`]!])));
}

/** Largest difference, relative to the largest finite value of either; infinite where only one of two is no number. */
export function relativeDifference(a: Float32Array, b: Float32Array): number {
  let size = 0;
  let difference = 0;
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    if (Object.is(a[i], b[i])) continue;
    const apart = Math.abs(a[i]! - b[i]!);
    difference = Math.max(difference, Number.isNaN(apart) ? Number.POSITIVE_INFINITY : apart);
  }
  for (const value of [...a, ...b]) if (Number.isFinite(value)) size = Math.max(size, Math.abs(value));
  return difference === 0 ? 0 : difference / size;
}
