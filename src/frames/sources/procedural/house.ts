import { createRandom, type Random } from '../../../core/random.ts';
import { createFacade } from './facade.ts';
import { createGroup, type Group, type Place } from './group.ts';
import { type Colour, paint } from './materials/colour.ts';
import { glazing, painted } from './materials/joinery.ts';
import { bricks, tiles, type WallLook, wall } from './materials/masonry.ts';
import { type Bounds, halfSpaces, type Material, type Opening, type Solid, solid } from './solids.ts';

const PLASTERS = [
  0xe0b060, 0xd9925a, 0xc9694a, 0xe8cfa0, 0xe3a48a, 0xf0dfbd, 0xd8b98a, 0xb98f6a, 0xa9b6a0, 0x93aab8, 0xd98f7c,
  0xe6c678,
].map(paint);
const BRICKS = [0xa4543a, 0x8f4a36, 0xb0684a].map(paint);
const INFILLS = [0xe9dcc0, 0xd9a860, 0xc97f5a, 0xdcc9a4].map(paint);
const TRIMS = [0xf1e8d4, 0xe4d8c0, 0xd8cbb4].map(paint);
const ROOFS = [0xb5603c, 0xa3502f, 0xc27548, 0x8f4a34].map(paint);
const SHUTTERS = [0x4f7a66, 0x3f6a86, 0x6d8a9a, 0x7a4a30, 0x5c7748, 0x8a3a30, 0x2f5560].map(paint);
const DOORS = [0x2f5648, 0x6a2f26, 0x274a66, 0x5a3a22, 0x7a5a2a, 0x3a3f3a, 0x8a4a3a].map(paint);
const CLOTHS = [0xb23a2e, 0x2f6a5a, 0x2f5580, 0xc98a2e, 0x7a2f45].map(paint);
const WOOD = paint(0x6b5038);
const ZINC = paint(0x7d8482);

function pick<T>(random: Random, of: readonly T[]): T {
  return of[random.below(of.length)]!;
}

/** Wall at the gables, tiles on the slopes, boards below the eaves. */
function roofMaterial(gable: Material, slope: Material): Material {
  const boards = painted(WOOD, 11, 0.3);
  return (h, s) => {
    if (h.face >= 6) slope(h, s);
    else if (h.face < 4) gable(h, s);
    else {
      boards(h, s);
      s.open = 0.35;
    }
  };
}

/** What all parts of a house share while it is built. */
interface Build {
  readonly width: number;
  readonly depth: number;
  /** height of the eaves */
  readonly height: number;
  /** rise of the roof per metre */
  readonly steep: number;
  readonly look: WallLook;
  readonly frame: Colour;
  readonly random: Random;
  readonly seed: number;
}

/**
 * A house on a plot: in its frame the front is y = 0 from x = 0 to `width`, the street at y > 0.
 * @param seed of the plot: the same seed gives the same house
 * @param trades whether it may have a shop on its ground floor
 */
export function createHouse(place: Place, width: number, seed: number, trades: boolean): Group {
  const random = createRandom(seed);
  const kind = random.next() < 0.66 ? 'plaster' : random.next() < 0.5 ? 'brick' : 'timber';
  const storeys = random.next() < 0.14 ? 1 : random.next() < 0.55 ? 2 : 3;
  const floors = [0];
  for (let f = 1; f < storeys; f++)
    floors.push(f === 1 ? random.uniform(3.05, 3.5) : floors[f - 1]! + random.uniform(2.65, 2.95));
  const height = floors[storeys - 1]! + (storeys === 1 ? 3.3 : random.uniform(2.75, 3.1));
  const bays = Math.max(2, Math.round(width / random.uniform(2.2, 2.9)));
  const trim = pick(random, TRIMS);
  const look: WallLook = {
    kind,
    colour: pick(random, kind === 'plaster' ? PLASTERS : kind === 'brick' ? BRICKS : INFILLS),
    trim,
    seed,
    height: height + 0.1,
    floors: floors.slice(1),
    bay: width / bays,
    ivy: random.next() < 0.2,
  };
  const frame = random.next() < 0.7 ? trim : pick(random, DOORS);
  const facade = createFacade(
    {
      width,
      floors,
      bays,
      frame,
      shutter: kind === 'plaster' && random.next() < 0.75 ? pick(random, SHUTTERS) : null,
      door: pick(random, DOORS),
      cloth: pick(random, CLOTHS),
      shop: trades && storeys > 1 && random.next() < 0.34,
      arch: kind !== 'timber' && random.next() < 0.4 ? 0.16 : 0,
      seed,
    },
    random,
  );
  const build: Build = {
    width,
    depth: random.uniform(8, 9.5),
    height,
    steep: random.uniform(0.68, 1),
    look,
    frame,
    random,
    seed,
  };
  const body = solid('box', [0, width, -build.depth, 0, 0, height], wall(look, facade.openings), {
    openings: facade.openings,
  });
  const gableToStreet = random.next() < 0.3 && width < 9;
  const roof = gableToStreet ? gableRoof(build) : eavesRoof(build);
  return createGroup(place, [[body, ...roof.body], roof.details, ...facade.details]);
}

interface Roof {
  readonly body: Solid[];
  readonly details: Solid[];
}

/** Ridge along the street: eaves with a gutter, dormers, chimneys. */
function eavesRoof(build: Build): Roof {
  const { width, depth, height, steep, look, random, seed } = build;
  const over = 0.42;
  const slope = tiles(pick(random, ROOFS), seed + 1);
  const low = height - over * steep;
  const ridge = height + (depth / 2) * steep;
  const planes = halfSpaces([0, steep, 1, 0, 0, height], [0, -steep, 1, 0, -depth, height]);
  const gable = wall({ ...look, height: ridge + 1 }, []);
  const body = [solid('prism', [0, width, -depth - over, over, low, ridge], roofMaterial(gable, slope), { planes })];
  const zinc = painted(ZINC, seed, 0.3);
  const details = [
    solid('box', [0, width, over - 0.02, over + 0.11, low - 0.03, low + 0.09], zinc),
    solid('cylinder', [0.08, 0.18, 0.02, 0.12, 0.2, low], zinc),
  ];
  details.push(
    ...chimney(
      random.uniform(0.8, width - 0.8),
      -depth / 2 + random.uniform(-0.8, 0.8),
      ridge - 0.9,
      ridge + 0.8,
      seed,
    ),
  );
  const dormers = width > 6.4 && random.next() < 0.5 ? 1 + random.below(2) : 0;
  for (let k = 0; k < dormers; k++) details.push(...dormer(build, ((k + 0.5) * width) / dormers, slope, gable));
  return { body, details };
}

function dormer(build: Build, x: number, slope: Material, gable: Material): Solid[] {
  const { height, seed, frame, steep } = build;
  const y = -0.55;
  const z = height + 0.2;
  const panel = { x0: x - 0.42, x1: x + 0.42, z0: z + 0.5, z1: z + 1.5 };
  const opening: Opening = {
    ...panel,
    recess: 0.1,
    arch: 0,
    material: glazing(panel, frame, seed + Math.round(x * 10), 1),
  };
  const back = y - 1.75 / steep - 1;
  const planes = halfSpaces([0.75, 0, 1, x, y, z + 2.4], [-0.75, 0, 1, x, y, z + 2.4]);
  return [
    solid('box', [x - 0.66, x + 0.66, back, y, z, z + 1.75], gable, { openings: [opening] }),
    solid('prism', [x - 0.85, x + 0.85, back - 0.6, y + 0.14, z + 1.7, z + 2.4], roofMaterial(gable, slope), {
      planes,
    }),
  ];
}

function chimney(x: number, y: number, z0: number, z1: number, seed: number): Solid[] {
  const clay = painted(paint(0xb06a44), seed, 0.3);
  return [
    solid('box', [x - 0.38, x + 0.38, y - 0.3, y + 0.3, z0, z1], bricks(paint(0x96543c), seed)),
    solid('box', [x - 0.45, x + 0.45, y - 0.37, y + 0.37, z1 - 0.16, z1 - 0.02], bricks(paint(0x8a4c36), seed)),
    solid('cylinder', [x - 0.26, x - 0.06, y - 0.1, y + 0.1, z1, z1 + 0.4], clay),
    solid('cylinder', [x + 0.06, x + 0.26, y - 0.1, y + 0.1, z1, z1 + 0.33], clay),
  ];
}

/** Ridge across the street: the gable is part of the front, straight, or stepped on brick houses. */
function gableRoof(build: Build): Roof {
  const { width, depth, height, look, random, seed, frame } = build;
  const steep = Math.max(build.steep, 0.9);
  const ridge = height + (width / 2) * steep;
  const stepped = look.kind === 'brick' || random.next() < 0.3;
  const panel = { x0: width / 2 - 0.45, x1: width / 2 + 0.45, z0: height + 0.55, z1: height + 1.85 };
  const opening: Opening = { ...panel, recess: 0.15, arch: 0.2, material: glazing(panel, frame, seed + 77, 2) };
  const openings = width > 5 ? [opening] : [];
  const material = wall({ ...look, height: ridge + 1, floors: [...look.floors, height] }, openings);
  const slope = tiles(pick(random, ROOFS), seed + 1);
  const planes = halfSpaces([steep, 0, 1, width / 2, 0, ridge], [-steep, 0, 1, width / 2, 0, ridge]);
  const over = 0.22;
  const bounds: Bounds = [-over, width + over, -depth, 0, height - over * steep, ridge];
  const body = [solid('prism', bounds, roofMaterial(material, slope), { planes, openings })];
  const details: Solid[] = [];
  if (stepped) {
    const steps = 5;
    for (let k = 0; k < steps; k++) {
      const half = (width / 2) * (1 - k / steps);
      const z1 = height + 0.35 + (ridge - height) * ((k + 0.7) / steps);
      // the upright band of a step hides the slope behind it; the middle is left to the gable and its window
      const inner = (width / 2) * (1 - (k + 1.6) / steps);
      for (const side of inner > 0.5 ? [-1, 1] : [0]) {
        const x0 = side === 0 ? width / 2 - half : side < 0 ? width / 2 - half : width / 2 + inner;
        const x1 = side === 0 ? width / 2 + half : side < 0 ? width / 2 - inner : width / 2 + half;
        details.push(solid('box', [x0, x1, -0.4, 0.05, height - 0.1, z1], material));
        details.push(solid('box', [x0 - 0.04, x1 + 0.04, -0.44, 0.09, z1, z1 + 0.08], painted(look.trim, seed, 0.2)));
      }
    }
  } else {
    const rafter = painted(look.trim, seed, 0.2);
    for (const side of [-1, 1]) {
      const verge = halfSpaces(
        [side * steep, 0, 1, width / 2, 0, ridge + 0.1],
        [-side * steep, 0, -1, width / 2, 0, ridge - 0.16],
      );
      const x0 = side < 0 ? -over : width / 2;
      details.push(
        solid('prism', [x0, x0 + width / 2 + over, -0.05, 0.16, height - 0.3, ridge + 0.1], rafter, { planes: verge }),
      );
    }
  }
  details.push(...chimney(width / 2 + random.uniform(-0.6, 0.6), -depth * 0.6, ridge - 1, ridge + 0.7, seed));
  return { body, details };
}
