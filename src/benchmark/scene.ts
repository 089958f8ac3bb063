import { createFloatImage, type FloatImage, type Size } from '../core/image.ts';
import { createRandom } from '../core/random.ts';

/**
 * A made picture, RGB 0–255: soft waves with grain. What an evaluation takes does not depend on what is on the picture, only on its size;
 * a made one needs no file and is the same everywhere.
 */
export function makeScene({ width, height }: Size, seed: number): FloatImage {
  const image = createFloatImage(width, height);
  const random = createRandom(seed);
  const waves = Array.from({ length: 3 }, () => [random.uniform(2, 9), random.uniform(2, 9), random.uniform(0, 6)]);
  for (let y = 0, o = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (const [across, down, phase] of waves) {
        const wave = Math.sin((across! * x) / width + (down! * y) / height + phase!);
        image.data[o++] = 128 + 80 * wave + random.uniform(-30, 30);
      }
    }
  }
  return image;
}
