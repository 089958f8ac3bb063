import type { ResizeArgs } from './resize.ts';

/** CPU reference of `resize`; the filter is separable, so rows come first, then columns. */
export function resizeCpu(args: ResizeArgs<Float32Array>): void {
  const { source, sourceWidth, sourceHeight, target, width, height, channels, batch, gain } = args;
  const across = taps(sourceWidth, width);
  const down = taps(sourceHeight, height);
  const rows = new Float64Array(sourceHeight * width * channels);
  for (let image = 0; image < batch; image++) {
    const from = image * sourceHeight * sourceWidth * channels;
    for (let y = 0; y < sourceHeight; y++) {
      for (let x = 0; x < width; x++) {
        const { first, weights } = across[x]!;
        const start = from + (y * sourceWidth + first) * channels;
        for (let c = 0; c < channels; c++) {
          let sum = 0;
          for (let k = 0; k < weights.length; k++) sum += weights[k]! * source[start + k * channels + c]!;
          rows[(y * width + x) * channels + c] = sum;
        }
      }
    }
    const to = image * height * width * channels;
    const stride = width * channels;
    for (let y = 0; y < height; y++) {
      const { first, weights } = down[y]!;
      for (let i = 0; i < stride; i++) {
        let sum = 0;
        for (let k = 0; k < weights.length; k++) sum += weights[k]! * rows[(first + k) * stride + i]!;
        // The channel's parity is the parity of i only where the channel count is even.
        target[to + y * stride + i] = sum * gain[(i % channels) & 1]!;
      }
    }
  }
}

interface Taps {
  readonly first: number;
  readonly weights: Float64Array;
}

function taps(sourceLength: number, length: number): Taps[] {
  const pitch = sourceLength / length;
  const reach = Math.max(1, pitch);
  return Array.from({ length }, (_, i) => {
    const centre = (i + 0.5) * pitch - 0.5;
    const first = Math.max(0, Math.ceil(centre - reach));
    const last = Math.min(sourceLength - 1, Math.floor(centre + reach));
    const weights = Float64Array.from({ length: last - first + 1 }, (_, k) =>
      Math.max(0, 1 - Math.abs(first + k - centre) / reach),
    );
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return { first, weights: weights.map((weight) => weight / total) };
  });
}
