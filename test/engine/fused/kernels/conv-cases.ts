import { expect } from 'vitest';
import type { Size } from '../../../../src/core/image.ts';
import { createRandom } from '../../../../src/core/random.ts';
import { type ConvInputs, convCpu, maskCpu } from '../../../../src/engine/fused/kernels/conv.cpu.ts';
import type { ConvShape } from '../../../../src/engine/fused/kernels/conv-direct.ts';
import { resultBindings, sourceBindings } from '../../../../src/engine/fused/kernels/conv-parts.ts';
import { maskWords, pooledSize } from '../../../../src/engine/fused/kernels/geometry.ts';

function normal(length: number, seed: number, scale = 1): Float32Array {
  const random = createRandom(seed);
  return Float32Array.from({ length }, () => random.normal() * scale);
}

const forward = { kind: 'forward', conv: false, relu: false, pool: null, mask: false } as const;
const map = { kind: 'map' } as const;

/** All that a convolution may read and all that may become of its result, by name. */
export const convUses: readonly (readonly [string, Pick<ConvShape, 'source' | 'result'>])[] = [
  ['map after the ReLU and mask', { source: map, result: { ...forward, relu: true, mask: true } }],
  ['before and after the ReLU', { source: map, result: { ...forward, conv: true, relu: true } }],
  ['averages and mask', { source: map, result: { ...forward, pool: 'avg', mask: true } }],
  ['maxima, mask and map', { source: map, result: { ...forward, relu: true, pool: 'max', mask: true } }],
  ['gradient, masked', { source: map, result: { kind: 'backward', store: 'masked' } }],
  [
    'gradient of averages',
    { source: { kind: 'unpool', pooling: 'avg' }, result: { kind: 'backward', store: 'plain' } },
  ],
  [
    'gradient of maxima, added',
    { source: { kind: 'unpool', pooling: 'max' }, result: { kind: 'backward', store: 'added' } },
  ],
];

/** Everything that a convolution of a map of `size` may read. */
function inputsOf({ inputs, outputs, source }: ConvShape, size: Size): Required<ConvInputs> {
  const from = source.kind === 'map' ? size : pooledSize(size);
  const activations = (channels: number, seed: number) =>
    normal(size.width * size.height * channels, seed).map((v) => Math.max(v, 0));
  const max = source.kind === 'unpool' && source.pooling === 'max';
  return {
    source: normal(from.width * from.height * inputs, 1),
    sourceMask: maskCpu(activations(inputs, 2), size, inputs, max),
    weights: normal(9 * inputs * outputs, 3, Math.sqrt(2 / (9 * inputs))),
    bias: normal(outputs, 4),
    mask: maskCpu(activations(outputs, 5), size, outputs, false),
    output: normal(size.width * size.height * outputs, 6),
  };
}

/** Bits of a mask that mean something: of pixels inside the map, and with max pooling inside a window. */
function meaningfulBits({ outputs, result }: ConvShape, size: Size): Uint32Array {
  const windowed = result.kind === 'forward' && result.pool === 'max';
  const { width, height } = windowed ? { width: size.width & ~1, height: size.height & ~1 } : size;
  const ones = Float32Array.from({ length: size.width * size.height * outputs }, (_, at) => {
    const pixel = Math.floor(at / outputs);
    return pixel % size.width < width && Math.floor(pixel / size.width) < height ? 1 : 0;
  });
  return maskCpu(ones, size, outputs, false);
}

/** A convolution with its inputs, ready to be run. */
export interface ConvTrial {
  /** buffers by name, as they are before */
  readonly host: Readonly<Record<string, Float32Array>>;
  /** names of the buffers in the order of the kernel's bindings */
  readonly names: readonly string[];
  /** Fails where what the buffers hold afterwards is not what the CPU makes. */
  check(found: Readonly<Record<string, Float32Array>>, tolerance: number): void;
}

/** @param size of the map on which the convolution works */
export function convTrial(shape: ConvShape, size: Size): ConvTrial {
  const given = inputsOf(shape, size);
  const pixels = size.width * size.height;
  const pooled = pooledSize(size);
  const backward = shape.result.kind === 'backward';
  const all: Record<string, Float32Array> = {
    ...given,
    sourceMask: new Float32Array(given.sourceMask.buffer),
    mask: backward ? new Float32Array(given.mask.buffer) : new Float32Array(maskWords(size, shape.outputs)),
    conv: new Float32Array(pixels * shape.outputs),
    relu: new Float32Array(pixels * shape.outputs),
    pooled: new Float32Array(pooled.width * pooled.height * shape.outputs),
  };
  const names = [
    ...sourceBindings(shape.source, 'f32').map(({ name }) => name),
    'weights',
    ...resultBindings(shape.result, 'f32').map(({ name }) => name),
  ];
  return {
    host: Object.fromEntries(names.map((name) => [name, all[name]!])),
    names,
    check(found, tolerance) {
      const { mask, ...maps } = convCpu(shape, size, given);
      for (const [name, values] of Object.entries(maps)) {
        const apart = values.reduce((most, v, i) => Math.max(most, Math.abs(v - found[name]![i]!)), 0);
        expect(apart, name).toBeLessThan(tolerance);
      }
      if (!mask) return;
      const meaningful = meaningfulBits(shape, size);
      const words = new Uint32Array(found.mask!.buffer);
      expect(mask.filter((word, i) => (word ^ words[i]!) & meaningful[i]!)).toHaveLength(0);
    },
  };
}
