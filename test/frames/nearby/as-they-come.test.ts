import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { asTheyCome } from '../../../src/frames/nearby/as-they-come.ts';

async function all<T>(results: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const result of results) found.push(result);
  return found;
}

describe('results as they come', () => {
  test('the quick ones first, each once, no more at a time than allowed', async () => {
    let running = 0;
    let most = 0;
    const work = async (milliseconds: number) => {
      most = Math.max(most, ++running);
      await wait(milliseconds);
      running--;
      return milliseconds;
    };
    expect(await all(asTheyCome([90, 10, 40, 5], 2, work))).toEqual([10, 40, 5, 90]);
    expect(most).toBe(2);
    expect(await all(asTheyCome([], 2, work))).toEqual([]);
  });

  test('a failure ends it, stops the others and is what is thrown', async () => {
    const stopped: number[] = [];
    const work = async (n: number, signal: AbortSignal) => {
      if (n === 1) throw new Error('the first');
      await wait(5000, undefined, { signal }).catch(() => stopped.push(n));
      return n;
    };
    await expect(all(asTheyCome([0, 1, 2, 3], 3, work))).rejects.toThrow('the first');
    expect(stopped.sort()).toEqual([0, 2]);
  });

  test('a failure while the caller is busy is seen at its next step', async () => {
    const results = asTheyCome([0, 20], 2, async (milliseconds) => {
      await wait(milliseconds);
      if (milliseconds > 0) throw new Error('the later one');
      return milliseconds;
    });
    expect(await results.next()).toEqual({ done: false, value: 0 });
    await wait(60);
    await expect(results.next()).rejects.toThrow('the later one');
  });

  test('a caller that has had enough stops the rest', async () => {
    let stopped = 0;
    const results = asTheyCome([0, 5000, 5000], 3, async (milliseconds, signal) => {
      await wait(milliseconds, undefined, { signal }).catch(() => stopped++);
      return milliseconds;
    });
    for await (const _ of results) break;
    expect(stopped).toBe(2);
  });

  test('a signal ends it, before the start too', async () => {
    const began: number[] = [];
    const work = async (n: number, signal: AbortSignal) => {
      began.push(n);
      await wait(5000, undefined, { signal });
      return n;
    };
    await expect(all(asTheyCome([1], 1, work, AbortSignal.abort()))).rejects.toMatchObject({ name: 'AbortError' });
    expect(began).toEqual([]);
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 20);
    await expect(all(asTheyCome([1, 2, 3], 2, work, controller.signal))).rejects.toMatchObject({ name: 'AbortError' });
    expect(began).toEqual([1, 2]);
  });
});
