import { describe, expect, it } from 'vitest';
import { PleinAirError } from '../../src/core/errors.ts';
import type { FlowPair } from '../../src/core/field.ts';
import type { BlobStore } from '../../src/platform/blob-store.ts';
import { createFlowStore } from '../../src/render/flow-store.ts';
import { largestDifference, randomFloats } from '../support/floats.ts';
import { createMemoryStore } from '../support/memory-store.ts';

const size = { width: 12, height: 10 };
const PIXELS = size.width * size.height;
/** Of one pair of this size: 16 numbers, 2 × 2 components in 16 bits, 4 masks in 8. */
const BYTES = 128 + 12 * PIXELS;
const keyOf = (n: number) => `${n}`.padStart(64, '0');

function pairOf(seed: number, reach = 40): FlowPair {
  const field = (s: number) => ({ ...size, data: randomFloats(2 * PIXELS, s, -reach, reach) });
  const mask = (s: number) => ({ ...size, data: randomFloats(PIXELS, s, 0, 1) });
  return {
    forward: field(seed),
    backward: field(seed + 1),
    reliability: { forward: mask(seed + 2), backward: mask(seed + 3) },
  };
}

describe('kept flows', () => {
  it('come back to a thousandth of a pixel and half a level of trust, the same as they were handed on', async () => {
    const store = createMemoryStore();
    const pair = pairOf(1);
    const handed = await createFlowStore(store).put(keyOf(1), pair);
    const found = await createFlowStore(store).get(keyOf(1), size);
    expect(found).toEqual(handed);
    for (const direction of ['forward', 'backward'] as const) {
      expect(largestDifference(handed[direction].data, pair[direction].data)).toBeLessThan(1e-3);
      expect(largestDifference(handed.reliability[direction].data, pair.reliability[direction].data)).toBeLessThan(
        2.1e-3,
      );
    }
    expect([...(await store.list('flows/'))]).toHaveLength(1);
    expect((await store.get((await store.list('flows/'))[0]!))!.byteLength).toBe(BYTES);
  });

  it('keep the cameras and the pixels that follow them', async () => {
    const bits = (every: number) => ({
      ...size,
      data: Float32Array.from({ length: PIXELS }, (_, i) => (i % every === 0 ? 1 : 0)),
    });
    const geometry = {
      camera: { focal: 295.3, rotation: [1, 2, 3, 4, 5, 6, 7, 8, 9], translation: [0.1, -0.2, 0.97] as const },
      epipolar: { forward: bits(2), backward: bits(3) },
    };
    const kept = await createFlowStore(createMemoryStore()).put(keyOf(1), { ...pairOf(1), geometry });
    expect(kept.geometry).toEqual(geometry);
    expect((await createFlowStore(createMemoryStore()).put(keyOf(1), pairOf(1))).geometry).toBeUndefined();
  });

  it('keeps a still scene still', async () => {
    const still = pairOf(1, 0);
    const kept = await createFlowStore(createMemoryStore()).put(keyOf(1), still);
    expect(kept.forward.data.every((value) => value === 0)).toBe(true);
  });

  it('are absent where they were not kept, have another size, or are damaged', async () => {
    const store = createMemoryStore();
    const flows = createFlowStore(store);
    await flows.put(keyOf(1), pairOf(1));
    expect(await flows.get(keyOf(2), size)).toBeNull();
    expect(await flows.get(keyOf(1), { width: 10, height: 12 })).toBeNull();
    const [name] = await store.list('flows/');
    await store.put(name!, new Uint8Array(7));
    expect(await createFlowStore(store).get(keyOf(1), size)).toBeNull();
  });

  it('of other films give way first when there is no room, then those that were used longest ago', async () => {
    const store = createMemoryStore();
    const before = createFlowStore(store, 3 * BYTES);
    for (const n of [1, 2, 3]) await before.put(keyOf(n), pairOf(n));
    const now = createFlowStore(store, 3 * BYTES);
    expect(await now.get(keyOf(2), size)).not.toBeNull();
    await now.put(keyOf(4), pairOf(4));
    await now.put(keyOf(5), pairOf(5));
    const kept = async () => (await store.list('flows/')).map((name) => Number(name.slice(6, 70)));
    expect(await kept()).toEqual([2, 4, 5]);
    await now.put(keyOf(4), pairOf(4));
    expect(await kept()).toEqual([2, 4, 5]);
    await now.get(keyOf(2), size);
    await now.put(keyOf(6), pairOf(6));
    expect(await kept()).toEqual([2, 4, 6]);
  });

  it('of a film that is too long for them stay at its beginning and near the frame in work', async () => {
    const store = createMemoryStore();
    const flows = createFlowStore(store, 60 * BYTES);
    for (let n = 1; n <= 200; n++) await flows.put(keyOf(n), pairOf(n));
    const kept = (await store.list('flows/')).map((name) => Number(name.slice(6, 70)));
    expect(kept).toHaveLength(60);
    expect(kept.slice(0, 11)).toEqual(Array.from({ length: 11 }, (_, i) => i + 1));
    expect(kept.slice(-48)).toEqual(Array.from({ length: 48 }, (_, i) => 153 + i));
  });

  it('are handed on where they find no room at all', async () => {
    const store = createMemoryStore();
    const handed = await createFlowStore(store, BYTES - 1).put(keyOf(6), pairOf(6));
    expect(largestDifference(handed.forward.data, pairOf(6).forward.data)).toBeLessThan(1e-3);
    expect(await store.list('flows/')).toEqual([]);
  });

  it('are no reason to stop where the disk is full', async () => {
    const full: BlobStore = {
      ...createMemoryStore(),
      put: () => Promise.reject(new PleinAirError('storage', 'The disk is full.', 'Delete something.')),
    };
    await expect(createFlowStore(full).put(keyOf(1), pairOf(1))).resolves.toBeTruthy();
    const broken: BlobStore = { ...full, put: () => Promise.reject(new Error('a defect')) };
    await expect(createFlowStore(broken).put(keyOf(1), pairOf(1))).rejects.toThrow('a defect');
  });
});
