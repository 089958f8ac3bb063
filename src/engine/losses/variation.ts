import type { LossGradient } from './terms.ts';

/**
 * CPU reference: anisotropic total variation Σ|x[i+1,j] − x[i,j]| + |x[i,j+1] − x[i,j]| over pixels and channels, and its
 * subgradient (0 where two neighbours are equal).
 * @param image interleaved, [height, width, channels]
 */
export function totalVariation(
  image: ArrayLike<number>,
  width: number,
  height: number,
  channels: number,
): LossGradient {
  const gradient = new Float64Array(image.length);
  let value = 0;
  const pair = (a: number, b: number) => {
    const d = image[b]! - image[a]!;
    value += Math.abs(d);
    gradient[b]! += Math.sign(d);
    gradient[a]! -= Math.sign(d);
  };
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < channels; c++) {
        const i = (y * width + x) * channels + c;
        if (x + 1 < width) pair(i, i + channels);
        if (y + 1 < height) pair(i, i + width * channels);
      }
    }
  }
  return { value, gradient };
}
