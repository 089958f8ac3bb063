import { afterEach, describe, expect, it, vi } from 'vitest';
import { drain } from '../../../src/render/worker/drain.ts';
import { createPauseGate } from '../../../src/render/worker/pause-gate.ts';

const reins = (lost?: Promise<string>) => ({
  gate: createPauseGate(() => undefined),
  signal: new AbortController().signal,
  ...(lost && { lost }),
});

afterEach(() => {
  vi.useRealTimers();
});

describe('drawing the events of a run', () => {
  it('tells each in order, waits for what is done with it, and gives the result', async () => {
    const log: string[] = [];
    async function* run() {
      for (const event of ['a', 'b']) {
        log.push(`drawn ${event}`);
        yield event;
      }
      return 'end';
    }
    const tell = async (event: string) => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      log.push(`told ${event}`);
    };
    expect(await drain(run(), tell, reins())).toBe('end');
    expect(log).toEqual(['drawn a', 'told a', 'drawn b', 'told b']);
  });

  it('closes a run whose event could not be told', async () => {
    let closed = false;
    async function* run() {
      try {
        yield 1;
        yield 2;
      } finally {
        closed = true;
      }
    }
    const tell = () => {
      throw new Error('no room');
    };
    await expect(drain(run(), tell, reins())).rejects.toThrow('no room');
    expect(closed).toBe(true);
  });

  it('leaves a run that hangs on a lost device', async () => {
    vi.useFakeTimers();
    let lose: (reason: string) => void = () => undefined;
    const lost = new Promise<string>((resolve) => {
      lose = resolve;
    });
    async function* run() {
      yield 1;
      await new Promise(() => undefined);
    }
    const drained = expect(drain(run(), () => undefined, reins(lost))).rejects.toThrow(/device was lost: driver reset/);
    await vi.advanceTimersByTimeAsync(1);
    lose('driver reset');
    await vi.advanceTimersByTimeAsync(60_000);
    await drained;
  });
});
