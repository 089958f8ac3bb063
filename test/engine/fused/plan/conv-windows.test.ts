import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ConvResult, ConvSource } from '../../../../src/engine/fused/kernels/conv-parts.ts';
import { maskWords, pooledSize, tilesOf } from '../../../../src/engine/fused/kernels/geometry.ts';
import { mapBands } from '../../../../src/engine/fused/plan/conv-windows.ts';
import type { Tensor } from '../../../../src/engine/fused/plan/tensor.ts';
import type { BufferRange } from '../../../../src/gpu/kernel.ts';

const buffer = {} as GPUBuffer;
const CHANNELS = 8;

/** Tensors of a layer of eight channels. */
function tensorsOf(size: { width: number; height: number }) {
  const work = (name: string, floats: number): Tensor => ({ name, floats, kind: 'work' });
  const pooled = pooledSize(size);
  return {
    map: work('map', CHANNELS * size.width * size.height),
    output: work('output', CHANNELS * size.width * size.height),
    pooled: work('pooled', CHANNELS * pooled.width * pooled.height),
    mask: work('mask', maskWords(size, CHANNELS)),
    bias: { name: 'bias', floats: CHANNELS, kind: 'filters' } as Tensor,
  };
}

/** Values of a tensor that a band's binding shows. */
function shown(range: BufferRange) {
  if (!('offset' in range)) throw new Error('bound whole');
  return { from: range.offset / 4, to: (range.offset + range.size) / 4, bytes: range.size };
}

const sizes = fc.record({ width: fc.integer({ min: 2, max: 60 }), height: fc.integer({ min: 8, max: 60 }) });
const forward: ConvResult = { kind: 'forward', conv: false, relu: true, pool: 'avg', mask: true };
const map: ConvSource = { kind: 'map' };

describe('mapBands', () => {
  it('shows each band all that it reads and makes, in windows below the limit', () => {
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 5 }), (size, parts) => {
        const { map: source, output, pooled, mask, bias } = tensorsOf(size);
        const row = CHANNELS * size.width;
        // Six rows and an alignment are the least that can be shown.
        const limit = Math.max(4 * row * 6 + 256, Math.ceil((4 * source.floats) / parts) - 4);
        fc.pre(4 * source.floats > limit);
        const tensors = { source: [source], result: [bias, output, pooled, mask] };
        const bands = mapBands(size, { source: map, result: forward }, tensors, limit);
        const { down } = tilesOf(size);
        expect(bands[0]!.rows.from).toBe(0);
        expect(bands.at(-1)!.rows.to).toBe(down);
        expect(bands.length).toBeGreaterThan(1);
        for (const { rows, band, bind } of bands) {
          const resolve = bind(() => buffer);
          const top = Math.max(0, 4 * rows.from - 1);
          const bottom = Math.min(size.height, 4 * rows.to + 1);
          const read = shown(resolve(source));
          expect(read.from).toBeLessThanOrEqual(top * row);
          expect(read.to).toBe(bottom * row);
          expect(read.from).toBe(4 * band.bases!.source!);
          const made = shown(resolve(output));
          expect(made.from).toBeLessThanOrEqual(4 * rows.from * row);
          expect(made.to).toBe(Math.min(size.height, 4 * rows.to) * row);
          const bits = shown(resolve(mask));
          expect(bits.from).toBe(band.bases!.mask);
          expect(bits.to).toBe((maskWords(size, CHANNELS) / down) * rows.to);
          for (const { bytes } of [read, made, bits, shown(resolve(pooled))]) {
            expect(bytes).toBeLessThanOrEqual(limit);
            expect(bytes).toBeGreaterThan(0);
          }
          expect(resolve(bias)).toBe(buffer);
        }
      }),
    );
  });

  it('shows a band the rows of the pooled gradient on both sides of it', () => {
    const size = { width: 53, height: 37 };
    const { output, pooled, mask } = tensorsOf(size);
    const bands = mapBands(
      size,
      { source: { kind: 'unpool', pooling: 'max' }, result: { kind: 'backward', store: 'plain' } },
      { source: [pooled, mask], result: [output] },
      16384,
    );
    const row = CHANNELS * pooledSize(size).width;
    for (const { rows, bind } of bands) {
      const { from, to } = shown(bind(() => buffer)(pooled));
      expect(from).toBeLessThanOrEqual(Math.max(0, 2 * rows.from - 1) * row);
      expect(to).toBe(Math.min(18, 2 * rows.to + 1) * row);
    }
    expect(bands.map(({ rows }) => rows.to - rows.from)).toEqual([2, 2, 2, 2, 2]);
  });

  it('binds everything whole where nothing is above the limit, and then cuts by scratch alone', () => {
    const size = { width: 53, height: 37 };
    const { map: source, output, mask } = tensorsOf(size);
    const shape = { source: map, result: { kind: 'backward', store: 'masked' } } as const;
    const tensors = { source: [source], result: [output, mask] };
    const one = mapBands(size, shape, tensors, 4 * source.floats);
    expect(one).toHaveLength(1);
    expect(one[0]!.band).toEqual({ first: 0, tiles: 140, pitch: 140 });
    expect(one[0]!.bind(() => buffer)(source)).toBe(buffer);
    // Ten rows of 14 tiles, three at a time.
    const scratch = { tileBytes: 100, most: 4300, pad: 16 };
    const cut = mapBands(size, shape, tensors, 4 * source.floats, { scratch });
    expect(cut.map(({ band }) => band)).toEqual([
      { first: 0, tiles: 42, pitch: 48 },
      { first: 42, tiles: 42, pitch: 48 },
      { first: 84, tiles: 42, pitch: 48 },
      { first: 126, tiles: 14, pitch: 16 },
    ]);
    expect(cut.every(({ bind }) => bind(() => buffer)(source) === buffer)).toBe(true);
  });
});
