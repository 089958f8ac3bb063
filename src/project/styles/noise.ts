import { createRandom } from '../../core/random.ts';

/** Smooth random functions of the plane; one lattice cell is 1 unit wide. */
export interface Noise {
  /** gradient noise, about −1…1, mean 0 */
  at(x: number, y: number): number;
  /** octaves of `at`, each twice as fine and half as strong, about −1…1 */
  fractal(x: number, y: number, octaves: number): number;
  /** octaves of |at|: round bumps with sharp creases between them, 0 (crease) to about 1 (bump) */
  billow(x: number, y: number, octaves: number): number;
}

/** Clips to 0–1. */
export function saturate(value: number): number {
  return Math.min(Math.max(value, 0), 1);
}

/** Cubic step: 0 below `low`, 1 above `high`, smooth between; `low` may be greater than `high`. */
export function smoothstep(low: number, high: number, value: number): number {
  const t = saturate((value - low) / (high - low));
  return t * t * (3 - 2 * t);
}

/** Gradient noise (Perlin, "Improving noise", 2002) on a shuffled lattice of period 256. @param seed uint32 */
export function createNoise(seed: number): Noise {
  const random = createRandom(seed);
  const order = new Uint8Array(512);
  const gradientX = new Float64Array(256);
  const gradientY = new Float64Array(256);
  for (let i = 0; i < 256; i++) {
    order[i] = i;
    const angle = random.uniform(0, 2 * Math.PI);
    gradientX[i] = Math.cos(angle) * 1.5;
    gradientY[i] = Math.sin(angle) * 1.5;
  }
  for (let i = 255; i > 0; i--) {
    const j = random.below(i + 1);
    const held = order[i]!;
    order[i] = order[j]!;
    order[j] = held;
  }
  order.copyWithin(256, 0, 256);

  const at = (x: number, y: number): number => {
    const column = Math.floor(x);
    const row = Math.floor(y);
    const fx = x - column;
    const fy = y - row;
    const c = column & 255;
    const r = row & 255;
    const left = order[c]!;
    const right = order[c + 1]!;
    const i00 = order[left + r]!;
    const i10 = order[right + r]!;
    const i01 = order[left + r + 1]!;
    const i11 = order[right + r + 1]!;
    const u = fx * fx * fx * (fx * (fx * 6 - 15) + 10);
    const v = fy * fy * fy * (fy * (fy * 6 - 15) + 10);
    const n00 = gradientX[i00]! * fx + gradientY[i00]! * fy;
    const n10 = gradientX[i10]! * (fx - 1) + gradientY[i10]! * fy;
    const n01 = gradientX[i01]! * fx + gradientY[i01]! * (fy - 1);
    const n11 = gradientX[i11]! * (fx - 1) + gradientY[i11]! * (fy - 1);
    const top = n00 + (n10 - n00) * u;
    return top + (n01 + (n11 - n01) * u - top) * v;
  };

  const sum = (x: number, y: number, octaves: number, shape: (value: number) => number): number => {
    let total = 0;
    let weight = 0;
    let strength = 1;
    let scale = 1;
    for (let octave = 0; octave < octaves; octave++) {
      // The offset keeps the lattice points of the octaves, where gradient noise is zero, from lining up.
      total += strength * shape(at(x * scale + octave * 17.31, y * scale + octave * 41.77));
      weight += strength;
      strength *= 0.5;
      scale *= 2;
    }
    return total / weight;
  };

  return {
    at,
    fractal: (x, y, octaves) => sum(x, y, octaves, (value) => value),
    billow: (x, y, octaves) => sum(x, y, octaves, (value) => (value < 0 ? -value : value)) * 1.6,
  };
}
