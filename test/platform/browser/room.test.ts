import { afterEach, describe, expect, it, vi } from 'vitest';
import { persistStorage, storageRoom } from '../../../src/platform/browser/room.ts';

afterEach(() => vi.unstubAllGlobals());

const withStorage = (storage: object | undefined) => vi.stubGlobal('navigator', { storage });

describe('the room that the browser gives', () => {
  it('is what the browser says', async () => {
    withStorage({
      estimate: async () => ({ usage: 5, quota: 100 }),
      persisted: async () => true,
      persist: async () => true,
    });
    expect(await storageRoom()).toEqual({ used: 5, quota: 100, persisted: true });
    expect(await persistStorage()).toBe(true);
  });

  it.each([
    ['has no storage manager', undefined],
    ['has an empty one', {}],
    ['says nothing', { estimate: async () => ({}), persisted: async () => false, persist: async () => false }],
    [
      'refuses to say',
      {
        estimate: () => Promise.reject(new TypeError('opaque origin')),
        persisted: () => Promise.reject(new TypeError('opaque origin')),
        persist: () => Promise.reject(new TypeError('opaque origin')),
      },
    ],
  ])('is unknown where it %s', async (_, storage) => {
    withStorage(storage);
    expect(await storageRoom()).toEqual({ used: null, quota: null, persisted: false });
    expect(await persistStorage()).toBe(false);
  });

  it('asks the storage manager itself, which knows no other caller', async () => {
    class Manager {
      readonly #usage = 7;
      async estimate() {
        return { usage: this.#usage, quota: 8 };
      }
    }
    withStorage(new Manager());
    expect(await storageRoom()).toEqual({ used: 7, quota: 8, persisted: false });
  });
});
