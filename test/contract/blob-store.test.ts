import 'fake-indexeddb/auto';
import { mkdtempSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDatabase } from '../../src/platform/browser/database.ts';
import { createIndexedStore } from '../../src/platform/browser/indexed-store.ts';
import { createFolderStore } from '../../src/platform/node/folder-store.ts';
import { describeBlobStore } from './blob-store.ts';
import { withoutRoom } from './full-database.ts';

describeBlobStore('a folder', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'plein-air-contract-'));
  return {
    store: createFolderStore(dir),
    reopen: () => createFolderStore(dir),
    breaking: () =>
      createFolderStore(dir, {
        open: async (path, flags) => {
          const file = await open(path, flags);
          file.sync = () => Promise.reject(Object.assign(new Error('disk full'), { code: 'ENOSPC' }));
          return file;
        },
      }),
    close: async () => rmSync(dir, { recursive: true, force: true }),
  };
});

describeBlobStore('IndexedDB', async () => {
  const name = crypto.randomUUID();
  const databases = [createDatabase({ name })];
  const storeOf = (database: (typeof databases)[number]) => createIndexedStore(database, 'painted');
  return {
    store: storeOf(databases[0]!),
    reopen: () => {
      const again = createDatabase({ name });
      databases.push(again);
      return storeOf(again);
    },
    breaking: () => {
      const store = storeOf(databases[0]!);
      return { ...store, put: (key, bytes) => withoutRoom(() => store.put(key, bytes)) };
    },
    close: async () => {
      for (const database of databases) await database.close();
      indexedDB.deleteDatabase(name);
    },
  };
});
