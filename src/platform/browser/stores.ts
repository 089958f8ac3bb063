import type { BlobStore } from '../blob-store.ts';
import { createCompositeStore } from './composite-store.ts';
import { createDatabase, type DatabaseOptions } from './database.ts';
import { createIndexedStore } from './indexed-store.ts';

/** Everything that is kept in this browser. */
export interface BrowserStores {
  /** documents, by id */
  readonly projects: BlobStore;
  /** photographs as they came, by SHA-256; below `prepared/` those that were scaled for painting */
  readonly frames: BlobStore;
  /** paintings as they came, by SHA-256 */
  readonly styles: BlobStore;
  readonly painted: BlobStore;
  readonly weights: BlobStore;
  readonly records: BlobStore;
  /** for the renderer: `prepared/` lies in `frames`, `painted/` in `painted`, `flows/` in `flows`, `balance/` and `drive/` in `records` */
  readonly render: BlobStore;
  /** Lets go of the database; a later operation opens it again. */
  close(): Promise<void>;
}

/**
 * Opens the browser's database, in a page or in a worker, and brings it to the newest form.
 * @throws PleinAirError kind `storage` where the browser does not let the page keep data, or a newer program has changed its form
 */
export async function openBrowserStores(options: DatabaseOptions = {}): Promise<BrowserStores> {
  const database = createDatabase(options);
  await database.use('to open', 'the stored projects', async () => undefined);
  const frames = createIndexedStore(database, 'frames');
  const painted = createIndexedStore(database, 'painted');
  const records = createIndexedStore(database, 'records');
  return {
    projects: createIndexedStore(database, 'projects'),
    frames,
    styles: createIndexedStore(database, 'styles'),
    painted,
    weights: createIndexedStore(database, 'weights'),
    records,
    render: createCompositeStore({
      prepared: frames,
      painted,
      flows: createIndexedStore(database, 'flows'),
      balance: records,
      drive: records,
    }),
    close: () => database.close(),
  };
}
