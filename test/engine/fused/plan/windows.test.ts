import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Tensor } from '../../../../src/engine/fused/plan/tensor.ts';
import { spansOf, valueBands, windowOf } from '../../../../src/engine/fused/plan/windows.ts';

describe('windowOf', () => {
  it('holds the span, begins where a binding may, at most 255 bytes early, and ends with the tensor at the latest', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('f32', 'f16') as fc.Arbitrary<'f32' | 'f16'>,
        fc.integer({ min: 1, max: 9999 }),
        fc.nat(9999),
        fc.nat(9999),
        (storage, vectors, a, b) => {
          const tensor: Tensor = { name: 't', floats: 4 * vectors, storage, kind: 'work' };
          const bytes = storage === 'f16' ? 8 : 16;
          const [from, to] = [Math.min(a, b) % vectors, (Math.max(a, b) % vectors) + 1];
          fc.pre(from < to);
          const { offset, size, base } = windowOf(tensor, { from: 4 * from, to: 4 * to }, 4);
          expect(offset % 256).toBe(0);
          expect(offset).toBe(base * bytes);
          expect(from - base).toBeGreaterThanOrEqual(0);
          expect((from - base) * bytes).toBeLessThan(256);
          expect(offset + size).toBe(to * bytes);
        },
      ),
    );
  });

  it('counts the words of a mask', () => {
    const mask: Tensor = { name: 'mask', floats: 1000, kind: 'work' };
    expect(windowOf(mask, { from: 130, to: 200 }, 1)).toEqual({ offset: 512, size: 288, base: 128 });
  });

  it('keeps to whole 32-bit words where an odd number of halves ends', () => {
    const halves: Tensor = { name: 'halves', floats: 7, storage: 'f16', kind: 'work' };
    expect(windowOf(halves, { from: 0, to: 7 }, 1).size).toBe(16);
  });
});

describe('spansOf', () => {
  it('covers everything in order with equal spans, as few as fit', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 1, max: 16 }),
        fc.integer({ min: 1, max: 400 }),
        (total, multiple, room) => {
          const spans = spansOf(total, multiple, ({ from, to }) => to - from <= room);
          expect(spans[0]!.from).toBe(0);
          expect(spans.at(-1)!.to).toBe(total);
          spans.slice(1).forEach(({ from }, i) => {
            expect(from).toBe(spans[i]!.to);
            expect(from % multiple).toBe(0);
          });
          const longest = Math.max(...spans.map(({ from, to }) => to - from));
          expect(longest).toBeLessThanOrEqual(Math.max(room, Math.min(multiple, total)));
          if (room >= total) expect(spans).toHaveLength(1);
          // One fewer would be too long.
          if (spans.length > 1 && room >= multiple)
            expect(Math.ceil(Math.ceil(total / multiple) / (spans.length - 1)) * multiple).toBeGreaterThan(room);
        },
      ),
    );
  });

  it('gives the shortest spans where nothing fits, for the caller to refuse', () => {
    expect(spansOf(10, 4, () => false)).toEqual([
      { from: 0, to: 4 },
      { from: 4, to: 8 },
      { from: 8, to: 10 },
    ]);
  });
});

describe('valueBands', () => {
  const tensors = (['f32', 'f16'] as const).map(
    (storage, i): Tensor => ({ name: `t${i}`, floats: 4096, storage, kind: 'work' }),
  );
  const buffer = { label: 'buffer' } as GPUBuffer;

  it('binds everything at once where that can be', () => {
    const [band, ...more] = valueBands(tensors, 16384, 256);
    expect(more).toEqual([]);
    expect(band!.values).toBe(4096);
    expect(band!.resolve(() => buffer, tensors[0]!)).toBe(buffer);
  });

  it('binds the same run of each tensor, by its own bytes', () => {
    const bands = valueBands(tensors, 8192, 256);
    expect(bands.map(({ values }) => values)).toEqual([2048, 2048]);
    expect(tensors.map((tensor) => bands[1]!.resolve(() => buffer, tensor))).toEqual([
      { buffer, offset: 8192, size: 8192 },
      { buffer, offset: 4096, size: 4096 },
    ]);
  });
});
