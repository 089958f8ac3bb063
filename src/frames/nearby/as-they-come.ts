/**
 * Works on several items at a time and gives results as they come. The first failure ends it all: the others are told to stop.
 * @throws what `work` threw; the reason of `signal`
 */
export async function* asTheyCome<Item, Result>(
  items: readonly Item[],
  parallel: number,
  work: (item: Item, signal: AbortSignal) => Promise<Result>,
  signal?: AbortSignal,
): AsyncGenerator<Result, void> {
  signal?.throwIfAborted();
  const ended = new AbortController();
  const stop = signal ? AbortSignal.any([signal, ended.signal]) : ended.signal;
  const running = new Map<number, Promise<{ index: number; result: Result }>>();
  let next = 0;
  try {
    while (next < items.length || running.size > 0) {
      signal?.throwIfAborted();
      for (; next < items.length && running.size < parallel; next++) {
        const index = next;
        const job = work(items[index] as Item, stop).then((result) => ({ index, result }));
        // It may fail while the caller is busy with another result; the race below sees it then.
        job.catch(() => undefined);
        running.set(index, job);
      }
      const { index, result } = await Promise.race(running.values());
      running.delete(index);
      yield result;
    }
  } finally {
    ended.abort();
    await Promise.allSettled(running.values());
  }
}
