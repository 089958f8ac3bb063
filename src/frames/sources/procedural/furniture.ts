import { createRandom } from '../../../core/random.ts';
import { createGroup, type Group, type Place } from './group.ts';
import { paint } from './materials/colour.ts';
import { painted } from './materials/joinery.ts';
import { bricks, stone, tiles } from './materials/masonry.ts';
import { bark, leafGaps, leaves } from './materials/plants.ts';
import { halfSpaces, type Solid, solid } from './solids.ts';

const GREENS = [0x55702c, 0x6b7a2e, 0x4a6534, 0x7d7a2c, 0x8a7428].map(paint);
const BARK = paint(0x6f5c48);
const CYPRESS = paint(0x33502e);
const IRON = paint(0x2a302e);
const GLOW = paint(0xf2d89c);
const ASHLAR = paint(0xb9a888);

/** A street tree: a trunk with two boughs and a crown of tufts with gaps between the leaves. */
export function createTree(place: Place, seed: number): Group {
  const random = createRandom(seed);
  const fork = random.uniform(2.8, 3.5);
  const r = random.uniform(0.12, 0.18);
  const wood = bark(BARK, seed);
  const trunk = [
    solid('cylinder', [-r, r, -r, r, 0.1, fork + 0.6], wood),
    solid('cylinder', [-r * 1.5, r * 1.5, -r * 1.5, r * 1.5, 0.1, 0.32], wood),
  ];
  const green = GREENS[random.below(GREENS.length)]!;
  const wide = random.uniform(1.2, 1.6);
  const tall = random.uniform(1.5, 2.1);
  const crown: Solid[] = [];
  const count = 20 + random.below(6);
  for (let k = 0; k < count; k++) {
    // even over a sphere (golden-ratio steps of a sequence stand in for angles)
    const z = 1 - (2 * (k + 0.5)) / count;
    const round = Math.sqrt(1 - z * z);
    const turn = k * 0.618034 - Math.floor(k * 0.618034);
    const a = turn < 0.5 ? 4 * turn - 1 : 3 - 4 * turn;
    const b = (turn < 0.5 ? 1 : -1) * Math.sqrt(Math.max(0, 1 - a * a));
    const reach = random.uniform(0.55, 0.95);
    const x = wide * reach * round * a + random.uniform(-0.2, 0.2);
    const y = wide * reach * round * b + random.uniform(-0.2, 0.2);
    const up = fork + tall + reach * tall * z + random.uniform(-0.2, 0.2);
    const size = random.uniform(0.42, 0.82);
    crown.push(
      solid(
        'ellipsoid',
        [x - size, x + size, y - size, y + size, up - 0.8 * size, up + 0.8 * size],
        leaves(green, seed + k),
        {
          hole: leafGaps(seed + k, 6.5),
        },
      ),
    );
  }
  return createGroup(place, [trunk, crown]);
}

/** A cypress: slim tufts one above the other. */
function cypress(x: number, y: number, tall: number, seed: number): Solid[] {
  const parts = [solid('cylinder', [x - 0.1, x + 0.1, y - 0.1, y + 0.1, 0, 1], bark(BARK, seed))];
  for (let k = 0; k < 5; k++) {
    const up = k / 5;
    const r = 0.72 * (1 - 0.75 * up * up);
    parts.push(
      solid(
        'ellipsoid',
        [x - r, x + r, y - r, y + r, 0.4 + up * tall * 0.72, 0.4 + (up * 0.72 + 0.38) * tall],
        leaves(CYPRESS, seed + k),
        {
          hole: leafGaps(seed + k, 8),
        },
      ),
    );
  }
  return parts;
}

/** A cast-iron lamp post with a lantern. */
export function createLamp(place: Place, seed: number): Group {
  const iron = painted(IRON, seed, 0.25);
  const round = (r: number, z0: number, z1: number) => solid('cylinder', [-r, r, -r, r, z0, z1], iron);
  const roof = halfSpaces(
    [1, 0, 1, 0.26, 0, 4.22],
    [-1, 0, 1, -0.26, 0, 4.22],
    [0, 1, 1, 0, 0.26, 4.22],
    [0, -1, 1, 0, -0.26, 4.22],
  );
  const glass = halfSpaces(
    [1, 0, -0.3, 0.12, 0, 3.72],
    [-1, 0, -0.3, -0.12, 0, 3.72],
    [0, 1, -0.3, 0, 0.12, 3.72],
    [0, -1, -0.3, 0, -0.12, 3.72],
  );
  return createGroup(place, [
    [
      round(0.13, 0.1, 0.35),
      round(0.085, 0.35, 1.05),
      round(0.105, 1.05, 1.12),
      round(0.048, 1.12, 3.6),
      round(0.09, 3.58, 3.72),
      solid('box', [-0.42, 0.42, -0.025, 0.025, 3.3, 3.34], iron),
      solid('prism', [-0.3, 0.3, -0.3, 0.3, 3.72, 4.2], painted(GLOW, seed + 1, 0.3), { planes: glass }),
      solid('prism', [-0.26, 0.26, -0.26, 0.26, 4.2, 4.46], iron, { planes: roof }),
    ],
  ]);
}

/** A garden between houses: a wall with a gateway, cypresses and shrubs behind it. */
export function createGarden(place: Place, width: number, seed: number): Group {
  const random = createRandom(seed);
  const gate = random.uniform(0.3, 0.6) * width;
  const high = random.uniform(1.3, 1.9);
  const material = random.next() < 0.5 ? bricks(paint(0x9c5f44), seed) : stone(ASHLAR, seed, 0.28);
  const cap = stone(paint(0xbdb29c), seed, 2);
  const walls: Solid[] = [];
  for (const [x0, x1] of [
    [0, gate - 0.6],
    [gate + 0.6, width],
  ] as const) {
    walls.push(solid('box', [x0, x1, -0.3, 0, 0, high], material));
    walls.push(solid('box', [x0, x1, -0.36, 0.06, high, high + 0.1], cap));
  }
  for (const x of [gate - 0.75, gate + 0.75])
    walls.push(solid('box', [x - 0.25, x + 0.25, -0.4, 0.08, 0, high + 0.55], material));
  const plants: Solid[][] = [];
  for (let x = random.uniform(0.9, 1.4); x < width - 0.8; x += random.uniform(1.5, 2.6)) {
    if (random.next() < 0.6)
      plants.push(cypress(x, random.uniform(-3.5, -1.4), random.uniform(4.5, 8), seed + Math.round(x * 97)));
    else plants.push(shrub(x, random.uniform(-2.6, -1.2), random.uniform(0.8, 1.3), seed + Math.round(x * 97)));
  }
  return createGroup(place, [walls, ...plants]);
}

function shrub(x: number, y: number, r: number, seed: number): Solid[] {
  const green = GREENS[seed % GREENS.length]!;
  const bloom = seed % 3 === 0 ? paint(0xc45a86) : null;
  return [0, 1, 2].map((k) => {
    const at = x + (k - 1) * r * 0.8;
    const top = r * (k === 1 ? 2.2 : 1.7);
    return solid('ellipsoid', [at - r, at + r, y - r, y + r, -0.2, top], leaves(green, seed + k, bloom), {
      hole: leafGaps(seed + k, 8),
    });
  });
}

/** A church tower behind the houses, with a clock-like rose, belfry openings and a tiled spire. */
export function createTower(place: Place, seed: number): Group {
  const random = createRandom(seed);
  const half = random.uniform(2.3, 2.9);
  const high = random.uniform(15, 19);
  const spire = high + random.uniform(7, 11);
  const masonry = stone(ASHLAR, seed, 0.45);
  const dark = painted(paint(0x2c2a28), seed, 0.3);
  const openings = [-1, 1].map((side) => ({
    x0: side * half * 0.4 - 0.55,
    x1: side * half * 0.4 + 0.55,
    z0: high - 4,
    z1: high - 1.3,
    recess: 0.5,
    arch: 0.55,
    material: dark,
  }));
  const steep = (spire - high) / (half + 0.2);
  const planes = halfSpaces(
    [steep, 0, 1, 0, 0, spire],
    [-steep, 0, 1, 0, 0, spire],
    [0, steep, 1, 0, 0, spire],
    [0, -steep, 1, 0, 0, spire],
  );
  const ledge = (z: number) =>
    solid('box', [-half - 0.2, half + 0.2, -half - 0.2, half + 0.2, z, z + 0.3], stone(paint(0xc9bb9c), seed, 0.6));
  return createGroup(place, [
    [
      solid('box', [-half, half, -half, half, 0, high], masonry, { openings }),
      ledge(high - 5),
      ledge(high),
      solid('prism', [-half - 0.2, half + 0.2, -half - 0.2, half + 0.2, high, spire], tiles(paint(0x8f5a40), seed), {
        planes,
      }),
    ],
  ]);
}

const FLAGS = [0xc2453a, 0xe0b04a, 0x3f7a8a, 0xeee2c6, 0x5f8a4a].map(paint);

/** Bunting hung across the street: small flags on a sagging line. In its frame x runs across, from −span/2 to span/2. */
export function createBunting(place: Place, span: number, height: number, seed: number): Group {
  const flags: Solid[] = [];
  const count = Math.floor(span / 0.42);
  for (let k = 0; k < count; k++) {
    const x = ((k + 0.5) / count - 0.5) * span;
    const sag = height - 0.7 * (1 - (4 * x * x) / (span * span));
    const planes = halfSpaces([1, 0, -0.42, x + 0.15, 0, sag], [-1, 0, -0.42, x - 0.15, 0, sag]);
    flags.push(
      solid(
        'prism',
        [x - 0.15, x + 0.15, -0.012, 0.012, sag - 0.36, sag],
        painted(FLAGS[(k + seed) % FLAGS.length]!, seed + k, 0.3),
        { planes },
      ),
    );
    flags.push(
      solid(
        'box',
        [x - span / count / 2, x + span / count / 2, -0.01, 0.01, sag - 0.01, sag + 0.015],
        painted(IRON, seed),
      ),
    );
  }
  const half = Math.floor(flags.length / 2);
  return createGroup(place, [flags.slice(0, half), flags.slice(half)]);
}
