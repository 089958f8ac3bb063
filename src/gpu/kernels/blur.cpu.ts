import { type BlurArgs, blurRadius } from './blur.ts';

/** CPU reference of `blur`. */
export function blurCpu(args: BlurArgs<Float32Array>): void {
  const { image, scratch, width, height, channels, batch, sigma } = args;
  const radius = blurRadius(sigma);
  const weights = Float64Array.from({ length: 2 * radius + 1 }, (_, k) =>
    Math.exp(-((k - radius) ** 2) / (2 * sigma * sigma)),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  for (let k = 0; k < weights.length; k++) weights[k]! /= total;

  const columns = mirror(width, radius);
  const lines = mirror(height, radius);
  const stride = width * channels;
  for (let start = 0; start < batch * height * stride; start += height * stride) {
    for (let y = 0; y < height; y++) {
      const row = start + y * stride;
      for (let x = 0; x < width; x++) {
        for (let c = 0; c < channels; c++) {
          let sum = 0;
          for (let k = 0; k < weights.length; k++) sum += weights[k]! * image[row + columns[x + k]! * channels + c]!;
          scratch[row + x * channels + c] = sum;
        }
      }
    }
    for (let y = 0; y < height; y++) {
      for (let i = 0; i < stride; i++) {
        let sum = 0;
        for (let k = 0; k < weights.length; k++) sum += weights[k]! * scratch[start + lines[y + k]! * stride + i]!;
        image[start + y * stride + i] = sum;
      }
    }
  }
}

/** For each place from −radius to length − 1 + radius, the place inside that mirrors it. */
function mirror(length: number, radius: number): Int32Array {
  const period = 2 * length;
  return Int32Array.from({ length: length + 2 * radius }, (_, i) => {
    const wrapped = (((i - radius) % period) + period) % period;
    return wrapped >= length ? period - 1 - wrapped : wrapped;
  });
}
