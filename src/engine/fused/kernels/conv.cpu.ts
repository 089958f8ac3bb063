import type { Size } from '../../../core/image.ts';
import type { Pooling } from '../../objective-params.ts';
import type { ConvShape } from './conv-direct.ts';
import { maskWords, pooledSize, tilesOf } from './geometry.ts';

/** What a convolution reads; maps are [height, width, channels]. */
export interface ConvInputs {
  readonly source: Float32Array;
  /** where the source is the pooled gradient */
  readonly sourceMask?: Uint32Array;
  /** [3, 3, inputs, outputs] */
  readonly weights: Float32Array;
  /** forward */
  readonly bias?: Float32Array;
  /** backward, `masked` */
  readonly mask?: Uint32Array;
  /** backward, `added`: what is there */
  readonly output?: Float32Array;
}

/** What it writes; those that the shape names. */
export interface ConvOutputs {
  readonly conv?: Float32Array;
  readonly relu?: Float32Array;
  readonly pooled?: Float32Array;
  readonly mask?: Uint32Array;
  readonly output?: Float32Array;
}

/** Where the bit of an activation stands: word and shift. */
function bitAt(size: Size, channels: number, y: number, x: number, c: number): [number, number] {
  const { across } = tilesOf(size);
  const word = ((y >> 1) * across + (x >> 2)) * (channels / 4) + (c >> 2);
  return [word, 4 * (4 * (y & 1) + (x & 3)) + (c & 3)];
}

/** CPU reference of the convolution kernels, direct and by Winograd's method. */
export function convCpu(shape: ConvShape, size: Size, given: ConvInputs): ConvOutputs {
  const { inputs, outputs, source, result } = shape;
  const { width, height } = size;
  const from =
    source.kind === 'map' ? given.source : unpoolCpu(given.source, given.sourceMask!, size, inputs, source.pooling);
  const sums = new Float32Array(width * height * outputs);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let o = 0; o < outputs; o++) {
        let sum = 0;
        for (let ky = 0; ky < 3; ky++) {
          for (let kx = 0; kx < 3; kx++) {
            const [v, u] = [y + ky - 1, x + kx - 1];
            if (v < 0 || u < 0 || v >= height || u >= width) continue;
            for (let i = 0; i < inputs; i++) {
              sum += from[(v * width + u) * inputs + i]! * given.weights[((ky * 3 + kx) * inputs + i) * outputs + o]!;
            }
          }
        }
        sums[(y * width + x) * outputs + o] = sum;
      }
    }
  }
  if (result.kind === 'backward') {
    const output = sums.map((v, at) => {
      if (result.store === 'added') return v + given.output![at]!;
      if (result.store === 'plain') return v;
      const [pixel, c] = [Math.floor(at / outputs), at % outputs];
      const [word, shift] = bitAt(size, outputs, Math.floor(pixel / width), pixel % width, c);
      return (given.mask![word]! >>> shift) & 1 ? v : 0;
    });
    return { output };
  }
  const conv = sums.map((v, at) => v + given.bias![at % outputs]!);
  const relu = conv.map((v) => Math.max(v, 0));
  const pooled = result.pool ? poolCpu(relu, size, outputs, result.pool) : undefined;
  return {
    ...(result.conv && { conv }),
    ...(result.relu && { relu }),
    ...(pooled && { pooled }),
    ...(result.mask && { mask: maskCpu(relu, size, outputs, result.pool === 'max') }),
  };
}

/** 2×2 pooling; an odd last row or column is left out. */
export function poolCpu(map: Float32Array, size: Size, channels: number, pooling: Pooling): Float32Array {
  const { width, height } = pooledSize(size);
  return Float32Array.from({ length: width * height * channels }, (_, at) => {
    const c = at % channels;
    const x = Math.floor(at / channels) % width;
    const y = Math.floor(at / channels / width);
    const four = [0, 1, 2, 3].map((i) => map[((2 * y + (i >> 1)) * size.width + 2 * x + (i & 1)) * channels + c]!);
    return pooling === 'max' ? Math.max(...four) : four.reduce((a, b) => a + b) / 4;
  });
}

/** Bits of the activations that pass a gradient: above 0, and with `max` the last of the largest of their four. */
export function maskCpu(relu: Float32Array, size: Size, channels: number, max: boolean): Uint32Array {
  const mask = new Uint32Array(maskWords(size, channels));
  const value = (y: number, x: number, c: number) => relu[(y * size.width + x) * channels + c]!;
  for (let y = 0; y < size.height; y++) {
    for (let x = 0; x < size.width; x++) {
      for (let c = 0; c < channels; c++) {
        const here = value(y, x, c);
        if (here <= 0) continue;
        if (max) {
          const [y0, x0] = [y - (y & 1), x - (x & 1)];
          if (y0 + 1 >= size.height || x0 + 1 >= size.width) continue;
          const four = [0, 1, 2, 3].map((i) => value(y0 + (i >> 1), x0 + (i & 1), c));
          if (four.lastIndexOf(Math.max(...four)) !== 2 * (y & 1) + (x & 1)) continue;
        }
        const [word, shift] = bitAt(size, channels, y, x, c);
        mask[word]! |= 1 << shift;
      }
    }
  }
  return mask;
}

/** Gradient of pooling and of the ReLU before it. */
function unpoolCpu(
  pooled: Float32Array,
  mask: Uint32Array,
  size: Size,
  channels: number,
  pooling: Pooling,
): Float32Array {
  const small = pooledSize(size);
  return Float32Array.from({ length: size.width * size.height * channels }, (_, at) => {
    const c = at % channels;
    const x = Math.floor(at / channels) % size.width;
    const y = Math.floor(at / channels / size.width);
    const [word, shift] = bitAt(size, channels, y, x, c);
    if (x >> 1 >= small.width || y >> 1 >= small.height || !((mask[word]! >>> shift) & 1)) return 0;
    return pooled[((y >> 1) * small.width + (x >> 1)) * channels + c]! * (pooling === 'avg' ? 0.25 : 1);
  });
}
