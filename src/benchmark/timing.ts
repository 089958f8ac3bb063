/** How often a piece of work is done. */
export interface Repeats {
  /** before the clock counts: compilers, caches and clocks settle */
  readonly warmUp: number;
  /** timed, ≥ 1 */
  readonly repeats: number;
}

/** The middle value; of an even number the lower of the two in the middle. @throws RangeError where there is none */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('the median of nothing');
  return values.toSorted((a, b) => a - b)[(values.length - 1) >> 1]!;
}

/**
 * Median time of one unit of `work`, milliseconds: one slow repeat, when the machine did something else, does not count.
 * @param work resolves with how many units it did
 * @param signal looked at between repeats
 */
export async function timeRepeats(
  { warmUp, repeats }: Repeats,
  work: () => Promise<number>,
  signal?: AbortSignal,
): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < warmUp + repeats; i++) {
    signal?.throwIfAborted();
    const began = performance.now();
    const units = await work();
    if (i >= warmUp) times.push((performance.now() - began) / units);
  }
  return median(times);
}
