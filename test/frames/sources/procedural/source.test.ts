import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { PleinAirError } from '../../../../src/core/errors.ts';
import { createProceduralSource } from '../../../../src/frames/sources/procedural/source.ts';

const size = { width: 32, height: 20 };

describe('the built-in street as a source', () => {
  it('lists its frames in order and loads them with pose and provenance', async () => {
    const source = createProceduralSource({ frames: 12, seed: 7, size });
    const refs = await source.list();
    expect(refs.map((ref) => ref.id)).toEqual(
      Array.from({ length: 12 }, (_, i) => `street-7-${String(i).padStart(2, '0')}`),
    );
    const frame = await source.load(refs[3]!);
    expect(frame.image).toMatchObject(size);
    expect(frame.provenance).toEqual({
      source: 'procedural',
      name: 'street-7-03',
      sha256: createHash('sha256').update(frame.image.data).digest('hex'),
    });
    expect(frame.pose!.position[1]).toBeGreaterThan(2);
  });

  it('gives the same bytes again, and other bytes for the next frame', async () => {
    const load = async (index: number) => {
      const source = createProceduralSource({ frames: 3, seed: 9, size });
      return (await source.load((await source.list())[index]!)).provenance.sha256;
    };
    expect(await load(1)).toBe(await load(1));
    expect(await load(1)).not.toBe(await load(2));
  });

  it('says what is wrong with what it was asked for', () => {
    const right = { frames: 2, seed: 1 };
    for (const [wrong, words] of [
      [{ frames: 0 }, /0 frames/],
      [{ frames: 1.5 }, /1.5 frames/],
      [{ spacing: -1 }, /spacing .* -1 m/],
      [{ seed: -3 }, /seed is -3/],
      [{ size: { width: 8, height: 20 } }, /8×20 px/],
    ] as const) {
      expect(() => createProceduralSource({ ...right, ...wrong })).toThrow(PleinAirError);
      expect(() => createProceduralSource({ ...right, ...wrong })).toThrow(words);
    }
  });

  it('refuses a frame it does not have, and stops when told to', async () => {
    const source = createProceduralSource({ frames: 2, seed: 1, size });
    for (const id of ['street-1-2', 'street-2-0', 'x']) {
      await expect(source.load({ id, name: id })).rejects.toThrow(/has no frame/);
    }
    const stop = AbortSignal.abort();
    await expect(source.list(stop)).rejects.toHaveProperty('name', 'AbortError');
    await expect(source.load({ id: 'street-1-0', name: '' }, stop)).rejects.toHaveProperty('name', 'AbortError');
  });
});
