import { describe, expect, it } from 'vitest';
import type { RgbaImage } from '../../src/core/image.ts';
import { otherStills, stillIndex, stillName, writeStills } from '../../src/export/stills.ts';
import type { BlobStore } from '../../src/platform/blob-store.ts';
import type { ImageCodec } from '../../src/platform/image-codec.ts';
import { paintedFrames } from './painted.ts';

/** Stands in for PNG: what is under test is order and names. */
const codec: ImageCodec = {
  decode: () => Promise.reject(new Error('not used')),
  encodePng: (image: RgbaImage) => Promise.resolve(new Uint8Array(image.data.buffer.slice(0, 8))),
};

function memoryStore(): BlobStore & { readonly blobs: Map<string, Uint8Array> } {
  const blobs = new Map<string, Uint8Array>();
  return {
    blobs,
    get: (key) => Promise.resolve(blobs.get(key) ?? null),
    put: async (key, bytes) => void blobs.set(key, bytes),
    delete: async (key) => void blobs.delete(key),
    list: (prefix) => Promise.resolve([...blobs.keys()].filter((key) => key.startsWith(prefix)).sort()),
  };
}

describe('stills', () => {
  it('are numbered from 1 with names that sort like numbers', () => {
    expect([stillName(0), stillName(11), stillName(9998)]).toEqual(['0001.png', '0012.png', '9999.png']);
    for (const index of [0, 11, 9998, 12_345]) expect(stillIndex(stillName(index))).toBe(index);
  });

  it('are written in order under their folder', async () => {
    const store = memoryStore();
    expect(await writeStills(paintedFrames(8, 8, 3), 'stills/', { codec, store })).toEqual([
      'stills/0001.png',
      'stills/0002.png',
      'stills/0003.png',
    ]);
    expect(store.blobs.get('stills/0001.png')).not.toEqual(store.blobs.get('stills/0002.png'));
  });

  it('tell of those that a longer film left beside them, and of no other file', () => {
    const names = ['10000.png', '0001.png', '0003.png', 'cover.png', '0002.png', 'other'];
    expect(otherStills(names, ['0001.png', '0002.png'])).toEqual(['0003.png', '10000.png']);
  });

  it('stay when writing is aborted', async () => {
    const store = memoryStore();
    const stop = new AbortController();
    async function* frames() {
      for await (const frame of paintedFrames(8, 8, 3)) {
        if (store.blobs.size === 2) stop.abort();
        yield frame;
      }
    }
    await expect(writeStills(frames(), '', { codec, store }, stop.signal)).rejects.toMatchObject({
      name: 'AbortError',
    });
    expect([...store.blobs.keys()]).toEqual(['0001.png', '0002.png']);
  });
});
