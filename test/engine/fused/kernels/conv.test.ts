import { expect, it } from 'vitest';
import { createRandom } from '../../../../src/core/random.ts';
import { type ConvInputs, type ConvOutputs, convCpu, maskCpu } from '../../../../src/engine/fused/kernels/conv.cpu.ts';
import { type ConvShape, directConv, directConvDispatch } from '../../../../src/engine/fused/kernels/conv-direct.ts';
import { type Band, maskWords, pooledSize, tilesOf } from '../../../../src/engine/fused/kernels/geometry.ts';
import type { MatmulTile } from '../../../../src/engine/fused/kernels/matmul-parts.ts';
import {
  transformFilters,
  winogradDispatches,
  winogradKernels,
  winogradScratch,
} from '../../../../src/engine/fused/kernels/winograd.ts';
import { describeGpu } from '../../../support/gpu.ts';
import { runOnGpu } from '../../../support/gpu-kernel.ts';

const size = { width: 13, height: 11 };
const tile: MatmulTile = { staging: true, rows: 16, columns: 32, depth: 16, perRow: 4, perColumn: 8 };

function normal(length: number, seed: number, scale = 1): Float32Array {
  const random = createRandom(seed);
  return Float32Array.from({ length }, () => random.normal() * scale);
}

/** The bits of a mask as the GPU's buffers hold them. */
const asFloats = (words: Uint32Array) => new Float32Array(words.buffer);
const asWords = (floats: Float32Array) => new Uint32Array(floats.buffer);

const shapes: [string, ConvShape][] = [];
const forward = { kind: 'forward', conv: false, relu: false, pool: null, mask: false } as const;
for (const [inputs, outputs] of [
  [4, 32],
  [32, 32],
  [32, 4],
  [16, 64],
] as const) {
  const shape = (name: string, rest: Pick<ConvShape, 'source' | 'result'>) =>
    shapes.push([`${inputs} → ${outputs}, ${name}`, { inputs, outputs, ...rest }]);
  const map = { kind: 'map' } as const;
  shape('map after the ReLU and mask', { source: map, result: { ...forward, relu: true, mask: true } });
  shape('before and after the ReLU', { source: map, result: { ...forward, conv: true, relu: true } });
  shape('averages and mask', { source: map, result: { ...forward, pool: 'avg', mask: true } });
  shape('maxima, mask and map', { source: map, result: { ...forward, relu: true, pool: 'max', mask: true } });
  shape('gradient, masked', { source: map, result: { kind: 'backward', store: 'masked' } });
  shape('gradient of averages', {
    source: { kind: 'unpool', pooling: 'avg' },
    result: { kind: 'backward', store: 'plain' },
  });
  shape('gradient of maxima, added', {
    source: { kind: 'unpool', pooling: 'max' },
    result: { kind: 'backward', store: 'added' },
  });
}

/** Everything that a convolution may read. */
function inputsOf({ inputs, outputs, source }: ConvShape): Required<ConvInputs> {
  const pooled = pooledSize(size);
  const length = source.kind === 'map' ? size.width * size.height : pooled.width * pooled.height;
  const activations = (channels: number, seed: number) =>
    normal(size.width * size.height * channels, seed).map((v) => Math.max(v, 0));
  const max = source.kind === 'unpool' && source.pooling === 'max';
  return {
    source: normal(length * inputs, 1),
    sourceMask: maskCpu(activations(inputs, 2), size, inputs, max),
    weights: normal(9 * inputs * outputs, 3, Math.sqrt(2 / (9 * inputs))),
    bias: normal(outputs, 4),
    mask: maskCpu(activations(outputs, 5), size, outputs, false),
    output: normal(size.width * size.height * outputs, 6),
  };
}

type Names = 'source' | 'sourceMask' | 'weights' | 'bias' | 'conv' | 'relu' | 'pooled' | 'mask' | 'output';

function hostBuffers(shape: ConvShape, given: Required<ConvInputs>): Record<Names, Float32Array> {
  const pooled = pooledSize(size);
  const pixels = size.width * size.height;
  return {
    source: given.source,
    sourceMask: asFloats(given.sourceMask),
    weights: given.weights,
    bias: given.bias,
    conv: new Float32Array(pixels * shape.outputs),
    relu: new Float32Array(pixels * shape.outputs),
    pooled: new Float32Array(pooled.width * pooled.height * shape.outputs),
    mask: shape.result.kind === 'backward' ? asFloats(given.mask) : new Float32Array(maskWords(size, shape.outputs)),
    output: given.output,
  };
}

function sourceOf({ source }: ConvShape, b: Record<Names, GPUBuffer>): GPUBuffer[] {
  return source.kind === 'map' ? [b.source] : [b.source, b.sourceMask];
}

function resultOf({ result }: ConvShape, b: Record<Names, GPUBuffer>): GPUBuffer[] {
  if (result.kind === 'backward') return result.store === 'masked' ? [b.output, b.mask] : [b.output];
  const { conv, relu, pool, mask } = result;
  return [
    b.bias,
    ...(conv ? [b.conv] : []),
    ...(relu ? [b.relu] : []),
    ...(pool ? [b.pooled] : []),
    ...(mask ? [b.mask] : []),
  ];
}

/** Bits that mean something: of pixels inside the map, and with max pooling inside a window. */
function meaningfulBits({ outputs, result }: ConvShape): Uint32Array {
  const windowed = result.kind === 'forward' && result.pool === 'max';
  const { width, height } = windowed ? { width: size.width & ~1, height: size.height & ~1 } : size;
  const ones = Float32Array.from({ length: size.width * size.height * outputs }, (_, at) => {
    const pixel = Math.floor(at / outputs);
    return pixel % size.width < width && Math.floor(pixel / size.width) < height ? 1 : 0;
  });
  return maskCpu(ones, size, outputs, false);
}

function expectEqual(
  shape: ConvShape,
  found: Record<Names, Float32Array>,
  wanted: ConvOutputs,
  tolerance: number,
): void {
  for (const name of ['conv', 'relu', 'pooled', 'output'] as const) {
    const values = wanted[name];
    if (!values) continue;
    const apart = values.reduce((most, v, i) => Math.max(most, Math.abs(v - found[name][i]!)), 0);
    expect(apart, name).toBeLessThan(tolerance);
  }
  if (!wanted.mask) return;
  const meaningful = meaningfulBits(shape);
  const words = asWords(found.mask);
  let different = 0;
  wanted.mask.forEach((word, i) => {
    for (let x = ((word ^ words[i]!) & meaningful[i]!) >>> 0; x > 0; x &= x - 1) different++;
  });
  expect(different).toBe(0);
}

describeGpu('direct convolution', () => {
  it.each(shapes)('%s', async (_, shape) => {
    const given = inputsOf(shape);
    const kernel = directConv(shape);
    const found = await runOnGpu(hostBuffers(shape, given), (b) =>
      directConvDispatch(kernel, size, shape.outputs, [...sourceOf(shape, b), b.weights, ...resultOf(shape, b)]),
    );
    expectEqual(shape, found, convCpu(shape, size, given), 1e-4);
  });
});

describeGpu('Winograd convolution', () => {
  it.each(shapes.filter(([, { inputs, outputs }]) => inputs % tile.depth === 0 && outputs % tile.columns === 0))(
    '%s',
    async (_, shape) => {
      const given = inputsOf(shape);
      const kernels = winogradKernels(shape, tile);
      const { across, down } = tilesOf(size);
      const bands: Band[] = [
        { first: 0, tiles: 2 * across, pitch: 16 },
        { first: 2 * across, tiles: (down - 2) * across, pitch: 16 },
      ];
      const scratch = winogradScratch(shape, bands[0]!);
      const host = {
        ...hostBuffers(shape, given),
        filters: transformFilters(given.weights, shape.inputs, shape.outputs),
        v: new Float32Array(scratch.input),
        m: new Float32Array(scratch.output),
      };
      const found = await runOnGpu(host, (b) =>
        bands.flatMap((band) =>
          winogradDispatches(kernels, shape, size, band, tile, {
            source: sourceOf(shape, b),
            filters: b.filters,
            input: b.v,
            output: b.m,
            result: resultOf(shape, b),
          }),
        ),
      );
      expectEqual(shape, found, convCpu(shape, size, given), 3e-4);
    },
  );
});
