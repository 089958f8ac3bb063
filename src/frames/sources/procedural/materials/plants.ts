import { fractal, hash, noise2, noise3, resolved, smoothstep } from '../noise.ts';
import type { Material } from '../solids.ts';
import { type Colour, fill, lay, paint } from './colour.ts';

/** Leaves over a round body: light and dark tufts, normals bent with them; `bloom` adds flowers of that colour. */
export function leaves(colour: Colour, seed: number, bloom: Colour | null = null): Material {
  const light: Colour = [colour[0] * 1.9 + 0.05, colour[1] * 1.6 + 0.05, colour[2] * 0.9];
  const fine = bloom === null ? 1 : 2;
  return (h, s) => {
    const x = h.x * fine;
    const y = h.y * fine;
    const z = h.z * fine;
    const w = h.wu * fine;
    const tuft = noise3(seed, x * 2.1, y * 2.1, z * 2.1) * resolved(w, 2.1);
    const leaf = noise3(seed + 1, x * 9, y * 9, z * 7) * resolved(w, 9);
    const tip = noise3(seed + 2, x * 21, y * 21, z * 17) * resolved(w, 21);
    // single leaves: cells pushed about by the noise, each with its own tone
    const own = hash(
      seed + 3,
      Math.floor(x * 13 + 1.3 * leaf),
      Math.floor(y * 13 + 1.3 * tip),
      Math.floor(z * 13 + 1.3 * tuft),
    );
    const tone = 0.4 * tuft + 0.3 * leaf + 0.25 * tip + 0.75 * (own - 0.5) * resolved(w, 13);
    fill(s, colour, 1 + 0.7 * tone);
    if (tone > 0) lay(s, light, Math.min(1, tone * 0.9));
    if (bloom !== null) lay(s, bloom, 0.92 * smoothstep(0.08, 0.22, leaf + 0.8 * tip), 1 + 0.4 * tip);
    h.nx += 0.6 * leaf + 0.5 * tuft;
    h.ny += 0.7 * tip - 0.4 * tuft;
    h.nz += 0.35 * (tip + leaf) + 0.2;
    const length = Math.sqrt(h.nx * h.nx + h.ny * h.ny + h.nz * h.nz);
    h.nx /= length;
    h.ny /= length;
    h.nz /= length;
    s.open = Math.max(0.25, 0.66 + 0.4 * tone);
    s.thin = 0.45;
  };
}

/** Holes between the leaves of a crown, fixed in the crown. */
export function leafGaps(seed: number, scale: number): (x: number, y: number, z: number) => boolean {
  return (x, y, z) => {
    const clump = noise3(seed, x * scale * 0.42, y * scale * 0.42, z * scale * 0.42);
    return 0.75 * clump + noise3(seed + 1, x * scale * 1.9, y * scale * 1.9, z * scale * 1.5) > 0.2;
  };
}

const LICHEN = paint(0x8d8a6a);

/** Bark: grooves that run up the trunk. */
export function bark(colour: Colour, seed: number): Material {
  return (h, s) => {
    const groove = fractal(seed, h.nx * 5 + h.x * 9, h.z * 1.7 + h.ny * 2, 3, h.wu * 10, 0.7);
    fill(s, colour, 1 + 0.55 * groove);
    lay(s, LICHEN, Math.max(0, 0.5 * noise2(seed + 3, h.nx * 3, h.z * 1.4)));
    s.open = 0.55 + 0.25 * hash(seed, 0);
  };
}
