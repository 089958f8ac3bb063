import type { BlobStore } from '../blob-store.ts';

/**
 * One store made of several, each for the keys with its first part: `{ painted }` takes `painted/0003.png`, under that whole key.
 * @throws RangeError (its operations) for keys that none takes
 */
export function createCompositeStore(stores: Readonly<Record<string, BlobStore>>): BlobStore {
  const storeOf = (key: string): BlobStore => {
    const part = key.split('/', 1)[0] ?? '';
    const store = Object.hasOwn(stores, part) && key.length > part.length ? stores[part] : undefined;
    if (store) return store;
    throw new RangeError(
      `composite store: no store takes "${key}"; keys start with ${Object.keys(stores).join('/, ')}/`,
    );
  };
  return {
    get: async (key) => storeOf(key).get(key),
    put: async (key, bytes) => storeOf(key).put(key, bytes),
    delete: async (key) => storeOf(key).delete(key),
    list: async (prefix) => {
      const lists = Object.entries(stores).map(async ([part, store]) => {
        const own = `${part}/`;
        if (own.startsWith(prefix)) return store.list(own);
        return prefix.startsWith(own) ? store.list(prefix) : [];
      });
      return (await Promise.all(lists)).flat().sort();
    },
  };
}
