import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { PleinAirError, StoreFullError } from '../../../src/core/errors.ts';
import { createDatabase, type Database } from '../../../src/platform/browser/database.ts';
import { createIndexedStore } from '../../../src/platform/browser/indexed-store.ts';
import { SCHEMA_STEPS, type SchemaStep, STORE_NAMES } from '../../../src/platform/browser/schema.ts';
import { withoutRoom } from '../../contract/full-database.ts';

const text = (value: string) => new TextEncoder().encode(value);
/** What a later program might do: a further object store, and something with what is there. */
const LATER: readonly SchemaStep[] = [...SCHEMA_STEPS, (database) => database.createObjectStore('later' as 'flows')];

const opened: Database[] = [];
afterEach(async () => {
  vi.unstubAllGlobals();
  for (const database of opened.splice(0)) await database.close();
});

/** Each call is a tab. */
function tab(name: string, options: { steps?: readonly SchemaStep[]; patience?: number } = {}): Database {
  const database = createDatabase({ name, ...options });
  opened.push(database);
  return database;
}

const storesOf = (database: Database) =>
  database.use('to open', 'it', async (open) => [...open.objectStoreNames] as string[]);

async function failure(promise: Promise<unknown>): Promise<PleinAirError> {
  const error: unknown = await promise.then(
    () => new Error('nothing went wrong'),
    (reason) => reason,
  );
  if (!(error instanceof PleinAirError)) throw error;
  expect(error.kind).toBe('storage');
  return error;
}

describe('the browser database', () => {
  it('has an object store for each kind of thing', async () => {
    expect(await storesOf(tab('kinds'))).toEqual([...STORE_NAMES].sort());
  });

  it('goes through the steps that a database has not seen, and keeps what is in it', async () => {
    const before = tab('growing');
    await createIndexedStore(before, 'painted').put('painted/1.png', text('a night’s work'));
    await before.close();
    const ran: number[] = [];
    const steps = LATER.map(
      (step, i): SchemaStep =>
        (database) => {
          ran.push(i);
          step(database);
        },
    );
    const after = tab('growing', { steps });
    expect(await storesOf(after)).toContain('later');
    expect(ran).toEqual([1]);
    expect(await createIndexedStore(after, 'painted').get('painted/1.png')).toEqual(text('a night’s work'));
  });

  it('stays as it was where a step fails', async () => {
    const before = tab('failing');
    await createIndexedStore(before, 'painted').put('painted/1.png', text('kept'));
    await before.close();
    const failing: SchemaStep = (database) => {
      database.deleteObjectStore('painted');
      throw new Error('a defect');
    };
    await failure(storesOf(tab('failing', { steps: [...SCHEMA_STEPS, failing] })));
    expect(await createIndexedStore(tab('failing'), 'painted').get('painted/1.png')).toEqual(text('kept'));
  });

  it('is let go by a tab when another one with a newer program needs it, and the older tab is told to reload', async () => {
    const older = tab('two-tabs');
    const store = createIndexedStore(older, 'painted');
    await store.put('painted/1.png', text('x'));
    const newer = tab('two-tabs', { steps: LATER });
    expect(await createIndexedStore(newer, 'painted').get('painted/1.png')).toEqual(text('x'));
    const error = await failure(store.put('painted/2.png', text('y')));
    expect(error.message).toMatch(/newer Plein Air.*to write painted\/2\.png/);
    expect(error.remedy).toMatch(/Reload/);
  });

  it('is opened again where the browser has closed it under the hands of a tab', async () => {
    const database = tab('closed');
    const store = createIndexedStore(database, 'painted');
    await store.put('painted/1.png', text('x'));
    await database.use('to close', 'it', async (open) => open.close());
    expect(await store.get('painted/1.png')).toEqual(text('x'));
    await database.use('to close', 'it', async (open) => open.close());
    await store.put('painted/2.png', text('y'));
    expect(await store.list('')).toHaveLength(2);
  });

  it('starts afresh where a person deletes the site’s data in another tab', async () => {
    const store = createIndexedStore(tab('deleted'), 'painted');
    await store.put('painted/1.png', text('x'));
    await new Promise((resolve, reject) => {
      const deletion = indexedDB.deleteDatabase('deleted');
      deletion.onsuccess = resolve;
      deletion.onerror = reject;
    });
    expect(await store.list('')).toEqual([]);
    await store.put('painted/2.png', text('y'));
    expect(await store.get('painted/2.png')).toEqual(text('y'));
  });

  it('that a stubborn tab holds is waited for a while, then says which tabs to close; afterwards it opens', async () => {
    const stubborn = await new Promise<IDBDatabase>((resolve) => {
      const request = indexedDB.open('held', 1);
      request.onupgradeneeded = () => {
        for (const name of STORE_NAMES) request.result.createObjectStore(name);
      };
      request.onsuccess = () => resolve(request.result);
    });
    const newer = tab('held', { steps: LATER, patience: 20 });
    const error = await failure(storesOf(newer));
    expect(error.message).toContain('Another tab');
    expect(error.remedy).toContain('Close the other tabs');
    stubborn.close();
    expect(await storesOf(newer)).toContain('later');
  });

  it('without room says what to delete, and goes on once there is room', async () => {
    const store = createIndexedStore(tab('full'), 'painted');
    const error = await failure(withoutRoom(() => store.put('painted/1.png', text('x'))));
    expect(error.message).toBe('There is no room left in this browser to write painted/1.png (QuotaExceededError).');
    expect(error.remedy).toMatch(/Delete projects/);
    expect(error).toBeInstanceOf(StoreFullError);
    await store.put('painted/1.png', text('x'));
    expect(await store.get('painted/1.png')).toEqual(text('x'));
  });

  it('is not mistaken for a person’s abort when the browser breaks a write off', async () => {
    const error = await failure(
      tab('broken-off').use('to write', 'painted/1.png', async (open) => {
        const transaction = open.transaction('painted', 'readwrite');
        transaction.abort();
        await transaction.done;
      }),
    );
    expect(error.message).toBe('The browser broke off to write painted/1.png (AbortError).');
    expect(error).not.toBeInstanceOf(StoreFullError);
  });

  it.each([undefined, null])('says so where the browser keeps nothing for the page: indexedDB is %s', async (none) => {
    vi.stubGlobal('indexedDB', none);
    const error = await failure(storesOf(tab('none')));
    expect(error.message).toContain('does not let the page keep data');
    expect(error.remedy).toContain('settings');
  });

  it('reads bytes that were stored as bytes', async () => {
    const database = tab('bytes');
    await database.use('to write', 'a', (open) => open.put('painted', text('x'), 'a'));
    expect(await createIndexedStore(database, 'painted').get('a')).toEqual(text('x'));
  });
});
