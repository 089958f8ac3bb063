import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../../src/core/random.ts';
import { contentSeed } from '../../../../src/engine/fused/kernels/content-seed.ts';
import { type ConvShape, directConv } from '../../../../src/engine/fused/kernels/conv-direct.ts';
import { stagedConv } from '../../../../src/engine/fused/kernels/conv-staged.ts';
import { gramPartial } from '../../../../src/engine/fused/kernels/gram.ts';
import { fromHalf, toHalf } from '../../../../src/engine/fused/kernels/half.ts';
import { imageGradient } from '../../../../src/engine/fused/kernels/image-gradient.ts';
import { matmul } from '../../../../src/engine/fused/kernels/matmul.ts';
import { F32, type Storage } from '../../../../src/engine/fused/kernels/storage.ts';
import { unpool } from '../../../../src/engine/fused/kernels/unpool.ts';
import { transformFilters, winogradKernels } from '../../../../src/engine/fused/kernels/winograd.ts';
import { winogradFilters } from '../../../../src/engine/fused/kernels/winograd-filters.ts';
import { MATMUL_TILES, REGISTER_TILE } from '../../../../src/engine/fused/plan/strategy.ts';
import type { Kernel } from '../../../../src/gpu/kernel.ts';

const forward = {
  inputs: 64,
  outputs: 64,
  source: { kind: 'map' },
  result: { kind: 'forward', conv: true, relu: true, pool: 'max', mask: true },
} as const satisfies ConvShape;
const backward = {
  inputs: 64,
  outputs: 64,
  source: { kind: 'unpool', pooling: 'avg' },
  result: { kind: 'backward', store: 'added' },
} as const satisfies ConvShape;
const all = (storage: Storage) => ({ source: storage, filters: storage, result: storage });

/** Every kernel that touches stored activations, gradients or filters. */
const kernels: [string, (storage: Storage) => Kernel[]][] = [
  ['staged', (s) => [forward, backward].map((shape) => stagedConv({ ...shape, storage: all(s) }))],
  ['direct', (s) => [forward, backward].map((shape) => directConv({ ...shape, storage: all(s) }))],
  [
    'Winograd',
    (s) =>
      [forward, backward].flatMap((shape) =>
        Object.values(winogradKernels({ ...shape, storage: all(s) }, MATMUL_TILES[0]!)),
      ),
  ],
  ['filters of Winograd', (s) => [winogradFilters(s)]],
  [
    'product',
    (s) =>
      [MATMUL_TILES[1]!, REGISTER_TILE, { ...REGISTER_TILE, lanes: 4, columns: 64 }].map((tile) =>
        matmul({
          depth: 64,
          columns: 64,
          tile,
          rows: 'any',
          result: { tap: 'conv', base: 'raw' },
          storage: { ...F32, source: s, result: s },
        }),
      ),
  ],
  ['Gram', (s) => [gramPartial(64, s)]],
  ['content', (s) => [contentSeed('relu', 'raw', s)]],
  ['unpool', (s) => [unpool(64, 'max', s)]],
  ['image gradient', (s) => [imageGradient(64, s)]],
];

describe('kernels that store in half precision', () => {
  // No software adapter has shader-f16: that the f32 text is tested, and the f16 one differs from it in types alone, stands for a run.
  it.each(kernels)('%s: the text of f32 with other types of buffers and stores', (_, make) => {
    make('f16').forEach((half, i) => {
      const full = make('f32')[i]!;
      const [heading] = half.code.split('\nenable f16;\n');
      const plain = half.code.replace('\nenable f16;\n', '\n\n').replaceAll('vec4h', 'vec4f');
      expect(plain).toBe(full.code);
      if (half.code.includes('vec4h')) expect(heading!.split('\n').every((line) => line.startsWith('//'))).toBe(true);
      // Halves are only ever loaded into a vec4f: nothing is computed with them.
      for (const [use] of half.code.matchAll(/.{0,20}vec4h.{0,2}/g)) expect(use).toMatch(/(= vec4h\(|array<vec4h>)/);
    });
  });
});

const round = (values: Float32Array) => values.map((v) => fromHalf(toHalf(v)));

/** One 4×4 tile of one output channel, by the definition. @param d [6, 6, inputs] @param w [3, 3, inputs] */
function direct(d: Float32Array, w: Float32Array, inputs: number): Float64Array {
  return Float64Array.from({ length: 16 }, (_, at) => {
    let sum = 0;
    for (let tap = 0; tap < 9; tap++) {
      const place = ((at >> 2) + Math.floor(tap / 3)) * 6 + (at & 3) + (tap % 3);
      for (let c = 0; c < inputs; c++) sum += d[place * inputs + c]! * w[tap * inputs + c]!;
    }
    return sum;
  });
}

const B = [
  [4, 0, -5, 0, 1, 0],
  [0, -4, -4, 1, 1, 0],
  [0, 4, -4, -1, 1, 0],
  [0, -2, -1, 2, 1, 0],
  [0, 2, -1, -2, 1, 0],
  [0, 4, 0, -5, 0, 1],
];
const A = [
  [1, 1, 1, 1, 1, 0],
  [0, 1, -1, 2, -2, 0],
  [0, 1, 1, 4, 4, 0],
  [0, 1, -1, 8, -8, 1],
];

/** The same tile from transformed filters [36, inputs], components in double precision. */
function winograd(d: Float32Array, u: Float32Array, inputs: number): Float64Array {
  const m = new Float64Array(36);
  for (let c = 0; c < inputs; c++) {
    for (let k = 0; k < 36; k++) {
      let v = 0;
      for (let y = 0; y < 6; y++)
        for (let x = 0; x < 6; x++) v += B[Math.floor(k / 6)]![y]! * B[k % 6]![x]! * d[(6 * y + x) * inputs + c]!;
      m[k]! += v * u[k * inputs + c]!;
    }
  }
  return Float64Array.from({ length: 16 }, (_, at) => {
    let sum = 0;
    for (let k = 0; k < 36; k++) sum += A[at >> 2]![Math.floor(k / 6)]! * A[at & 3]![k % 6]! * m[k]!;
    return sum;
  });
}

/** Root mean square of the error in that of the outputs, over many tiles of activations behind a ReLU. */
function errors(inputs: number): { direct: number; keptFilters: number; keptHalves: number; madeFilters: number } {
  const random = createRandom(inputs);
  const sums = { exact: 0, direct: 0, keptFilters: 0, keptHalves: 0, madeFilters: 0 };
  for (let i = 0; i < 40; i++) {
    const d = Float32Array.from({ length: 36 * inputs }, () => Math.max(0, random.normal()));
    const w = Float32Array.from({ length: 9 * inputs }, () => random.normal() * Math.sqrt(2 / (9 * inputs)));
    const exact = direct(d, w, inputs);
    const add = (name: 'direct' | 'keptFilters' | 'keptHalves' | 'madeFilters', found: Float64Array) =>
      exact.forEach((v, at) => {
        sums[name] += (found[at]! - v) ** 2;
      });
    for (const v of exact) sums.exact += v * v;
    const stored = round(d);
    add('direct', direct(stored, round(w), inputs));
    add('keptFilters', winograd(stored, transformFilters(w, inputs, 1), inputs));
    add('keptHalves', winograd(stored, round(transformFilters(w, inputs, 1)), inputs));
    add('madeFilters', winograd(stored, transformFilters(round(w), inputs, 1), inputs));
  }
  const share = (sum: number) => Math.sqrt(sum / sums.exact);
  return {
    direct: share(sums.direct),
    keptFilters: share(sums.keptFilters),
    keptHalves: share(sums.keptHalves),
    madeFilters: share(sums.madeFilters),
  };
}

describe('errors of activations and filters in half precision', () => {
  it.each([64, 256])(
    '%d channels: Winograd with components in f32 loses no more than the direct convolution',
    (inputs) => {
      const found = errors(inputs);
      expect(found.direct).toBeLessThan(5e-4);
      expect(found.madeFilters).toBeLessThan(5e-4);
      expect(found.keptFilters).toBeLessThan(5e-4);
      // Why transformed filters are not stored in half precision.
      expect(found.keptHalves).toBeGreaterThan(1e-3);
    },
  );
});
