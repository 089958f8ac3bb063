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
import { F2, F4, type WinogradTransform } from '../../../../src/engine/fused/kernels/winograd-transforms.ts';
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
  ...[F4, F2].map((transform): [string, (storage: Storage) => Kernel[]] => [
    `Winograd of ${transform.outputs} outputs`,
    (s) =>
      [forward, backward].flatMap((shape) => {
        const made = winogradKernels(transform, { ...shape, storage: all(s) }, MATMUL_TILES[0]!);
        return [made.input, made.product, made.output];
      }),
  ]),
  [
    'filters of Winograd',
    (s) => [winogradFilters(F4, { filters: s, components: 'f32' }), winogradFilters(F2, { filters: s, components: s })],
  ],
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

/** A row of a transform, multiplied with what stands at its indices. */
const dot = (terms: WinogradTransform['input'][number], value: (i: number) => number) =>
  terms.reduce((sum, [factor, i]) => sum + factor * value(i), 0);

/**
 * The same tile from transformed filters [components, inputs].
 * @param stored what becomes of components where they are stored
 */
function winograd(
  { outputs, side, components, input, output }: WinogradTransform,
  d: Float32Array,
  u: Float32Array,
  inputs: number,
  stored = (components: Float32Array) => components,
): Float64Array {
  const result = new Float64Array(16);
  for (let y0 = 0; y0 < 4; y0 += outputs) {
    for (let x0 = 0; x0 < 4; x0 += outputs) {
      const m = new Float32Array(components);
      for (let c = 0; c < inputs; c++) {
        const at = (y: number, x: number) => d[((y0 + y) * 6 + x0 + x) * inputs + c]!;
        const v = stored(
          Float32Array.from({ length: components }, (_, k) =>
            dot(input[Math.floor(k / side)]!, (y) => dot(input[k % side]!, (x) => at(y, x))),
          ),
        );
        for (let k = 0; k < components; k++) m[k]! += v[k]! * u[k * inputs + c]!;
      }
      const sums = stored(m);
      output.forEach((rows, i) => {
        output.forEach((columns, j) => {
          result[(y0 + i) * 4 + x0 + j] = dot(rows, (y) => dot(columns, (x) => sums[y * side + x]!));
        });
      });
    }
  }
  return result;
}

const MEASURED = ['direct', 'keptFilters', 'keptHalves', 'madeFilters', 'halves', 'halvesOfF4'] as const;
type Measured = (typeof MEASURED)[number];

/** Root mean square of the error in that of the outputs, over many tiles of activations behind a ReLU. */
function errors(inputs: number): Record<Measured, number> {
  const random = createRandom(inputs);
  const sums = Object.fromEntries(MEASURED.map((name) => [name, 0])) as Record<Measured, number>;
  let norm = 0;
  for (let i = 0; i < 40; i++) {
    const d = Float32Array.from({ length: 36 * inputs }, () => Math.max(0, random.normal()));
    const w = Float32Array.from({ length: 9 * inputs }, () => random.normal() * Math.sqrt(2 / (9 * inputs)));
    const exact = direct(d, w, inputs);
    const add = (name: Measured, found: Float64Array) =>
      exact.forEach((v, at) => {
        sums[name] += (found[at]! - v) ** 2;
      });
    for (const v of exact) norm += v * v;
    const values = round(d);
    const filters = (transform: WinogradTransform, of = w) => transformFilters(transform, of, inputs, 1);
    add('direct', direct(values, round(w), inputs));
    add('keptFilters', winograd(F4, values, filters(F4), inputs));
    add('keptHalves', winograd(F4, values, round(filters(F4)), inputs));
    add('madeFilters', winograd(F4, values, filters(F4, round(w)), inputs));
    add('halves', winograd(F2, values, round(filters(F2)), inputs, round));
    add('halvesOfF4', winograd(F4, values, round(filters(F4)), inputs, round));
  }
  return Object.fromEntries(MEASURED.map((name) => [name, Math.sqrt(sums[name] / norm)])) as Record<Measured, number>;
}

describe.each([64, 256])('errors of activations and filters in half precision, %d channels', (inputs) => {
  const found = errors(inputs);

  it('Winograd F(4×4) with components in f32 loses no more than the direct convolution', () => {
    expect(found.direct).toBeLessThan(5e-4);
    expect(found.madeFilters).toBeLessThan(5e-4);
    expect(found.keptFilters).toBeLessThan(5e-4);
    // Why filters transformed for F(4×4) are not stored in half precision.
    expect(found.keptHalves).toBeGreaterThan(1e-3);
  });

  it('F(2×2) with filters and components in half precision loses hardly more; F(4×4) would lose much', () => {
    expect(found.halves).toBeLessThan(6e-4);
    expect(found.halvesOfF4).toBeGreaterThan(5 * found.halves);
  });
});
