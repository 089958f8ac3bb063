import { expect, test } from 'vitest';
import { openTabSession } from '../../../src/platform/browser/sessions.ts';

/** What the browser keeps for one tab. */
function tabStorage(): Pick<Storage, 'getItem' | 'setItem'> {
  const values = new Map<string, string>();
  return { getItem: (key) => values.get(key) ?? null, setItem: (key, value) => void values.set(key, value) };
}

/** Locks of one browser as the standard has them, as far as sessions use them: each request belongs to a tab and ends with it. */
function lockManager() {
  const held: { name: string; mode: string; tab: number }[] = [];
  return {
    of: (tab: number): Pick<LockManager, 'request' | 'query'> => ({
      request: async (name: string, ...rest: unknown[]) => {
        const { mode = 'exclusive' } = (rest.length > 1 ? rest[0] : {}) as { mode?: string };
        const taken = held.filter((lock) => lock.name === name);
        if (taken.some((lock) => mode === 'exclusive' || lock.mode === 'exclusive')) throw new Error('would wait');
        const lock = { name, mode, tab };
        held.push(lock);
        await (rest.at(-1) as (lock: unknown) => Promise<unknown>)(lock);
        held.splice(held.indexOf(lock), 1);
      },
      query: async () => ({ held: held.map(({ name }) => ({ name })), pending: [] }) as LockManagerSnapshot,
    }),
    close: (tab: number) => {
      for (const lock of held.filter((each) => each.tab === tab)) held.splice(held.indexOf(lock), 1);
    },
    take: (name: string) => held.push({ name, mode: 'exclusive', tab: -1 }),
  };
}

test('a reload keeps the session, another tab has another', () => {
  const [one, other] = [tabStorage(), tabStorage()];
  const first = openTabSession({ storage: one, locks: null });
  expect(first.name).toMatch(/^[A-Za-z0-9-]{10,}$/);
  expect(openTabSession({ storage: one, locks: null }).name).toBe(first.name);
  expect(openTabSession({ storage: other, locks: null }).name).not.toBe(first.name);
});

test('open tabs know each other, closed ones are gone', async () => {
  const locks = lockManager();
  const first = openTabSession({ storage: tabStorage(), locks: locks.of(1) });
  const second = openTabSession({ storage: tabStorage(), locks: locks.of(2) });
  expect(await first.alive()).toEqual(new Set([first.name, second.name]));
  expect(await second.alive()).toEqual(new Set([first.name, second.name]));
  locks.close(2);
  expect(await first.alive()).toEqual(new Set([first.name]));
});

test('a duplicated tab shares the session, which lives as long as one of the two', async () => {
  const locks = lockManager();
  const storage = tabStorage();
  const first = openTabSession({ storage, locks: locks.of(1) });
  const copy = openTabSession({ storage, locks: locks.of(2) });
  const third = openTabSession({ storage: tabStorage(), locks: locks.of(3) });
  expect(copy.name).toBe(first.name);
  locks.close(1);
  expect(await third.alive()).toEqual(new Set([first.name, third.name]));
  locks.close(2);
  expect(await third.alive()).toEqual(new Set([third.name]));
});

test('locks of other programs are no sessions', async () => {
  const locks = lockManager();
  locks.take('something-else');
  const session = openTabSession({ storage: tabStorage(), locks: locks.of(1) });
  expect(await session.alive()).toEqual(new Set([session.name]));
});

test('without locks, or where the browser refuses them, a tab knows its own session', async () => {
  const refused = Promise.reject(new Error('refused'));
  refused.catch(() => undefined);
  const refusing: Pick<LockManager, 'request' | 'query'> = { request: () => refused, query: () => refused };
  for (const locks of [null, refusing]) {
    const session = openTabSession({ storage: tabStorage(), locks });
    expect(await session.alive()).toEqual(new Set([session.name]));
  }
});

test('without storage, or with a full or damaged one, there is a session all the same', () => {
  const full = {
    getItem: () => null,
    setItem: () => {
      throw new Error('full');
    },
  };
  const damaged = { getItem: () => '../weird name', setItem: () => undefined };
  for (const storage of [null, full, damaged]) {
    expect(openTabSession({ storage, locks: null }).name).toMatch(/^[A-Za-z0-9-]{10,}$/);
  }
});
