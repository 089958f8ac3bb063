import { type IDBPDatabase, openDB } from 'idb';
import { PleinAirError } from '../../core/errors.ts';
import { SCHEMA_STEPS, type Schema, type SchemaStep } from './schema.ts';
import { nameOf, storageError } from './storage-error.ts';

const NAME = 'plein-air';
/** How long tabs with an older program have to finish what they write and let go, in milliseconds. */
const PATIENCE = 5000;

/** The database, opened when first needed and again where the browser or another tab has closed it. */
export interface Database {
  /**
   * Runs `task` on the open database.
   * @param doing as in `to write`, and `what`, as in `painted/0003.png`: named in errors
   * @throws PleinAirError kind `storage`
   */
  use<T>(doing: string, what: string, task: (database: IDBPDatabase<Schema>) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** What tests replace. */
export interface DatabaseOptions {
  readonly name?: string;
  readonly steps?: readonly SchemaStep[];
  /** milliseconds */
  readonly patience?: number;
}

/** The studio's database, in a page or in a worker. Each call has its own connection; all see the same data. */
export function createDatabase({
  name = NAME,
  steps = SCHEMA_STEPS,
  patience = PATIENCE,
}: DatabaseOptions = {}): Database {
  let opening: Promise<IDBPDatabase<Schema>> | undefined;
  const forget = () => {
    opening = undefined;
  };
  const database = () => {
    if (!opening) {
      const own = open(name, steps, patience, () => opening === own && forget());
      opening = own;
      own.catch(() => opening === own && forget());
    }
    return opening;
  };
  return {
    use: async (doing, what, task) => {
      try {
        const found = await database();
        try {
          return await task(found);
        } catch (error) {
          // Closed under our hands, by another tab's upgrade or by the browser: nothing was begun, so it can be tried anew.
          if (nameOf(error) !== 'InvalidStateError') throw error;
          found.close();
          forget();
          return await task(await database());
        }
      } catch (error) {
        throw storageError(error, doing, what);
      }
    },
    close: async () => {
      const open = opening;
      forget();
      (await open)?.close();
    },
  };
}

/** @param closed called when the connection has been given up */
function open(
  name: string,
  steps: readonly SchemaStep[],
  patience: number,
  closed: () => void,
): Promise<IDBPDatabase<Schema>> {
  return new Promise((resolve, reject) => {
    // Null where the browser keeps nothing for the page, whatever the types say.
    if (!globalThis.indexedDB) throw new DOMException('no IndexedDB', 'SecurityError');
    let timer: ReturnType<typeof setTimeout> | undefined;
    let givenUp = false;
    const opened = openDB<Schema>(name, steps.length, {
      upgrade: (database, from, _to, transaction) => {
        // Opening fails with it, and that is told; by itself it would be a rejection that nobody handles.
        transaction.done.catch(() => undefined);
        for (const step of steps.slice(from)) step(database);
      },
      blocked: () => {
        timer = setTimeout(() => {
          givenUp = true;
          reject(
            new PleinAirError(
              'storage',
              'Another tab holds the stored data in an older form and does not let go of it.',
              'Close the other tabs with Plein Air, then reload this one; nothing is lost.',
            ),
          );
        }, patience);
      },
      // A tab with a newer program waits for this one; what this tab does next opens the database anew.
      blocking: (_current, _next, event) => {
        (event.target as IDBDatabase).close();
        closed();
      },
      terminated: closed,
    });
    opened
      .then((database) => (givenUp ? database.close() : resolve(database)), reject)
      .finally(() => clearTimeout(timer));
  });
}
