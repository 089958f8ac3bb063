import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../../src/core/digest.ts';
import { createStoredSource, type StoredPhotograph } from '../../../../src/frames/sources/stored/stored-source.ts';
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

describe('what is known of a photograph', () => {
  const METRES_OF_A_DEGREE = 111_195.0802;
  const first = { lat: 55.7, lng: 13.2 };
  /** So many metres from the first one. */
  const at = (east: number, north: number) => ({
    lat: first.lat + north / METRES_OF_A_DEGREE,
    lng: first.lng + east / METRES_OF_A_DEGREE / Math.cos((first.lat * Math.PI) / 180),
  });

  async function loaded(parts: readonly Partial<StoredPhotograph>[]) {
    const { store, photographs } = await withPhotographs(parts.map((_, i) => `${i}.jpg`));
    const known = photographs.map((photograph, i) => ({ ...photograph, ...parts[i] }));
    const source = createStoredSource({ photographs: known, store, codec: plainCodec });
    return Promise.all((await source.list()).map((ref) => source.load(ref)));
  }

  it('is a pose where place, direction and field of view are there, in metres from the first that has a place', async () => {
    const [nowhere, turnless, fieldless, whole, start] = await loaded([
      {},
      { place: { ...first, fov: 65 } },
      { place: { ...at(0, 10), heading: 90 } },
      { place: { ...at(30, -40), heading: 350, pitch: -5, fov: 65 } },
      { place: { ...first, heading: 12.5, fov: 80 } },
    ]);
    expect([nowhere?.pose, turnless?.pose, fieldless?.pose]).toEqual([undefined, undefined, undefined]);
    const [east = 0, north = 0, up] = whole?.pose?.position ?? [];
    expect(Math.hypot(east - 30, north + 40)).toBeLessThan(0.01);
    expect(up).toBe(0);
    expect(whole?.pose?.heading).toBeCloseTo(350, 2);
    expect(whole?.pose).toMatchObject({ pitch: -5, fov: 65 });
    expect(start?.pose).toEqual({ position: [0, 0, 0], heading: 12.5, pitch: 0, fov: 80 });
  });

  it('keeps its date, its credit and the service that it came from', async () => {
    const [fetched, own] = await loaded([
      { source: 'panoramax', date: '2023-06-14', attribution: 'Jo Doe · CC BY-SA 4.0 · Panoramax' },
      {},
    ]);
    expect(fetched?.provenance).toMatchObject({ source: 'panoramax', date: '2023-06-14' });
    expect(fetched?.attribution).toBe('Jo Doe · CC BY-SA 4.0 · Panoramax');
    expect(own?.provenance).not.toHaveProperty('date');
    expect(own).not.toHaveProperty('attribution');
  });
});
