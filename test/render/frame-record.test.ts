import { describe, expect, it } from 'vitest';
import type { BlobStore } from '../../src/platform/blob-store.ts';
import { findFrame, keepFrame, type PaintedFrameOnDisk } from '../../src/render/frame-record.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { plainCodec as codec } from '../support/plain-codec.ts';

const terms = { content: 1, style: 2, tv: 3, temporal: 0, total: 6 };
const frame: PaintedFrameOnDisk = {
  record: {
    name: 'a.jpg',
    sha256: '0'.repeat(64),
    first: terms,
    last: terms,
    evaluations: 9,
    work: 4.5,
    stop: 'ftol',
    seconds: 1.5,
  },
  image: { width: 2, height: 1, data: Uint8ClampedArray.of(1, 2, 3, 255, 4, 5, 6, 255) },
};

async function kept() {
  const store = createMemoryStore();
  await keepFrame({ store, codec }, 'key', frame);
  return store;
}

describe('a painted frame', () => {
  it('is found as it was kept, under its own key only', async () => {
    const store = await kept();
    expect(await findFrame({ store, codec }, 'key')).toEqual(frame);
    expect(await findFrame({ store, codec }, 'other')).toBeNull();
  });

  it('counts as not painted where the program ended between picture and record', async () => {
    const whole = createMemoryStore();
    const cut: BlobStore = {
      ...whole,
      put: async (key, bytes) => {
        if (whole.writes.length > 0) throw new Error('the power went');
        await whole.put(key, bytes);
      },
    };
    await expect(keepFrame({ store: cut, codec }, 'key', frame)).rejects.toThrow('the power went');
    expect(await findFrame({ store: whole, codec }, 'key')).toBeNull();
    expect(await whole.list('')).toEqual(['painted/key.png']);
  });

  it.each<[string, string, Uint8Array]>([
    ['picture', 'png', Uint8Array.of(1, 2, 3)],
    ['record: no JSON', 'json', Uint8Array.of(123)],
    ['record: no UTF-8', 'json', Uint8Array.of(0xff, 0xfe)],
    ['record: empty', 'json', new Uint8Array(0)],
    ['record: another shape', 'json', new TextEncoder().encode('{"name":"a.jpg"}')],
  ])('counts as not painted where a file is damaged (%s)', async (_, extension, bytes) => {
    const store = await kept();
    await store.put(`painted/key.${extension}`, bytes);
    expect(await findFrame({ store, codec }, 'key')).toBeNull();
  });

  it('counts as not painted where its picture is gone', async () => {
    const store = await kept();
    await store.delete('painted/key.png');
    expect(await findFrame({ store, codec }, 'key')).toBeNull();
  });
});
