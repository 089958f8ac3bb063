import type { FloatImage } from '../../src/core/image.ts';
import { layersUpTo } from '../../src/engine/network/layers.ts';
import type { NetworkWeights } from '../../src/engine/network/weights.ts';

/** Activations, interleaved. */
export interface Activations {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly data: Float64Array;
}

/**
 * VGG's forward pass as plain loops in double precision, for small networks: what the tensor library is checked against.
 * @param image RGB 0–255
 */
export function cpuForward(
  image: FloatImage,
  weights: NetworkWeights,
  taps: readonly string[],
  pooling: 'avg' | 'max',
): Map<string, Activations> {
  const found = new Map<string, Activations>();
  let current: Activations = {
    ...image,
    data: Float64Array.from(image.data, (v, i) => v - weights.mean[i % 3]!),
  };
  for (const layer of layersUpTo(taps)) {
    if (layer.poolBefore) current = pool(current, pooling);
    const { kernel, bias } = weights.layers.get(layer.name)!;
    const before = convolve(current, kernel, bias);
    const after = { ...before, data: before.data.map((v) => Math.max(0, v)) };
    if (taps.includes(layer.name)) found.set(layer.name, before);
    const relu = layer.name.replace('conv', 'relu');
    if (taps.includes(relu)) found.set(relu, after);
    current = after;
  }
  return found;
}

function convolve(x: Activations, kernel: Float32Array, bias: Float32Array): Activations {
  const outputs = bias.length;
  const data = new Float64Array(x.width * x.height * outputs);
  for (let row = 0; row < x.height; row++) {
    for (let column = 0; column < x.width; column++) {
      for (let o = 0; o < outputs; o++) {
        let sum = bias[o]!;
        for (let ky = 0; ky < 3; ky++) {
          for (let kx = 0; kx < 3; kx++) {
            const y = row + ky - 1;
            const c = column + kx - 1;
            if (y < 0 || c < 0 || y >= x.height || c >= x.width) continue;
            for (let i = 0; i < x.channels; i++) {
              sum +=
                x.data[(y * x.width + c) * x.channels + i]! * kernel[((ky * 3 + kx) * x.channels + i) * outputs + o]!;
            }
          }
        }
        data[(row * x.width + column) * outputs + o] = sum;
      }
    }
  }
  return { width: x.width, height: x.height, channels: outputs, data };
}

function pool(x: Activations, kind: 'avg' | 'max'): Activations {
  const width = Math.floor(x.width / 2);
  const height = Math.floor(x.height / 2);
  const data = new Float64Array(width * height * x.channels);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      for (let c = 0; c < x.channels; c++) {
        const at = (dy: number, dx: number) => x.data[((2 * row + dy) * x.width + 2 * column + dx) * x.channels + c]!;
        const four = [at(0, 0), at(0, 1), at(1, 0), at(1, 1)];
        data[(row * width + column) * x.channels + c] =
          kind === 'avg' ? four.reduce((a, b) => a + b, 0) / 4 : Math.max(...four);
      }
    }
  }
  return { width, height, channels: x.channels, data };
}
