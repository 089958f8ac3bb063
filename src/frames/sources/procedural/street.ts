import { createRandom, seedFrom } from '../../../core/random.ts';
import { createBunting, createGarden, createLamp, createTower, createTree } from './furniture.ts';
import type { Group, Place } from './group.ts';
import { createHouse } from './house.ts';
import { PAVEMENT_HEIGHT, ROAD_HALF } from './materials/paving.ts';
import { hash } from './noise.ts';
import { createStreetLine, type StreetLine } from './street-line.ts';

/** Mean width of a plot and how far its ends may move, metres along north. */
const PLOT = 8.4;
const PLOT_JITTER = 1.5;
/** Distance of the house fronts from the centre line. */
const FRONT = 4.4;
/** Length of a cell of the index, and how far things reach from their plot, metres along north. */
export const CELL = 12;
const REACH = 16;
/** Cells kept: a drive comes back to none of the older ones. */
const KEPT = 400;

/** Everything that stands in a street, made plot by plot when a ray comes near; the same seed gives the same street. */
export interface Street {
  readonly seed: number;
  readonly line: StreetLine;
  /** What stands, wholly or in part, between the northings `cell · CELL` and `(cell + 1) · CELL`. */
  cell(index: number): Cell;
}

/** A stretch of the index with world bounds (east, north, up; low and high each). */
interface Cell {
  readonly groups: readonly Group[];
  /** six for each group */
  readonly boxes: Float64Array;
  /** six around all of them */
  readonly whole: Float64Array;
}

function createCell(groups: readonly Group[]): Cell {
  const whole = [0, 1, 2, 3, 4, 5].map((k) => (k % 2 === 0 ? Math.min : Math.max)(...groups.map((g) => g.world[k]!)));
  return { groups, boxes: Float64Array.from(groups.flatMap((g) => g.world)), whole: Float64Array.from(whole) };
}

export function createStreet(seed: number): Street {
  const line = createStreetLine(seed);
  const plots = new Map<number, readonly Group[]>();
  const cells = new Map<number, Cell>();
  const plot = (i: number): readonly Group[] => {
    let groups = plots.get(i);
    if (groups === undefined) {
      groups = createPlot(seed, line, i);
      plots.set(i, groups);
      if (plots.size > 2 * KEPT) plots.delete(plots.keys().next().value!);
    }
    return groups;
  };
  return {
    seed,
    line,
    cell: (index) => {
      let cell = cells.get(index);
      if (cell === undefined) {
        const from = index * CELL;
        const to = from + CELL;
        const near: Group[] = [];
        for (let i = Math.floor((from - REACH) / PLOT); i <= Math.floor((to + REACH) / PLOT); i++) {
          for (const group of plot(i)) if (group.world[3]! >= from && group.world[2]! <= to) near.push(group);
        }
        cell = createCell(near);
        cells.set(index, cell);
        if (cells.size > KEPT) cells.delete(cells.keys().next().value!);
      }
      return cell;
    },
  };
}

/** The place at street coordinates (along, across), its x axis along the street. */
function placeAt(line: StreetLine, along: number, across: number): Place {
  const p = line.at(along);
  return {
    east: p.east + across * p.tangentNorth,
    north: along - across * p.tangentEast,
    axisEast: p.tangentEast,
    axisNorth: p.tangentNorth,
  };
}

/** Both sides of the street from one plot boundary to the next. */
function createPlot(seed: number, line: StreetLine, i: number): Group[] {
  const groups: Group[] = [];
  for (const side of [-1, 1] as const) {
    const boundary = (k: number) => PLOT * k + (hash(seed + side, k, 71) * 2 - 1) * PLOT_JITTER;
    const own = seedFrom(seed, 'plot', side, i);
    const random = createRandom(own);
    const front = FRONT + (random.next() < 0.3 ? random.uniform(0, 0.3) : 0);
    // x runs with the street on the right side and against it on the left, so that y points to the street on both
    const a = placeAt(line, boundary(side > 0 ? i : i + 1), side * front);
    const b = placeAt(line, boundary(side > 0 ? i + 1 : i), side * front);
    const east = b.east - a.east;
    const north = b.north - a.north;
    const width = Math.sqrt(east * east + north * north);
    const place: Place = { east: a.east, north: a.north, axisEast: east / width, axisNorth: north / width };
    const kind = random.next();
    if (kind < 0.11) {
      groups.push(createGarden(place, width, own));
      // a house at the back of the garden closes the view
      const back = { ...place, east: place.east + place.axisNorth * 8, north: place.north - place.axisEast * 8 };
      groups.push(createHouse(back, width, own ^ 0x5bd1, false));
    } else {
      groups.push(createHouse(place, width, own, true));
    }
    const middle = (boundary(i) + boundary(i + 1)) / 2;
    const towers = ((i % 13) + 13) % 13;
    if (
      towers === Math.floor(hash(seed, Math.floor(i / 13), 5) * 13) &&
      side === (hash(seed, Math.floor(i / 13), 6) < 0.5 ? -1 : 1)
    ) {
      const p = placeAt(line, middle, side * (FRONT + 12));
      groups.push(createTower({ ...p, axisEast: place.axisEast, axisNorth: place.axisNorth }, own));
    }
    const kerbside = side * (ROAD_HALF + 0.5);
    if (random.next() < 0.3) groups.push(createLamp(placeAt(line, boundary(i) + 0.6, kerbside), own));
    if (random.next() < 0.24)
      groups.push(createTree(placeAt(line, boundary(i) + random.uniform(2.5, 5.5), kerbside), own));
    if (side > 0 && random.next() < 0.1) {
      const p = placeAt(line, boundary(i) + random.uniform(2, 6), 0);
      // x across the street
      const across = { ...p, axisEast: p.axisNorth, axisNorth: -p.axisEast };
      groups.push(createBunting(across, 2 * FRONT + 0.2, random.uniform(5, 5.8), own));
    }
  }
  return groups;
}

/** Which part of the ground a ray meets. */
type Ground = 'road' | 'pavement' | 'kerb';

/** A meeting with the ground: distance in units of the direction, and street coordinates. */
export interface GroundHit {
  t: number;
  part: Ground;
  along: number;
  across: number;
}

/** Where a ray that points down meets road, kerb or pavement. @returns false where it does not within `limit` */
export function meetGround(
  line: StreetLine,
  o: readonly [number, number, number],
  dx: number,
  dy: number,
  dz: number,
  limit: number,
  out: GroundHit,
): boolean {
  if (dz > -1e-9) return false;
  const high = (PAVEMENT_HEIGHT - o[2]) / dz;
  if (high > limit) return false;
  const upper = line.locate(o[0] + high * dx, o[1] + high * dy);
  if (Math.abs(upper.across) >= ROAD_HALF && high > 0) {
    out.t = high;
    out.part = 'pavement';
    out.along = upper.along;
    out.across = upper.across;
    return true;
  }
  const low = -o[2] / dz;
  if (low <= 0 || low > limit) return false;
  const lower = line.locate(o[0] + low * dx, o[1] + low * dy);
  if (Math.abs(lower.across) <= ROAD_HALF) {
    out.t = low;
    out.part = 'road';
    out.along = lower.along;
    out.across = lower.across;
    return true;
  }
  let near = Math.max(high, 0);
  let far = low;
  for (let k = 0; k < 40; k++) {
    const middle = (near + far) / 2;
    if (Math.abs(line.locate(o[0] + middle * dx, o[1] + middle * dy).across) < ROAD_HALF) near = middle;
    else far = middle;
  }
  const at = line.locate(o[0] + far * dx, o[1] + far * dy);
  out.t = far;
  out.part = 'kerb';
  out.along = at.along;
  out.across = at.across;
  return true;
}
