import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTabLock } from '../../../src/studio/projects/tab-lock.ts';
import { FakeTabs } from './fake-tabs.ts';

describe('the lock of a project', () => {
  let tabs: FakeTabs;
  beforeEach(() => {
    tabs = new FakeTabs();
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });
  const tab = () => createTabLock(tabs.ports());

  /** The answer, with time that passes at once. */
  async function soon<T>(answer: Promise<T>): Promise<T> {
    await vi.advanceTimersByTimeAsync(20_000);
    return answer;
  }

  it('is one tab’s at a time, for each project', async () => {
    const [a, b] = [tab(), tab()];
    expect(await soon(a.take('p'))).toBe(true);
    expect(await soon(b.take('p'))).toBe(false);
    expect(await soon(b.take('q'))).toBe(true);
    expect(await soon(a.take('p'))).toBe(true);
    a.release('p');
    expect(await soon(b.take('p'))).toBe(true);
  });

  it('is taken once by a tab that asks twice at the same time', async () => {
    const a = tab();
    const both = Promise.all([a.take('p'), a.take('p')]);
    expect(await soon(both)).toEqual([true, true]);
    a.release('p');
    expect(await soon(tab().take('p'))).toBe(true);
  });

  it('waits a moment for a page that is being loaded again', async () => {
    const [before, after] = [tab(), tab()];
    await soon(before.take('p'));
    const taken = after.take('p');
    setTimeout(() => before.release('p'), 200);
    expect(await soon(taken)).toBe(true);
  });

  it('passes to another tab once this one has saved', async () => {
    const [a, b] = [tab(), tab()];
    await soon(a.take('p'));
    const steps: string[] = [];
    a.listen(async (id) => {
      await new Promise((done) => setTimeout(done, 300));
      steps.push(`saved ${id}`);
      a.release(id);
    });
    expect(await soon(b.takeOver('p').finally(() => steps.push('taken')))).toBe('taken');
    expect(steps).toEqual(['saved p', 'taken']);
    expect(await soon(a.take('p'))).toBe(false);
  });

  it('stays where the last changes cannot be saved', async () => {
    const [a, b] = [tab(), tab()];
    await soon(a.take('p'));
    a.listen(() => Promise.reject(new Error('no room')));
    expect(await soon(b.takeOver('p'))).toBe('refused');
    expect(await soon(b.take('p'))).toBe(false);
  });

  it('is not taken from a tab that does not answer', async () => {
    const [a, b] = [tab(), tab()];
    await soon(a.take('p'));
    expect(await soon(b.takeOver('p'))).toBe('silent');
    a.release('p');
    expect(await soon(b.take('p'))).toBe(true);
  });

  it('asks only the tab that holds it', async () => {
    const [a, b, c] = [tab(), tab(), tab()];
    await soon(a.take('p'));
    await soon(c.take('q'));
    const asked: string[] = [];
    const closing = (lock: typeof a, name: string) => async (id: string) => {
      asked.push(name);
      lock.release(id);
    };
    a.listen(closing(a, 'a'));
    c.listen(closing(c, 'c'));
    expect(await soon(b.takeOver('p'))).toBe('taken');
    expect(asked).toEqual(['a']);
  });

  it('hears no more once it has stopped', async () => {
    const [a, b] = [tab(), tab()];
    await soon(a.take('p'));
    a.listen(async (id) => a.release(id))();
    expect(await soon(b.takeOver('p'))).toBe('silent');
  });

  it('is everyone’s where the browser has no locks, or refuses them', async () => {
    const none = createTabLock({ locks: null, openChannel: tabs.ports().openChannel });
    expect(await none.take('p')).toBe(true);
    expect(await none.takeOver('p')).toBe('taken');
    const refused = createTabLock({
      locks: { request: () => Promise.reject(new DOMException('opaque origin', 'SecurityError')) },
      openChannel: tabs.ports().openChannel,
    });
    expect(await soon(refused.take('p'))).toBe(true);
  });
});
