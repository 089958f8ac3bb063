import type { DBSchema, IDBPDatabase } from 'idb';

/** Object stores of the database; in each, a key of the blob port and the bytes under it. */
export const STORE_NAMES = ['projects', 'frames', 'flows', 'painted', 'weights', 'records', 'styles'] as const;
export type StoreName = (typeof STORE_NAMES)[number];

/** What the newest form of the database holds. Bytes are written as Blobs, which browsers keep as files of their own. */
export interface Schema extends DBSchema, Record<StoreName, { key: string; value: Blob | Uint8Array }> {}

/** Brings a database from the form before to the next one, within the transaction that opens it: all of it or nothing. */
export type SchemaStep = (database: IDBPDatabase<Schema>) => void;

/** Step `i` leads from version `i` to `i + 1`; steps that people's databases have gone through are never changed. */
export const SCHEMA_STEPS: readonly SchemaStep[] = [
  (database) => {
    for (const name of STORE_NAMES) database.createObjectStore(name);
  },
];
