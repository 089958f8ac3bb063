import type { BlobStore } from '../../src/platform/blob-store.ts';

/** A blob store that lives as long as its test, and counts what is written. */
export interface MemoryStore extends BlobStore {
  /** keys in the order in which they were put, repeats included */
  readonly writes: readonly string[];
}

/** Copies on the way in and out, as a disk does. */
export function createMemoryStore(): MemoryStore {
  const blobs = new Map<string, Uint8Array>();
  const writes: string[] = [];
  return {
    writes,
    get: async (key) => blobs.get(key)?.slice() ?? null,
    put: async (key, bytes) => {
      writes.push(key);
      blobs.set(key, bytes.slice());
    },
    delete: async (key) => {
      blobs.delete(key);
    },
    list: async (prefix) => [...blobs.keys()].filter((key) => key.startsWith(prefix)).sort(),
  };
}
