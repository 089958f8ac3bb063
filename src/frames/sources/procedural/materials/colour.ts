import type { Surface } from '../solids.ts';

/** Linear light, 0–1 each. */
export type Colour = readonly [red: number, green: number, blue: number];

/** Linear light of a screen colour 0xrrggbb, with the gamma of 2 that the renderer's tone curve undoes. */
export function paint(hex: number): Colour {
  const channel = (shift: number) => {
    const value = ((hex >> shift) & 255) / 255;
    return value * value;
  };
  return [channel(16), channel(8), channel(0)];
}

/** Sets the surface to `scale` times the colour. */
export function fill(s: Surface, colour: Colour, scale = 1): void {
  s.red = colour[0] * scale;
  s.green = colour[1] * scale;
  s.blue = colour[2] * scale;
}

/** Lays `scale` times the colour over the surface with the given cover (0–1). */
export function lay(s: Surface, colour: Colour, cover: number, scale = 1): void {
  s.red += (colour[0] * scale - s.red) * cover;
  s.green += (colour[1] * scale - s.green) * cover;
  s.blue += (colour[2] * scale - s.blue) * cover;
}

/** Multiplies the colour of the surface. */
export function shade(s: Surface, scale: number): void {
  s.red *= scale;
  s.green *= scale;
  s.blue *= scale;
}
