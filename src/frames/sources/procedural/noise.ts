/** Hash of integer coordinates to [0, 1): the same on every machine (32-bit integer operations only). */
export function hash(seed: number, x: number, y = 0, z = 0): number {
  let h = Math.imul(x, 0x27d4eb2d) ^ Math.imul(y, 0x165667b1) ^ Math.imul(z, 0x1b873593) ^ seed;
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  h = Math.imul(h ^ (h >>> 12), 0x297a2d39);
  return ((h ^ (h >>> 15)) >>> 0) / 4294967296;
}

const smooth = (t: number) => t * t * (3 - 2 * t);

/** Value noise of period 1 in the plane, in [−1, 1], mean 0. */
export function noise2(seed: number, x: number, y: number): number {
  const i = Math.floor(x);
  const j = Math.floor(y);
  const u = smooth(x - i);
  const v = smooth(y - j);
  const a = hash(seed, i, j);
  const b = hash(seed, i + 1, j);
  const c = hash(seed, i, j + 1);
  const d = hash(seed, i + 1, j + 1);
  const top = a + (b - a) * u;
  const bottom = c + (d - c) * u;
  return (top + (bottom - top) * v) * 2 - 1;
}

/** Value noise of period 1 in space, in [−1, 1], mean 0. */
export function noise3(seed: number, x: number, y: number, z: number): number {
  const k = Math.floor(z);
  const w = smooth(z - k);
  const low = noise2(seed + Math.imul(k, 0x1b873593), x, y);
  const high = noise2(seed + Math.imul(k + 1, 0x1b873593), x, y);
  return low + (high - low) * w;
}

/** Weight of a texture of wavelength 1/frequency seen through a pixel that covers `extent` of it: 1 resolved, 0 not. */
export function resolved(extent: number, frequency: number): number {
  const w = 1.6 - 1.7 * extent * frequency;
  return w > 1 ? 1 : Math.max(w, 0);
}

/**
 * Sum of `octaves` of noise, each at twice the frequency and `gain` times the amplitude of the one before; octaves finer than
 * the pixel fade to their mean, so that far surfaces do not flicker.
 * @param extent how much of the coordinates one pixel covers
 */
export function fractal(seed: number, x: number, y: number, octaves: number, extent: number, gain = 0.5): number {
  let sum = 0;
  let amplitude = 1;
  let frequency = 1;
  for (let o = 0; o < octaves; o++) {
    const weight = resolved(extent, frequency);
    if (weight === 0) break;
    sum += weight * amplitude * noise2(seed + o * 101, x * frequency, y * frequency);
    amplitude *= gain;
    frequency *= 2;
  }
  return sum;
}

/** Part of [x − w/2, x + w/2] that lies in the stripes [k, k + part) (k integer): a periodic line, box-filtered exactly. */
export function stripes(x: number, part: number, width: number): number {
  const w = Math.max(width, 1e-6);
  const low = x - w / 2;
  const high = x + w / 2;
  const i = Math.floor(low);
  const j = Math.floor(high);
  return (j * part + Math.min(high - j, part) - i * part - Math.min(low - i, part)) / w;
}

/** Part of [x − w/2, x + w/2] that lies in [a, b]: one line, box-filtered exactly. */
export function band(x: number, a: number, b: number, width: number): number {
  const w = Math.max(width, 1e-6);
  const part = Math.min(x + w / 2, b) - Math.max(x - w / 2, a);
  return part <= 0 ? 0 : part / w;
}

/** 0 below a, 1 above b, smooth between. */
export function smoothstep(a: number, b: number, x: number): number {
  const t = (x - a) / (b - a);
  return t <= 0 ? 0 : t >= 1 ? 1 : smooth(t);
}
