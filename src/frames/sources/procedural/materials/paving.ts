import { band, fractal, hash, noise2, resolved, smoothstep, stripes } from '../noise.ts';
import type { Hit, Surface } from '../solids.ts';
import { fill, lay, paint, shade } from './colour.ts';

const COBBLE = paint(0xa39481);
const ASPHALT = paint(0x7d7973);
const TAR = paint(0x474443);
const SAND = paint(0x5c5145);
const FLAG = paint(0xb3a690);
const GRANITE = paint(0xa39d95);
const CHALK = paint(0xd9d3c2);
const GRASS = paint(0x6a7238);
const LEAF = [paint(0xb8802e), paint(0x8c4a22), paint(0xa59a3c)] as const;

/** The carriageway is this wide to either side of the centre line, the kerb stone as wide, the pavement as high, metres. */
export const ROAD_HALF = 2.7;
const KERB = 0.16;
export const PAVEMENT_HEIGHT = 0.13;

/** Rounded stones in bonded rows across the road. u along the street, v across. */
function layCobbles(h: Hit, s: Surface, seed: number, cover: number): void {
  const row = h.u / 0.2;
  const j = Math.floor(row);
  const stone = h.v / 0.26 + hash(seed, j) * 5;
  const i = Math.floor(stone);
  const fine = resolved(h.wu, 1 / 0.2) * resolved(h.wv, 1 / 0.26);
  const tint = hash(seed + 1, i, j) - 0.5;
  const warm = (hash(seed + 2, i, j) - 0.5) * 0.3 * fine;
  const a = 2 * (row - j) - 1;
  const b = 2 * (stone - i) - 1;
  const dome = Math.max(a * a * a * a, b * b * b * b);
  const worn = 0.22 * fractal(seed + 3, h.u * 0.5, h.v * 0.9, 4, Math.min(h.wu, 4 * h.wv) * 0.5, 0.65);
  const base = 1 + 0.75 * tint * fine + worn;
  lay(s, [COBBLE[0] * (1 + warm), COBBLE[1], COBBLE[2] * (1 - warm)], cover, base);
  const joint = Math.max(stripes(row + 0.06, 0.12, h.wu / 0.2), stripes(stone + 0.05, 0.1, h.wv / 0.26));
  lay(s, SAND, cover * joint * 0.75);
  shade(s, 1 - 0.35 * dome * fine * cover);
  h.nx += 0.25 * a * fine * cover;
  h.ny += 0.25 * b * fine * cover;
}

/** Grey asphalt with patches of repair, cracks and a worn centre line. */
function layAsphalt(h: Hit, s: Surface, seed: number, cover: number): void {
  const w = Math.min(h.wu, 4 * h.wv);
  const grain = fractal(seed + 20, h.u * 9, h.v * 9, 3, w * 9, 0.8);
  const cloud = fractal(seed + 21, h.u * 0.35, h.v * 0.7, 4, w * 0.5, 0.6);
  lay(s, ASPHALT, cover, 1 + 0.3 * grain + 0.3 * cloud);
  const i = Math.floor(h.u / 5);
  const left = hash(seed + 22, i) * 3.4 - 2.6;
  const from = i * 5 + hash(seed + 23, i) * 2;
  if (hash(seed + 24, i) < 0.6) {
    const inside = band(h.v, left, left + 1.5, h.wv) * band(h.u, from, from + 2.4, h.wu);
    lay(s, TAR, 0.6 * inside * cover, 1 + 0.4 * grain);
  }
  const wander = h.v + 0.5 * noise2(seed + 25, h.u * 0.7, 0) + 0.2 * noise2(seed + 26, h.u * 3, 0);
  lay(s, TAR, cover * 0.8 * Math.max(band(wander, 0.9, 0.93, h.wv), band(wander, -1.62, -1.6, h.wv)));
  const chalk = band(h.v, -0.06, 0.06, h.wv) * stripes(h.u / 3, 0.5, h.wu / 3);
  lay(s, CHALK, cover * chalk * smoothstep(-0.9, 0.3, noise2(seed + 27, h.u * 2.5, h.v * 6)));
}

/** How much of the surface is cobbled at a place: stretches of some thirty metres, torn at the seams. */
function cobbled(seed: number, along: number, across: number): number {
  const stretch = noise2(seed + 60, along / 26, 0) + 0.42 + 0.04 * noise2(seed + 61, along * 1.2, across * 1.2);
  return smoothstep(-0.012, 0.012, stretch);
}

/** Carriageway. The hit carries street coordinates: u along, v across (positive to the right). */
export function layRoad(h: Hit, s: Surface, seed: number): void {
  const w = Math.min(h.wu, 4 * h.wv);
  fill(s, ASPHALT);
  const cover = cobbled(seed, h.u, h.v);
  if (cover < 1) layAsphalt(h, s, seed, 1);
  if (cover > 0) layCobbles(h, s, seed, cover);
  // gutters of two rows of stone, darker where water runs; wheel tracks polished by traffic
  const side = Math.abs(h.v);
  const gutter = band(side, ROAD_HALF - 0.42, ROAD_HALF, h.wv);
  if (gutter > 0) {
    const stone = h.u / 0.34;
    lay(
      s,
      GRANITE,
      gutter,
      0.72 + 0.35 * (hash(seed + 70, Math.floor(stone), h.v > 0 ? 1 : 0) - 0.5) * resolved(h.wu, 3),
    );
    lay(
      s,
      SAND,
      gutter * 0.7 * Math.max(stripes(stone, 0.09, h.wu / 0.34), band(side, ROAD_HALF - 0.22, ROAD_HALF - 0.19, h.wv)),
    );
  }
  const track = smoothstep(0.5, 0.1, Math.abs(side - 0.95));
  shade(s, 1 + 0.09 * track - 0.14 * smoothstep(ROAD_HALF - 0.9, ROAD_HALF, side));
  const damp = fractal(seed + 72, h.u * 0.22, h.v * 0.5, 4, w * 0.4);
  shade(s, 1 - 0.3 * smoothstep(0.25, 0.55, damp));
  layManhole(h, s, seed);
  layFallen(h, s, seed, 0.06 + 0.14 * smoothstep(1.2, 2.6, side));
  s.open = 0.62 + 0.38 * smoothstep(ROAD_HALF, ROAD_HALF - 0.5, side);
}

function layManhole(h: Hit, s: Surface, seed: number): void {
  const i = Math.floor(h.u / 17);
  const du = h.u - (i * 17 + 3 + 11 * hash(seed + 80, i));
  const dv = h.v - (hash(seed + 81, i) * 2.4 - 1.2);
  const radius = Math.sqrt(du * du + dv * dv);
  if (radius > 0.5) return;
  const w = (h.wu + h.wv) / 2;
  lay(
    s,
    TAR,
    band(radius, -1, 0.36, w),
    1 + 0.8 * stripes(du / 0.08, 0.5, h.wu / 0.08) * stripes(dv / 0.08, 0.5, h.wv / 0.08),
  );
  lay(s, GRANITE, band(radius, 0.36, 0.45, w));
}

/** Single fallen leaves, one to a cell of half a metre at most. */
function layFallen(h: Hit, s: Surface, seed: number, chance: number): void {
  const i = Math.floor(h.u / 0.4);
  const j = Math.floor(h.v / 0.4);
  if (hash(seed + 90, i, j) > chance * 2) return;
  const du = h.u / 0.4 - i - 0.2 - 0.6 * hash(seed + 91, i, j);
  const dv = h.v / 0.4 - j - 0.2 - 0.6 * hash(seed + 92, i, j);
  const cover = smoothstep(0.16, 0.1, Math.sqrt(du * du + 1.8 * dv * dv)) * resolved(h.wu, 4) * resolved(h.wv, 4);
  if (cover > 0) lay(s, LEAF[Math.floor(3 * hash(seed + 93, i, j)) % 3]!, cover);
}

/** Pavement behind the kerb stone, and rough grass further out. */
export function layPavement(h: Hit, s: Surface, seed: number): void {
  const side = Math.abs(h.v);
  const w = Math.min(h.wu, 4 * h.wv);
  const row = (side - ROAD_HALF) / 0.62;
  const j = Math.floor(row);
  const flag = h.u / 0.85 + hash(seed + 30, j, h.v > 0 ? 1 : 0);
  const i = Math.floor(flag);
  const fine = resolved(h.wu, 1.2) * resolved(h.wv, 1.6);
  const tint = (hash(seed + 31, i, j) - 0.5) * 0.5 * fine;
  const grain = fractal(seed + 32, h.u * 3, h.v * 3, 5, w * 3, 0.65);
  fill(s, FLAG, 1 + tint + 0.26 * grain);
  lay(s, SAND, 0.7 * Math.max(stripes(flag, 0.035, h.wu / 0.85), stripes(row, 0.045, h.wv / 0.62)));
  const kerb = band(side, 0, ROAD_HALF + KERB, h.wv);
  lay(s, GRANITE, kerb, 1.1 + 0.2 * grain + 0.3 * (hash(seed + 33, Math.floor(h.u / 1.1)) - 0.5) * fine);
  lay(s, SAND, kerb * 0.8 * stripes(h.u / 1.1, 0.025, h.wu / 1.1));
  layFallen(h, s, seed, 0.12);
  const wild = smoothstep(4.7, 5.2, side + 0.2 * grain);
  lay(s, GRASS, wild, 1 + 0.5 * grain);
  s.open = 0.5 + 0.5 * smoothstep(4.5, 3.4, side);
}

/** The standing face of the kerb: u along the street, v up. */
export function layKerb(h: Hit, s: Surface, seed: number): void {
  const tint = (hash(seed + 33, Math.floor(h.u / 1.1)) - 0.5) * 0.3;
  fill(s, GRANITE, 0.9 + tint + 0.2 * fractal(seed + 34, h.u * 6, h.v * 6, 3, h.wu * 6));
  lay(s, SAND, 0.8 * stripes(h.u / 1.1, 0.025, h.wu / 1.1));
  s.open = 0.4 + 0.4 * smoothstep(0, PAVEMENT_HEIGHT, h.v);
}
