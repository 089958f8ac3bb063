import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PleinAirError } from '../../src/core/errors.ts';
import { createRandom } from '../../src/core/random.ts';
import type { BlobStore } from '../../src/platform/blob-store.ts';

/** What the contract needs of an implementation. */
export interface BlobStoreCase {
  /** empty at the start of each test */
  readonly store: BlobStore;
  /** the same blobs, as a program that is started again finds them */
  reopen(): BlobStore;
  /** the same blobs, on a medium that breaks off in the middle of every write */
  breaking(): BlobStore;
  close(): Promise<void>;
}

const text = (value: string) => new TextEncoder().encode(value);

/** What every blob store does: `src/platform/blob-store.ts` in tests. */
export function describeBlobStore(name: string, open: () => Promise<BlobStoreCase>): void {
  describe(`the blob store contract: ${name}`, () => {
    let opened: BlobStoreCase;
    let store: BlobStore;
    beforeEach(async () => {
      opened = await open();
      store = opened.store;
    });
    afterEach(() => opened.close());

    it('gives back what was put, after a new start too, and null for what was not', async () => {
      await store.put('painted/0003.png', text('a'));
      expect(await store.get('painted/0003.png')).toEqual(text('a'));
      expect(await opened.reopen().get('painted/0003.png')).toEqual(text('a'));
      expect(await store.get('painted/0004.png')).toBeNull();
      expect(await store.get('painted')).toBeNull();
    });

    it('keeps zero bytes, every byte value, and tens of megabytes', async () => {
      const random = createRandom(1);
      const values = {
        empty: new Uint8Array(0),
        bytes: Uint8Array.from({ length: 256 }, (_, i) => i),
        // more than browsers keep within a database page, and more than one of their messages carries
        large: new Uint8Array(Uint32Array.from({ length: 6_000_000 }, () => random.below(2 ** 32)).buffer),
      };
      for (const [key, value] of Object.entries(values)) await store.put(key, value);
      for (const [key, value] of Object.entries(values)) {
        const found = await store.get(key);
        expect(found).toBeInstanceOf(Uint8Array);
        // `toEqual` on millions of numbers takes seconds
        expect(Buffer.compare(Buffer.from(found!), Buffer.from(value))).toBe(0);
      }
    });

    it('keeps a part of a larger buffer as that part alone', async () => {
      await store.put('part', Uint8Array.from([1, 2, 3, 4, 5]).subarray(1, 3));
      expect(await store.get('part')).toEqual(Uint8Array.of(2, 3));
    });

    it('keeps the bytes as they were when they were put, and gives copies out', async () => {
      const bytes = text('as put');
      const putting = store.put('a', bytes);
      await putting;
      bytes.fill(0);
      const first = await store.get('a');
      first!.fill(0);
      expect(await store.get('a')).toEqual(text('as put'));
    });

    it('overwrites, deletes, and takes the deletion of nothing calmly', async () => {
      await store.put('a', text('long first text'));
      await store.put('a', text('b'));
      expect(await store.get('a')).toEqual(text('b'));
      await store.delete('a');
      await store.delete('a');
      expect(await store.get('a')).toBeNull();
      expect(await store.list('')).toEqual([]);
    });

    it('lists the keys with a prefix, sorted by their characters, whole parts or not', async () => {
      const keys = ['b/2', 'b/10', 'b/1', 'bb', 'B', 'b-', 'b/deep/x.png', 'a', 'b/z'];
      for (const key of keys) await store.put(key, text('x'));
      expect(await store.list('')).toEqual([...keys].sort());
      expect(await store.list('b/')).toEqual(['b/1', 'b/10', 'b/2', 'b/deep/x.png', 'b/z']);
      expect(await store.list('b/1')).toEqual(['b/1', 'b/10']);
      expect(await store.list('b')).toEqual([...keys].filter((key) => key.startsWith('b')).sort());
      expect(await store.list('none/')).toEqual([]);
    });

    it.each(['a', '0', '-', '_', '.hidden', 'a..b', 'x.json', '...', 'a/b/c/d/e', 'UPPER', 'constructor', '__proto__'])(
      'takes the key "%s"',
      async (key) => {
        await store.put(key, text(key));
        expect(await store.get(key)).toEqual(text(key));
        expect(await store.list('')).toEqual([key]);
        await store.delete(key);
        expect(await store.get(key)).toBeNull();
      },
    );

    it.each(['', '.', '..', '../a', 'a/../b', '/a', 'a/', 'a//b', 'a b', 'a\\b', 'ä', 'a\0', 'a:b', '\uffff'])(
      'refuses the key "%s", for whatever is asked, and keeps nothing',
      async (key) => {
        await expect(store.put(key, text('x'))).rejects.toThrow(RangeError);
        await expect(store.get(key)).rejects.toThrow(RangeError);
        await expect(store.delete(key)).rejects.toThrow(RangeError);
        expect(await store.list('')).toEqual([]);
      },
    );

    it('holds whole values only, whoever writes and reads at the same time', async () => {
      const values = Array.from({ length: 8 }, (_, i) => new Uint8Array(100_000).fill(i + 1));
      const writes = values.map((value) => store.put('same', value));
      const reads = values.map(() => store.get('same'));
      await Promise.all(writes);
      for (const read of await Promise.all(reads)) if (read) expect(read).toEqual(values[read[0]! - 1]);
      const found = await store.get('same');
      expect(found).toEqual(values[found![0]! - 1]);
      expect(await store.list('')).toEqual(['same']);
    });

    it('takes many keys at the same time', async () => {
      const keys = Array.from({ length: 60 }, (_, i) => `frame/${String(i).padStart(4, '0')}.png`);
      await Promise.all(keys.map((key) => store.put(key, text(key))));
      expect(await store.list('frame/')).toEqual(keys);
      const found = await Promise.all(keys.map((key) => store.get(key)));
      expect(found).toEqual(keys.map(text));
    });

    it('after a write that broke off holds the old bytes, or still none, and says what was wrong', async () => {
      await store.put('painted/1.png', text('old'));
      const broken = opened.breaking();
      for (const key of ['painted/1.png', 'painted/2.png']) {
        const error: unknown = await broken.put(key, text('new')).catch((reason) => reason);
        expect(error).toBeInstanceOf(PleinAirError);
        expect((error as PleinAirError).kind).toBe('storage');
        expect((error as PleinAirError).message).toContain(key);
        expect((error as PleinAirError).remedy).toMatch(/room|space/);
      }
      const again = opened.reopen();
      expect(await again.get('painted/1.png')).toEqual(text('old'));
      expect(await again.list('')).toEqual(['painted/1.png']);
      await again.put('painted/2.png', text('now it goes'));
      expect(await again.get('painted/2.png')).toEqual(text('now it goes'));
    });
  });
}
