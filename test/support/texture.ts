import type { FloatImage } from '../../src/core/image.ts';
import { createRandom } from '../../src/core/random.ts';

/** RGB 0–255 at a place between pixels. */
export type Texture = (x: number, y: number) => readonly [number, number, number];

/** Seeded sum of waves with periods of 5 to 25 px: known everywhere, so that it can be moved by parts of a pixel exactly. */
export function waves(seed: number): Texture {
  const random = createRandom(seed);
  const parts = Array.from({ length: 24 }, () => {
    const period = random.uniform(5, 25);
    const angle = random.uniform(0, Math.PI);
    const k = (2 * Math.PI) / period;
    return {
      kx: k * Math.cos(angle),
      ky: k * Math.sin(angle),
      phase: random.uniform(0, 2 * Math.PI),
      gains: [random.uniform(-20, 20), random.uniform(-20, 20), random.uniform(-20, 20)],
    };
  });
  return (x, y) => {
    const rgb: [number, number, number] = [128, 128, 128];
    for (const { kx, ky, phase, gains } of parts) {
      const value = Math.sin(kx * x + ky * y + phase);
      for (let c = 0; c < 3; c++) rgb[c]! += gains[c]! * value;
    }
    return rgb;
  };
}

/** Pixels of a texture. */
export function draw(width: number, height: number, texture: Texture): FloatImage {
  const data = new Float32Array(3 * width * height);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i += 3) data.set(texture(x, y), i);
  }
  return { width, height, channels: 3, data };
}
