import type { FloatImage } from '../../core/image.ts';
import { createRandom } from '../../core/random.ts';
import { layersUpTo } from '../network/layers.ts';
import type { ConvWeights, NetworkWeights } from '../network/weights.ts';
import type { Pooling } from '../objective-params.ts';
import { poolCpu } from './kernels/conv.cpu.ts';
import { pooledSize } from './kernels/geometry.ts';

/** Side of the picture that the network is measured on: four poolings leave 2×2 positions of it. */
const SIDE = 32;

/**
 * A scale for each convolution that the taps need: the power of two that brings the root mean square of its activations near 1. They are
 * measured on one picture of patches at all scales, on the processor: the scales depend on the filters alone, so that every frame, style and
 * device has the same, and a render that is taken up again too. Statistics of the filters without a picture would be off by more at each layer,
 * because activations behind a ReLU are not centred. Half precision holds values 65504 times as large as 1, and the largest of a map is some
 * hundred times its mean square: a picture whose activations are a hundred times as strong still fits.
 */
export function activationScales(
  weights: NetworkWeights,
  taps: readonly string[],
  pooling: Pooling,
): ReadonlyMap<string, number> {
  const picture = patches();
  let size = { width: SIDE, height: SIDE };
  let map: Float32Array = picture.data.map((v, i) => v - weights.mean[i % 3]!);
  const scales = new Map<string, number>();
  for (const { name, poolBefore } of layersUpTo(taps)) {
    const layer = weights.layers.get(name)!;
    if (poolBefore) {
      map = poolCpu(map, size, map.length / size.width / size.height, pooling);
      size = pooledSize(size);
    }
    map = convolve(map, size.width, layer);
    let squares = 0;
    for (const v of map) squares += v * v;
    const rms = Math.sqrt(squares / map.length);
    scales.set(name, rms > 0 && Number.isFinite(rms) ? 2 ** -Math.round(Math.log2(rms)) : 1);
    for (let i = 0; i < map.length; i++) map[i] = Math.max(map[i]!, 0);
  }
  return scales;
}

/** Squares of 16, 8, 4, 2 and 1 pixels, one over the other: edges and contrast of every size, as pictures have. */
function patches(): FloatImage {
  const random = createRandom(1);
  const data = new Float32Array(SIDE * SIDE * 3).fill(118);
  for (let cell = 16; cell >= 1; cell /= 2) {
    const across = SIDE / cell;
    const grey = Float32Array.from({ length: across * across }, () => 28 * random.normal());
    const tint = Float32Array.from({ length: across * across * 3 }, () => 10 * random.normal());
    for (let i = 0; i < SIDE * SIDE; i++) {
      const patch = Math.floor(i / SIDE / cell) * across + Math.floor((i % SIDE) / cell);
      for (let c = 0; c < 3; c++) data[3 * i + c]! += grey[patch]! + tint[3 * patch + c]!;
    }
  }
  return { width: SIDE, height: SIDE, channels: 3, data: data.map((v) => Math.min(255, Math.max(0, v))) };
}

/** 3×3 with zero padding, bias added. Zeros of the input, of which a ReLU leaves many, cost nothing. */
function convolve(map: Float32Array, width: number, { kernel, bias }: ConvWeights): Float32Array {
  const outputs = bias.length;
  const inputs = kernel.length / 9 / outputs;
  const height = map.length / inputs / width;
  const found = new Float32Array(width * height * outputs);
  for (let at = 0; at < width * height; at++) {
    const sums = found.subarray(at * outputs, (at + 1) * outputs);
    sums.set(bias);
    for (let tap = 0; tap < 9; tap++) {
      const y = Math.floor(at / width) + Math.floor(tap / 3) - 1;
      const x = (at % width) + (tap % 3) - 1;
      if (y < 0 || x < 0 || y >= height || x >= width) continue;
      for (let i = 0; i < inputs; i++) {
        const value = map[(y * width + x) * inputs + i]!;
        if (value === 0) continue;
        const row = (tap * inputs + i) * outputs;
        for (let o = 0; o < outputs; o++) sums[o]! += value * kernel[row + o]!;
      }
    }
  }
  return found;
}
