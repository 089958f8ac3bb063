import type { Solid } from './solids.ts';

/** Solids that are near one another, within common bounds. */
export interface Cluster {
  readonly x0: number;
  readonly x1: number;
  readonly y0: number;
  readonly y1: number;
  readonly z0: number;
  readonly z1: number;
  readonly solids: readonly Solid[];
}

/** A thing on the street with its own upright frame: origin, x axis (unit, level); the y axis lies 90° to the left of x. */
export interface Group extends Cluster {
  readonly east: number;
  readonly north: number;
  readonly axisEast: number;
  readonly axisNorth: number;
  readonly clusters: readonly Cluster[];
  /** bounds in the world: east, north, up; low and high each */
  readonly world: readonly number[];
}

/** Where a group stands. */
export interface Place {
  readonly east: number;
  readonly north: number;
  readonly axisEast: number;
  readonly axisNorth: number;
}

function around(parts: readonly Omit<Cluster, 'solids'>[], solids: readonly Solid[]): Cluster {
  return {
    x0: Math.min(...parts.map((p) => p.x0)),
    x1: Math.max(...parts.map((p) => p.x1)),
    y0: Math.min(...parts.map((p) => p.y0)),
    y1: Math.max(...parts.map((p) => p.y1)),
    z0: Math.min(...parts.map((p) => p.z0)),
    z1: Math.max(...parts.map((p) => p.z1)),
    solids,
  };
}

/** A group of clusters of solids, given in its frame; empty clusters are dropped, at least one must stay. */
export function createGroup(place: Place, clusters: readonly (readonly Solid[])[]): Group {
  const packed = clusters.filter((solids) => solids.length > 0).map((solids) => around(solids, solids));
  const whole = around(packed, []);
  const corners = [whole.x0, whole.x1].flatMap((x) => [whole.y0, whole.y1].map((y) => [x, y] as const));
  const easts = corners.map(([x, y]) => place.east + x * place.axisEast - y * place.axisNorth);
  const norths = corners.map(([x, y]) => place.north + x * place.axisNorth + y * place.axisEast);
  const world = [Math.min(...easts), Math.max(...easts), Math.min(...norths), Math.max(...norths), whole.z0, whole.z1];
  return { ...whole, ...place, clusters: packed, world };
}
