import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../src/core/digest.ts';
import { PleinAirError } from '../../../src/core/errors.ts';
import type { BlobStore } from '../../../src/platform/blob-store.ts';
import { cleanName, type GivenPicture, keepPictures } from '../../../src/studio/frames/keep-pictures.ts';

/** A store with room for so many pictures. */
class RoomFor implements BlobStore {
  readonly kept = new Map<string, Uint8Array>();
  constructor(readonly most: number) {}
  get = async (key: string) => this.kept.get(key) ?? null;
  put = async (key: string, bytes: Uint8Array) => {
    if (this.kept.size >= this.most) throw new PleinAirError('storage', 'There is no room left.', 'Delete a project.');
    this.kept.set(key, bytes);
  };
  delete = async (key: string) => void this.kept.delete(key);
  list = async () => [...this.kept.keys()];
}

const picture = (name: string, text = name): GivenPicture => ({
  name,
  arrayBuffer: async () => new TextEncoder().encode(text).buffer as ArrayBuffer,
});

const anything = async () => undefined;

const noPictures = async (bytes: Uint8Array, name: string) => {
  if (new TextDecoder().decode(bytes).startsWith('text')) {
    throw new PleinAirError('input', `The picture ${name} is no picture.`, 'Leave it out.');
  }
};

describe('keeping pictures', () => {
  it('keeps 500 one at a time under their hashes, in their order, and tells how far it is', async () => {
    const store = new RoomFor(1000);
    let inWork = 0;
    let mostInWork = 0;
    const files = Array.from(
      { length: 500 },
      (_, i): GivenPicture => ({
        name: `${i}.jpg`,
        arrayBuffer: async () => {
          mostInWork = Math.max(mostInWork, ++inWork);
          return new Uint8Array([i & 255, i >> 8]).buffer;
        },
      }),
    );
    const progress: number[] = [];
    const kept = await keepPictures(files, {
      store: { ...store, put: async (key, bytes) => store.put(key, bytes).finally(() => inWork--) },
      check: anything,
      onProgress: (done) => progress.push(done),
    });
    expect(kept.items.map(({ name }) => name)).toEqual(files.map(({ name }) => name));
    expect(store.kept.size).toBe(500);
    expect(kept.items[3]?.sha256).toBe(await sha256(new Uint8Array([3, 0])));
    expect(new Set(kept.items.map(({ id }) => id)).size).toBe(500);
    expect(progress).toEqual(files.map((_, i) => i));
    expect(mostInWork).toBe(1);
  });

  it('names what is no picture, what cannot be read and what is there already, and keeps the rest', async () => {
    const gone: GivenPicture = { name: 'gone.jpg', arrayBuffer: () => Promise.reject(new Error('NotFoundError')) };
    const old = picture('old.jpg');
    const present = [{ name: 'old.jpg', sha256: await sha256(new TextEncoder().encode('old.jpg')) }];
    const files = [
      picture('notes.jpg', 'text of a letter'),
      picture('a.jpg'),
      gone,
      old,
      picture('a.jpg'),
      picture('b.jpg'),
    ];
    const { items, refused, stopped } = await keepPictures(files, {
      store: new RoomFor(9),
      check: noPictures,
      present,
    });
    expect(items.map(({ name }) => name)).toEqual(['a.jpg', 'b.jpg']);
    expect(refused.map(({ name }) => name)).toEqual(['notes.jpg', 'gone.jpg', 'old.jpg', 'a.jpg']);
    expect(refused[0]?.reason).toBe('is no picture.');
    expect(refused[1]?.reason).toContain('cannot be read');
    expect(refused[2]?.reason).toContain('already');
    expect(stopped).toBeNull();
  });

  it('ends where the store is full, keeps what fitted, and counts what was not looked at', async () => {
    const files = ['a', 'b', 'c', 'd'].map((name) => picture(name));
    const { items, refused, stopped, rest } = await keepPictures(files, { store: new RoomFor(2), check: anything });
    expect(items.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(refused).toEqual([]);
    expect(stopped).toMatchObject({ kind: 'storage' });
    expect(rest).toBe(2);
  });

  it('stops at once when told to, and keeps what is done', async () => {
    const controller = new AbortController();
    const files = ['a', 'b', 'c'].map((name) => picture(name));
    const { items, stopped, rest } = await keepPictures(files, {
      store: new RoomFor(9),
      check: anything,
      signal: controller.signal,
      onProgress: (done) => done === 1 && controller.abort(),
    });
    expect(items.map(({ name }) => name)).toEqual(['a']);
    expect(stopped?.name).toBe('AbortError');
    expect(rest).toBe(2);
  });

  it('takes names as params may hold them', () => {
    expect(cleanName('/home/me/street\n1.jpg')).toBe('street1.jpg');
    expect(cleanName('C:\\photos\\1.jpg')).toBe('1.jpg');
    expect(cleanName(`${'x'.repeat(300)}.jpg`)).toHaveLength(255);
    expect(cleanName(`${'x'.repeat(300)}.jpg`)).toMatch(/\.jpg$/);
    expect(cleanName('\u0007')).toBe('picture');
  });
});
