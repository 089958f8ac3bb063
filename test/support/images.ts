import type { FloatImage } from '../../src/core/image.ts';
import { createRandom } from '../../src/core/random.ts';

/** Smooth coloured waves with noise on top, RGB 0–255: no two neighbours are equal, so that losses are differentiable there. */
export function waves(width: number, height: number, seed = 1): FloatImage {
  const random = createRandom(seed);
  const phase = [random.uniform(0, 6), random.uniform(0, 6), random.uniform(0, 6)];
  const tilt = random.uniform(0.2, 0.5);
  const data = new Float32Array(width * height * 3);
  for (let i = 0; i < data.length; i++) {
    const c = i % 3;
    const x = ((i - c) / 3) % width;
    const y = Math.floor(i / 3 / width);
    data[i] = 128 + 80 * Math.sin(x * tilt + y * 0.3 + phase[c]!) + random.uniform(-30, 30);
  }
  return { width, height, channels: 3, data };
}
