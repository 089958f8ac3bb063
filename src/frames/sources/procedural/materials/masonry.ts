import { band, fractal, hash, noise2, resolved, smoothstep, stripes } from '../noise.ts';
import type { Hit, Material, Opening, Surface } from '../solids.ts';
import { type Colour, fill, lay, paint, shade } from './colour.ts';

const MORTAR = paint(0xb9a68c);
const GRIME = paint(0x4a4238);
const MOSS = paint(0x55602f);
const STONE = paint(0x9c9284);

/** Brick courses: every brick with its own tint, mortar lines filtered by the pixel. */
function layBricks(h: Hit, s: Surface, seed: number, tone: Colour, cover: number): void {
  const course = h.v / 0.085;
  const row = Math.floor(course);
  const across = h.u / 0.27 + (row & 1) * 0.5;
  const tint = hash(seed, Math.floor(across), row) - 0.5;
  const fine = resolved(h.wu, 1 / 0.27) * resolved(h.wv, 1 / 0.085);
  const joints = Math.max(stripes(course, 0.15, h.wv / 0.085), stripes(across, 0.055, h.wu / 0.27) * fine);
  const wear = 0.16 * fractal(seed + 5, h.u * 0.5, h.v * 0.6, 3, h.wu);
  lay(s, tone, cover, 1 + 0.6 * tint * fine + wear);
  lay(s, MORTAR, cover * joints * 0.6);
}

/** Blocks of dressed stone, as in plinths, towers and quoins. */
function layStone(h: Hit, s: Surface, seed: number, tone: Colour, cover: number, block = 0.34): void {
  const course = h.v / block;
  const row = Math.floor(course);
  const across = h.u / (block * 1.9) + hash(seed, row) * 3;
  const fine = resolved(h.wu, 1 / block) * resolved(h.wv, 1 / block);
  const tint = (hash(seed + 3, Math.floor(across), row) - 0.5) * 0.45 * fine;
  const grain = 0.2 * fractal(seed + 9, h.u * 5, h.v * 5, 4, h.wu * 5);
  const joints = Math.max(stripes(course, 0.07, h.wv / block), stripes(across, 0.035, h.wu / (block * 1.9)));
  lay(s, tone, cover, 1 + tint + grain);
  lay(s, GRIME, cover * joints * 0.5);
}

/** What a façade is made of. */
export interface WallLook {
  readonly kind: 'plaster' | 'brick' | 'timber';
  readonly colour: Colour;
  /** of the bands around openings and between storeys */
  readonly trim: Colour;
  readonly seed: number;
  /** height of the wall, metres */
  readonly height: number;
  /** heights of the floors above the ground floor */
  readonly floors: readonly number[];
  /** distance between timber posts, metres */
  readonly bay: number;
  readonly ivy: boolean;
}

/** A house wall: the body of the house, its gables and its reveals. */
export function wall(look: WallLook, openings: readonly Opening[]): Material {
  const { kind, colour, trim, seed, height, floors } = look;
  const brick = paint(0xa0553a);
  return (h, s) => {
    const front = h.ny > 0.9;
    if (kind === 'brick') {
      fill(s, colour);
      layBricks(h, s, seed, colour, 1);
    } else {
      const cloud = fractal(seed, h.u * 0.45, h.v * 0.4, 4, h.wu * 0.45, 0.6);
      const grain = fractal(seed + 1, h.u * 7, h.v * 7, 3, h.wu * 7, 0.7);
      fill(s, colour, 1 + 0.2 * cloud + 0.13 * grain);
      const warm = 0.07 * noise2(seed + 2, h.u * 0.8, h.v * 0.8);
      s.red *= 1 + warm;
      s.blue *= 1 - warm;
      const patch = fractal(seed + 7, h.u * 0.7, h.v * 0.7, 4, h.wu * 0.7);
      const worn = smoothstep(0.62, 0.7, patch + 0.38 * smoothstep(2.2, 0.3, h.v) - (kind === 'timber' ? 0.4 : 0));
      if (worn > 0) layBricks(h, s, seed, brick, worn * 0.85);
    }
    if (kind === 'timber') layTimber(h, s, look);
    // rain streaks below the eaves and on the base
    const streak = smoothstep(0.1, 0.9, noise2(seed + 11, h.u * 2.6, h.v * 0.3));
    const wet = 0.55 * smoothstep(height - 2.2, height, h.v) + 0.5 * smoothstep(1.6, 0, h.v);
    lay(s, GRIME, 0.55 * streak * wet);
    if (front) layTrim(h, s, look, openings);
    if (kind !== 'timber') {
      for (const floor of floors)
        lay(s, trim, 0.85 * band(h.v, floor - 0.12, floor + 0.05, h.wv), 1 + 0.1 * noise2(seed, h.u * 3, floor));
    }
    if (h.v < 0.7) layStone(h, s, seed, STONE, band(h.v, -1, 0.62 + 0.06 * noise2(seed, h.u, 0), h.wv), 0.31);
    if (look.ivy) layIvy(h, s, seed);
    s.open = (0.5 + 0.5 * smoothstep(-0.1, 1.1, h.v)) * (1 - 0.5 * smoothstep(height - 0.9, height, h.v));
  };
}

/** Light bands around the openings, and stains that run down from their sills. */
function layTrim(h: Hit, s: Surface, look: WallLook, openings: readonly Opening[]): void {
  for (let k = 0; k < openings.length; k++) {
    const o = openings[k]!;
    const dx = Math.max(o.x0 - h.u, h.u - o.x1);
    if (dx > 0.5) continue;
    const dz = Math.max(o.z0 - h.v, h.v - o.z1);
    const edge = Math.max(dx, dz);
    if (edge < 0.2 && edge > -0.05) {
      const grain = 1 + 0.12 * noise2(look.seed + 4, h.u * 9, h.v * 9) * resolved(h.wu, 9);
      lay(s, look.trim, 0.9 * band(edge, -1, 0.13, (h.wu + h.wv) / 2), grain);
    } else if (dx < 0.1 && h.v < o.z0 && h.v > o.z0 - 1.3) {
      const run = smoothstep(-0.2, 0.9, noise2(look.seed + 17, h.u * 8, h.v * 0.7));
      lay(s, GRIME, 0.4 * run * smoothstep(o.z0 - 1.3, o.z0, h.v));
    }
  }
}

const OAK = paint(0x4b3626);

/** Posts, rails and braces of a half-timbered wall. */
function layTimber(h: Hit, s: Surface, look: WallLook): void {
  const lowest = look.floors[0] ?? 0;
  const half = look.bay / 2;
  let beam = stripes(h.u / half + 0.085, 0.17 / half, h.wu / half);
  let level = lowest;
  for (const floor of [...look.floors, look.height]) {
    beam = Math.max(beam, band(h.v, floor - 0.14, floor + 0.1, h.wv), band(h.v, floor - 1.95, floor - 1.8, h.wv));
    if (h.v > floor) level = floor;
  }
  const cell = Math.floor(h.u / half);
  const lean = hash(look.seed, cell, Math.round(level));
  if (lean < 0.4) {
    const slant = (h.u / half - cell) * 1.9;
    const up = h.v - level;
    const across = (lean < 0.2 ? slant : 1.9 - slant) - up;
    beam = Math.max(beam, band(across, -0.11, 0.11, h.wu + h.wv));
  }
  const upper = look.floors.length > 0 ? band(h.v, lowest - 0.14, 99, h.wv) : 1;
  const grain = 0.3 * fractal(look.seed + 31, h.u * 14, h.v * 2.2, 3, h.wu * 14);
  lay(s, OAK, beam * upper, 1 + grain);
}

const IVY = [paint(0x3f5a26), paint(0x6d7d31), paint(0x2c4420)] as const;

/** Creeper in a ragged patch that thins out upwards. */
function layIvy(h: Hit, s: Surface, seed: number): void {
  const reach = fractal(seed + 40, h.u * 0.6, h.v * 0.35, 4, h.wu * 0.6) + 0.55 - h.v * 0.13;
  const leaf = fractal(seed + 41, h.u * 6, h.v * 6, 3, h.wu * 6, 0.7);
  const cover = smoothstep(0.05, 0.2, reach + 0.22 * leaf);
  if (cover === 0) return;
  const tint = noise2(seed + 42, h.u * 11, h.v * 11) * resolved(h.wu, 11);
  lay(s, leaf > 0.15 ? IVY[1] : tint > 0.1 ? IVY[0] : IVY[2], cover, 1 + 0.5 * leaf);
  h.nx += 0.5 * tint * cover;
  h.nz += 0.5 * leaf * cover;
}

/** Clay roof tiles in rows; v runs up the slope. */
export function tiles(tone: Colour, seed: number): Material {
  return (h, s) => {
    const row = h.v / 0.3;
    const j = Math.floor(row);
    const column = h.u / 0.24 + (j & 1) * 0.5;
    const i = Math.floor(column);
    const fine = resolved(h.wu, 1 / 0.24) * resolved(h.wv, 1 / 0.3);
    const tint = (hash(seed, i, j) - 0.5) * 0.7 * fine;
    const round = 2 * (column - i) - 1;
    const age = fractal(seed + 2, h.u * 0.5, h.v * 0.5, 4, h.wu * 0.5, 0.6);
    fill(s, tone, 1 + tint + 0.32 * age);
    shade(s, 1 - 0.5 * stripes(row, 0.2, h.wv / 0.3) - 0.3 * fine * round * round);
    lay(s, MOSS, 0.5 * smoothstep(0.35, 0.9, fractal(seed + 8, h.u * 0.8, h.v * 0.8, 3, h.wu * 0.8)));
    const nx = h.nx;
    h.nx += 0.35 * round * fine * (nx === 0 ? 1 : 0);
    s.open = 1;
  };
}

/** Dressed stone of towers, steps and sills. */
export function stone(tone: Colour, seed: number, block = 0.34): Material {
  return (h, s) => {
    fill(s, tone);
    layStone(h, s, seed, tone, 1, block);
    s.open = 0.85;
  };
}

/** Bare brick: chimneys and garden walls. */
export function bricks(tone: Colour, seed: number): Material {
  return (h, s) => {
    fill(s, tone);
    layBricks(h, s, seed, tone, 1);
    s.open = 0.5 + 0.5 * smoothstep(-0.2, 1, h.v);
  };
}
