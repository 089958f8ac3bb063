import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../../src/core/digest.ts';
import { createStoredSource } from '../../../../src/frames/sources/stored/stored-source.ts';
import { createMemoryStore } from '../../../support/memory-store.ts';
import { plainCodec } from '../../../support/plain-codec.ts';

async function withPhotographs(names: readonly string[]) {
  const store = createMemoryStore();
  const photographs = [];
  for (const [i, name] of names.entries()) {
    const bytes = await plainCodec.encodePng({ width: 1, height: 1, data: Uint8ClampedArray.of(i, i, i, 255) });
    const hash = await sha256(bytes);
    await store.put(hash, bytes);
    photographs.push({ id: `id-${i}`, name, sha256: hash });
  }
  return { store, photographs, source: createStoredSource({ photographs, store, codec: plainCodec }) };
}

describe('photographs that are kept', () => {
  it('come in the order given, whatever their names, two of one name among them', async () => {
    const { source, photographs } = await withPhotographs(['b.jpg', 'a', 'b.jpg']);
    const refs = await source.list();
    expect(refs.map(({ name }) => name)).toEqual(['b.jpg', 'a', 'b.jpg']);
    for (const [i, ref] of refs.entries()) {
      const { image, provenance } = await source.load(ref);
      expect(image.data[0]).toBe(i);
      expect(provenance).toEqual({ source: 'files', name: ref.name, sha256: photographs[i]!.sha256 });
    }
  });

  it('are named where one is gone, and asked for where there is none', async () => {
    const { source, store, photographs } = await withPhotographs(['a.jpg', 'b.jpg']);
    await store.delete(photographs[1]!.sha256);
    await expect(source.load((await source.list())[1]!)).rejects.toMatchObject({
      kind: 'storage',
      message: expect.stringMatching(/b\.jpg is no longer kept/),
    });
    const [fetched] = photographs;
    await store.delete(fetched!.sha256);
    const route = createStoredSource({ photographs: [{ ...fetched!, source: 'panoramax' }], store, codec: plainCodec });
    await expect(route.load((await route.list())[0]!)).rejects.toMatchObject({
      kind: 'storage',
      remedy: expect.stringContaining('Route then offers to fetch it'),
    });
    const none = createStoredSource({ photographs: [], store, codec: plainCodec });
    await expect(none.list()).rejects.toMatchObject({ kind: 'input' });
  });

  it('are not read once the run is cancelled', async () => {
    const { source } = await withPhotographs(['a.jpg']);
    const [ref] = await source.list();
    await expect(source.load(ref!, AbortSignal.abort())).rejects.toThrow(/abort/i);
  });
});
