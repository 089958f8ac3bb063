import { blobKeyParts } from '../blob-key.ts';
import type { BlobStore } from '../blob-store.ts';
import type { Database } from './database.ts';
import type { StoreName } from './schema.ts';

/** Blobs in one object store. A write is one transaction: after a crash or without room the key holds the old bytes or the new ones. */
export function createIndexedStore(database: Database, store: StoreName): BlobStore {
  const checked = (key: string) => blobKeyParts(key).join('/');
  return {
    get: async (key) => {
      const path = checked(key);
      return database.use('to read', path, async (open) => {
        const value = await open.get(store, path);
        if (value === undefined) return null;
        return value instanceof Uint8Array ? value : new Uint8Array(await value.arrayBuffer());
      });
    },
    put: async (key, bytes) => {
      const path = checked(key);
      const blob = new Blob([bytes as Uint8Array<ArrayBuffer>]);
      await database.use('to write', path, async (open) => {
        // `strict`: a frame that is reported as painted is on the disk.
        const transaction = open.transaction(store, 'readwrite', { durability: 'strict' });
        await Promise.all([transaction.store.put(blob, path), transaction.done]);
      });
    },
    delete: async (key) => {
      const path = checked(key);
      await database.use('to delete', path, (open) => open.delete(store, path));
    },
    list: (prefix) =>
      // Keys are ASCII: all that start with `prefix` lie below `prefix` and a later character.
      database.use('to list', prefix === '' ? store : prefix, (open) =>
        open.getAllKeys(store, prefix === '' ? undefined : IDBKeyRange.bound(prefix, `${prefix}\uffff`)),
      ),
  };
}
