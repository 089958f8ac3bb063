import { band, fractal, hash, noise2, resolved, smoothstep, stripes } from '../noise.ts';
import type { Material } from '../solids.ts';
import { type Colour, fill, lay, paint, shade } from './colour.ts';

/** A panel within an opening: left and right edge, sill and head, metres. */
interface Panel {
  readonly x0: number;
  readonly x1: number;
  readonly z0: number;
  readonly z1: number;
}

const CURTAIN = paint(0xd9cdb4);
const LAMP = paint(0xf0b45c);
const DUSK = paint(0x26323a);
const SKY = paint(0x9db4c4);
const BRASS = paint(0xc79a45);

/**
 * Glass behind a frame with a mullion and transoms. What it mirrors is painted on, so that it stays where it is when the
 * camera moves.
 */
export function glazing(p: Panel, frame: Colour, seed: number, transoms: number): Material {
  const width = p.x1 - p.x0;
  const height = p.z1 - p.z0;
  const lit = hash(seed, 1) < 0.14;
  const drawn = hash(seed, 2) < 0.6 ? 0.12 + 0.2 * hash(seed, 3) : 0;
  return (h, s) => {
    const a = (h.x - p.x0) / width;
    const b = (h.z - p.z0) / height;
    const mirror = fractal(seed, h.x * 1.3 + h.z * 0.5, h.z * 1.1, 3, h.wu * 2);
    fill(s, DUSK, 1 + 0.6 * mirror);
    lay(s, SKY, smoothstep(-0.25, 0.5, mirror + b * 0.9 - 0.55) * 0.75);
    if (lit) lay(s, LAMP, 0.75 * smoothstep(1.1, 0.2, b), 0.9 + 0.4 * mirror);
    const fold = 1 + 0.25 * noise2(seed + 1, h.x * 22, h.z * 0.8) * resolved(h.wu, 22);
    lay(s, CURTAIN, 0.75 * band(Math.abs(a - 0.5), 0.5 - drawn * (0.75 + 0.25 * b), 1, h.wu / width), fold * 0.75);
    const edge = Math.min(h.x - p.x0, p.x1 - h.x, h.z - p.z0, p.z1 - h.z);
    let bars = Math.max(
      band(edge, -1, 0.065, h.wu),
      band(h.x, (p.x0 + p.x1) / 2 - 0.035, (p.x0 + p.x1) / 2 + 0.035, h.wu),
    );
    for (let k = 1; k <= transoms; k++) {
      const z = p.z0 + (height * k) / (transoms + 1);
      bars = Math.max(bars, band(h.z, z - 0.022, z + 0.022, h.wv));
    }
    lay(s, frame, bars, 1 + 0.1 * noise2(seed + 3, h.x * 8, h.z * 8));
    // the head and the near side of the recess keep the sky off the glass
    s.open = 0.45 + 0.4 * smoothstep(1, 0.75, b);
  };
}

/** A panelled or planked wooden door with a light above. */
export function door(p: Panel, colour: Colour, frame: Colour, seed: number): Material {
  const planked = hash(seed, 4) < 0.5;
  const glass = glazing({ ...p, z0: p.z0 + 2.12 }, frame, seed, 0);
  return (h, s) => {
    if (h.z > p.z0 + 2.12 && p.z1 - p.z0 > 2.3) {
      glass(h, s);
      return;
    }
    const x = h.x - p.x0;
    const width = p.x1 - p.x0;
    const z = h.z - p.z0;
    const grain = fractal(seed, x * 18, z * 2.2, 3, h.wu * 18);
    fill(s, colour, 1 + 0.22 * grain + 0.15 * noise2(seed + 2, x, z * 1.5));
    if (planked) {
      shade(s, 1 - 0.65 * stripes(x / 0.16, 0.1, h.wu / 0.16));
      shade(s, 1 - 0.3 * Math.max(band(z, 0.4, 0.52, h.wv), band(z, 1.6, 1.72, h.wv)));
    } else {
      const side = Math.abs(x - width / 2);
      const inside = Math.min(
        band(side, width * 0.07, width * 0.36, h.wu),
        1 - stripes(z / 0.68 + 0.1, 0.2, h.wv / 0.68),
      );
      shade(s, 0.72 + 0.36 * inside);
      shade(s, 1 - 0.6 * band(side, -1, 0.012, h.wu));
    }
    lay(s, BRASS, band(x, 0.1, 0.17, h.wu) * band(z, 1.0, 1.12, h.wv));
    lay(s, frame, band(Math.min(x, width - x), -1, 0.06, h.wu));
    s.open = 0.35 + 0.35 * smoothstep(0, 1.2, z);
  };
}

/** Painted wood with horizontal louvres in a frame, for shutters: the panel is given in the same frame as the hit. */
export function louvres(p: Panel, colour: Colour, seed: number): Material {
  return (h, s) => {
    const edge = Math.min(h.x - p.x0, p.x1 - h.x, h.z - p.z0, p.z1 - h.z, Math.abs(h.z - (p.z0 + p.z1) / 2) + 0.02);
    const worn = 0.28 * fractal(seed, h.x * 5, h.z * 1.6, 4, h.wu * 5);
    fill(s, colour, 1 + worn);
    if (h.face === 3) {
      const slat = 1 - band(edge, -1, 0.055, h.wu);
      shade(s, 1 - slat * 0.6 * stripes(h.z / 0.07, 0.42, h.wv / 0.07));
      shade(s, 1 - 0.35 * band(edge, 0.05, 0.075, h.wu));
    }
    s.open = 0.8;
  };
}

/** Painted wood or iron in one colour with a little wear. */
export function painted(colour: Colour, seed: number, wear = 0.15): Material {
  return (h, s) => {
    fill(s, colour, 1 + wear * fractal(seed, h.u * 3, h.v * 3, 4, h.wu * 3, 0.7));
    s.open = 0.75;
  };
}

/** Canvas in broad stripes, for awnings. */
export function canvas(colour: Colour, seed: number): Material {
  const pale = paint(0xeee2c6);
  return (h, s) => {
    fill(s, colour);
    lay(s, pale, stripes(h.x / 0.44, 0.5, h.wu / 0.44));
    shade(s, 1 + 0.1 * fractal(seed, h.x * 1.4, h.v * 1.4, 4, h.wu * 1.4));
    s.open = 0.85;
    s.thin = 0.35;
  };
}

/** A board with a border and strokes like lettering. */
export function signboard(p: Panel, ground: Colour, ink: Colour, seed: number): Material {
  return (h, s) => {
    fill(s, ground, 1 + 0.12 * fractal(seed, h.x * 4, h.z * 4, 3, h.wu * 4));
    const edge = Math.min(h.x - p.x0, p.x1 - h.x, h.z - p.z0, p.z1 - h.z);
    lay(s, ink, 0.9 * band(edge, 0.035, 0.06, h.wv));
    const tall = p.z1 - p.z0;
    const letter = (h.x - p.x0) / (tall * 0.42);
    const i = Math.floor(letter);
    const inside = edge > tall * 0.26 && hash(seed, i) > 0.15;
    if (inside) {
      const cx = letter - i;
      const cz = (h.z - p.z0) / tall;
      const stem = band(cx, 0.18, 0.34, h.wu / (tall * 0.42));
      const other = hash(seed, i, 1) < 0.6 ? band(cx, 0.62, 0.76, h.wu / (tall * 0.42)) : 0;
      const cross = band(cz, 0.2 + 0.5 * hash(seed, i, 2), 0.3 + 0.5 * hash(seed, i, 2), h.wv / tall);
      lay(s, ink, Math.max(stem, other, cx > 0.18 && cx < 0.76 ? cross : 0));
    }
    s.open = 0.8;
  };
}
