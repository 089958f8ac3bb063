import type { Random } from '../../../core/random.ts';
import type { Colour } from './materials/colour.ts';
import { paint } from './materials/colour.ts';
import { canvas, door, glazing, louvres, painted, signboard } from './materials/joinery.ts';
import { stone } from './materials/masonry.ts';
import { leafGaps, leaves } from './materials/plants.ts';
import { halfSpaces, type Opening, type Solid, solid } from './solids.ts';

/** What the front of a house is made to. */
export interface FacadeStyle {
  readonly width: number;
  /** heights of the floors, ground floor (0) first */
  readonly floors: readonly number[];
  readonly bays: number;
  readonly frame: Colour;
  readonly shutter: Colour | null;
  readonly door: Colour;
  readonly cloth: Colour;
  readonly shop: boolean;
  /** rise of the arches over the openings, metres */
  readonly arch: number;
  readonly seed: number;
}

/** Openings in the wall, and what stands out from it (y > 0), by floor. */
export interface Facade {
  readonly openings: Opening[];
  readonly details: Solid[][];
}

const SILL = paint(0xc4b9a4);
const IRON = paint(0x2b2d2c);
const CLAY = paint(0xa65a38);
const BLOOMS = [0xc2263a, 0xd9607f, 0xe9b23c, 0xd8d0e6, 0xb03a8a].map(paint);
const LEAF = paint(0x44602c);

export function createFacade(style: FacadeStyle, random: Random): Facade {
  const openings: Opening[] = [];
  const details: Solid[][] = style.floors.map(() => []);
  const bay = style.width / style.bays;
  const doorBay = random.below(style.bays);
  const balconies = random.next() < 0.3;
  const flowers = random.next() < 0.5;
  for (let b = 0; b < style.bays; b++) {
    const centre = (b + 0.5) * bay;
    if (b === doorBay) addDoor(style, openings, details[0]!, centre, random);
    else if (style.shop) addShopWindow(style, openings, centre, bay, b);
    else addWindow(style, openings, details[0]!, centre, 0, 0.95, 1.45, bay, random.next() < 0.25 && flowers, random);
  }
  for (let f = 1; f < style.floors.length; f++) {
    const tall = f === 1 ? 1.62 : 1.4;
    for (let b = 0; b < style.bays; b++) {
      const centre = (b + 0.5) * bay;
      if (balconies && f === 1 && (b + doorBay) % 2 === 0)
        addBalcony(style, openings, details[f]!, centre, f, bay, random);
      else addWindow(style, openings, details[f]!, centre, f, 0.75, tall, bay, flowers && random.next() < 0.55, random);
    }
  }
  if (style.shop) addShopFront(style, details[0]!, random);
  if (random.next() < 0.5) addLantern(details[0]!, random.uniform(0.2, 0.5));
  return { openings, details };
}

function addWindow(
  style: FacadeStyle,
  openings: Opening[],
  out: Solid[],
  centre: number,
  floor: number,
  sill: number,
  tall: number,
  bay: number,
  flowers: boolean,
  random: Random,
): void {
  const half = Math.min(0.52, bay * 0.23);
  const z0 = style.floors[floor]! + sill;
  const panel = { x0: centre - half, x1: centre + half, z0, z1: z0 + tall };
  const seed = random.below(1 << 30);
  openings.push({ ...panel, recess: 0.17, arch: style.arch, material: glazing(panel, style.frame, seed, 2) });
  out.push(solid('box', [panel.x0 - 0.1, panel.x1 + 0.1, -0.02, 0.13, z0 - 0.09, z0], stone(SILL, seed, 2)));
  if (style.shutter !== null) {
    for (const side of [-1, 1]) {
      const x0 = side < 0 ? panel.x0 - 2 * half * 0.52 - 0.02 : panel.x1 + 0.02;
      const leaf = { x0, x1: x0 + 2 * half * 0.52, z0: z0 - 0.01, z1: panel.z1 - style.arch * 0.6 };
      out.push(
        solid('box', [leaf.x0, leaf.x1, 0.015, 0.065, leaf.z0, leaf.z1], louvres(leaf, style.shutter, seed + side)),
      );
    }
  }
  if (flowers) addFlowers(out, panel.x0, panel.x1, 0.02, z0 - 0.02, random);
}

function addFlowers(out: Solid[], x0: number, x1: number, y: number, z: number, random: Random): void {
  const bloom = BLOOMS[random.below(BLOOMS.length)]!;
  out.push(solid('box', [x0 - 0.02, x1 + 0.02, y, y + 0.24, z, z + 0.17], painted(CLAY, random.below(1 << 30))));
  for (let x = x0 + 0.1; x < x1; x += 0.24) {
    const r = random.uniform(0.15, 0.23);
    const seed = random.below(1 << 30);
    const top = z + 0.2 + r * 0.8;
    out.push(
      solid('ellipsoid', [x - r, x + r, y - 0.04, y + 0.36, top - 1.7 * r, top + 0.3 * r], leaves(LEAF, seed, bloom), {
        hole: leafGaps(seed, 16),
      }),
    );
  }
}

function addDoor(style: FacadeStyle, openings: Opening[], out: Solid[], centre: number, random: Random): void {
  const half = random.uniform(0.5, 0.62);
  const z0 = 0.3;
  const panel = { x0: centre - half, x1: centre + half, z0, z1: random.uniform(2.5, 2.85) };
  const seed = random.below(1 << 30);
  const arch = style.arch > 0 || random.next() < 0.4 ? half * random.uniform(0.5, 0.95) : 0;
  openings.push({ ...panel, recess: 0.3, arch, material: door(panel, style.door, style.frame, seed) });
  out.push(solid('box', [panel.x0 - 0.25, panel.x1 + 0.25, -0.02, 0.34, 0, z0 - 0.01], stone(SILL, seed, 3)));
  if (random.next() < 0.65) addPot(out, panel.x0 - 0.5, 0.36, random);
  if (random.next() < 0.45) addPot(out, panel.x1 + 0.5, 0.36, random);
}

function addPot(out: Solid[], x: number, y: number, random: Random): void {
  const r = random.uniform(0.15, 0.22);
  const tall = random.uniform(0.28, 0.42);
  const seed = random.below(1 << 30);
  const base = 0.13;
  out.push(solid('cylinder', [x - r, x + r, y - r, y + r, base, base + tall], painted(CLAY, seed, 0.3)));
  const bloom = random.next() < 0.5 ? BLOOMS[random.below(BLOOMS.length)]! : null;
  const high = random.uniform(0.35, 0.9);
  for (let k = 0; k < 4; k++) {
    const size = r * random.uniform(0.8, 1.15);
    const px = x + random.uniform(-0.6, 0.6) * r;
    const py = y + random.uniform(-0.6, 0.6) * r;
    const pz = base + tall + high * ((k + 0.4) / 4);
    const stretch = size + high * 0.12;
    out.push(
      solid(
        'ellipsoid',
        [px - size, px + size, py - size, py + size, pz - stretch, pz + stretch],
        leaves(LEAF, seed + k, bloom),
        {
          hole: leafGaps(seed + k, 13),
        },
      ),
    );
  }
}

function addShopWindow(style: FacadeStyle, openings: Opening[], centre: number, bay: number, index: number): void {
  const half = bay * 0.4;
  const panel = { x0: centre - half, x1: centre + half, z0: 0.62, z1: 2.45 };
  openings.push({ ...panel, recess: 0.14, arch: 0, material: glazing(panel, style.door, style.seed + index, 1) });
}

function addShopFront(style: FacadeStyle, out: Solid[], random: Random): void {
  const ceiling = (style.floors[1] ?? 3.3) - 0.12;
  const board = { x0: 0.35, x1: style.width - 0.35, z0: ceiling - 0.52, z1: ceiling - 0.06 };
  const seed = random.below(1 << 30);
  out.push(
    solid(
      'box',
      [board.x0, board.x1, 0, 0.07, board.z0, board.z1],
      signboard(board, style.door, paint(0xe2cf9a), seed),
    ),
  );
  if (random.next() < 0.75) {
    const deep = random.uniform(0.95, 1.3);
    const low = 2.12;
    const high = ceiling - 0.55;
    const planes = halfSpaces([0, high - low, deep, 0, 0, high], [0, -(high - low), -deep, 0, 0, high - 0.07]);
    const cloth = canvas(style.cloth, seed);
    out.push(solid('prism', [0.3, style.width - 0.3, 0, deep, low - 0.05, high], cloth, { planes }));
    out.push(
      solid('box', [0.3, style.width - 0.3, deep - 0.02, deep, low - 0.26, low], cloth, {
        hole: (x, _y, z) => z < low - 0.26 + 0.1 * Math.abs((x / 0.22 - Math.floor(x / 0.22)) * 2 - 1),
      }),
    );
  }
  const x = random.next() < 0.5 ? 0.15 : style.width - 0.15;
  const sign = { z0: ceiling + 0.25, z1: ceiling + 0.9 };
  out.push(solid('box', [x - 0.015, x + 0.015, 0, 0.85, sign.z1 + 0.06, sign.z1 + 0.1], painted(IRON, seed)));
  out.push(solid('box', [x - 0.03, x + 0.03, 0.2, 0.8, sign.z0, sign.z1], painted(style.cloth, seed, 0.5)));
}

function addBalcony(
  style: FacadeStyle,
  openings: Opening[],
  out: Solid[],
  centre: number,
  floor: number,
  bay: number,
  random: Random,
): void {
  const z = style.floors[floor]!;
  const half = Math.min(0.5, bay * 0.23);
  const panel = { x0: centre - half, x1: centre + half, z0: z + 0.08, z1: z + 2.25 };
  const seed = random.below(1 << 30);
  openings.push({ ...panel, recess: 0.2, arch: style.arch, material: glazing(panel, style.frame, seed, 2) });
  const wide = bay * 0.42;
  const deep = 0.78;
  out.push(solid('box', [centre - wide, centre + wide, 0, deep, z - 0.08, z + 0.05], stone(SILL, seed, 2)));
  const top = z + 0.98;
  const iron = painted(IRON, seed);
  const between = (along: number, up: number) =>
    up < top - 0.05 && up > z + 0.12 && along / 0.12 - Math.floor(along / 0.12) > 0.3;
  const front = (x: number, _y: number, up: number) => between(x, up);
  const side = (_x: number, y: number, up: number) => between(y, up);
  out.push(solid('box', [centre - wide, centre + wide, deep - 0.035, deep, z + 0.05, top], iron, { hole: front }));
  out.push(solid('box', [centre - wide, centre - wide + 0.035, 0, deep, z + 0.05, top], iron, { hole: side }));
  out.push(solid('box', [centre + wide - 0.035, centre + wide, 0, deep, z + 0.05, top], iron, { hole: side }));
  if (random.next() < 0.7) addFlowers(out, centre - wide + 0.15, centre + wide - 0.15, deep, top - 0.42, random);
}

function addLantern(out: Solid[], x: number): void {
  out.push(solid('box', [x - 0.02, x + 0.02, 0, 0.42, 2.95, 3], painted(IRON, 3)));
  out.push(solid('box', [x - 0.11, x + 0.11, 0.3, 0.52, 2.48, 2.84], painted(paint(0xe8c987), 4, 0.3)));
  const cap = halfSpaces([1, 0, 0.9, x + 0.16, 0.41, 2.84], [-1, 0, 0.9, x - 0.16, 0.41, 2.84]);
  out.push(solid('prism', [x - 0.16, x + 0.16, 0.25, 0.57, 2.84, 3.02], painted(IRON, 5), { planes: cap }));
}
