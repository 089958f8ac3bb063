import type { Vector } from '../../../route/pinhole.ts';
import type { Cluster, Group } from './group.ts';
import { enterOpening, inOpening } from './openings.ts';
import { enter, type Hit, type LocalRay, type Opening, type Solid } from './solids.ts';
import { CELL, type GroundHit, meetGround, type Street } from './street.ts';

/** Nothing stands higher, or further from the meridian of the street, metres. */
const TOP = 32;
const SIDE = 60;
/** Things further than this from the camera are left to the haze (there a house is a few pixels high, and mostly haze already). */
const HORIZON = 480;

/** Finds what rays meet. One hit at a time: `hit`, `group`, `solid` and `ground` hold it until the next call. */
export interface Tracer {
  readonly hit: Hit;
  readonly ground: GroundHit;
  /** null on the ground */
  group: Group | null;
  solid: Solid | null;
  /**
   * Nearest surface along the ray within `limit` (in units of the direction).
   * @returns its distance, or Infinity for the sky
   */
  trace(origin: Vector, dx: number, dy: number, dz: number, limit: number): number;
  /** Whether anything stands between a point and `limit` metres along a unit direction that points up (towards the sun). */
  shaded(x: number, y: number, z: number, dx: number, dy: number, dz: number, limit: number): boolean;
}

const guard = (d: number) => (d > -1e-12 && d < 1e-12 ? 1e-12 : d);

/** Whether a ray in the frame of a group passes through bounds within `high`. */
function crosses(b: Cluster, ray: LocalRay, high: number): boolean {
  let p = (b.x0 - ray.ox) * ray.ix;
  let q = (b.x1 - ray.ox) * ray.ix;
  let near = Math.min(p, q);
  let far = Math.max(p, q);
  p = (b.y0 - ray.oy) * ray.iy;
  q = (b.y1 - ray.oy) * ray.iy;
  near = Math.max(near, Math.min(p, q));
  far = Math.min(far, Math.max(p, q));
  if (near > far || far < 0 || near > high) return false;
  p = (b.z0 - ray.oz) * ray.iz;
  q = (b.z1 - ray.oz) * ray.iz;
  near = Math.max(near, Math.min(p, q));
  far = Math.min(far, Math.max(p, q));
  return near <= far && far >= 0 && near <= high;
}

/** The same for world bounds (east, north, up; low and high each) at `o` of a list. */
function crossesWorld(
  b: Float64Array,
  o: number,
  x: number,
  y: number,
  z: number,
  ix: number,
  iy: number,
  iz: number,
  high: number,
): boolean {
  let p = (b[o]! - x) * ix;
  let q = (b[o + 1]! - x) * ix;
  let near = Math.min(p, q);
  let far = Math.max(p, q);
  p = (b[o + 2]! - y) * iy;
  q = (b[o + 3]! - y) * iy;
  near = Math.max(near, Math.min(p, q));
  far = Math.min(far, Math.max(p, q));
  if (near > far || far < 0 || near > high) return false;
  p = (b[o + 4]! - z) * iz;
  q = (b[o + 5]! - z) * iz;
  near = Math.max(near, Math.min(p, q));
  far = Math.min(far, Math.max(p, q));
  return near <= far && far >= 0 && near <= high;
}

export function createTracer(street: Street): Tracer {
  const hit: Hit = { t: 0, x: 0, y: 0, z: 0, nx: 0, ny: 0, nz: 0, u: 0, v: 0, wu: 0, wv: 0, face: 0, opening: null };
  const ray: LocalRay = { ox: 0, oy: 0, oz: 0, dx: 0, dy: 0, dz: 0, ix: 0, iy: 0, iz: 0, face: 0 };
  // neighbouring rays are mostly shaded by the same thing
  let lastGroup: Group | null = null;
  let lastSolid: Solid | null = null;
  // the nearest so far: distance, distance of the front of its recess, and face
  let best = 0;
  let front = 0;
  let face = 0;
  const ground: GroundHit = { t: 0, part: 'road', along: 0, across: 0 };

  const localise = (g: Group, x: number, y: number, z: number, dx: number, dy: number, dz: number) => {
    const e = x - g.east;
    const n = y - g.north;
    ray.ox = e * g.axisEast + n * g.axisNorth;
    ray.oy = n * g.axisEast - e * g.axisNorth;
    ray.oz = z;
    ray.dx = guard(dx * g.axisEast + dy * g.axisNorth);
    ray.dy = guard(dy * g.axisEast - dx * g.axisNorth);
    ray.dz = guard(dz);
    ray.ix = 1 / ray.dx;
    ray.iy = 1 / ray.dy;
    ray.iz = 1 / ray.dz;
  };

  /** Part of the ray within the slab where things stand. */
  const reach = (x: number, z: number, dx: number, dz: number, limit: number) => {
    let end = limit;
    if (dz > 0) end = Math.min(end, (TOP - z) / dz);
    if (dx > 0) end = Math.min(end, (SIDE - x) / dx);
    else if (dx < 0) end = Math.min(end, (-SIDE - x) / dx);
    return end;
  };

  /** Fills the hit for the solid that `ray` meets at `t` on `face`. */
  const record = (s: Solid, t: number, face: number) => {
    hit.opening = null;
    hit.face = face;
    hit.t = t;
    if (face === 3 && s.openings !== null && enterOpening(s.openings, ray, t, hit)) {
      locate();
      return;
    }
    locate();
    normalAt(s, face, hit);
    if (s.hole !== null && hit.nx * ray.dx + hit.ny * ray.dy + hit.nz * ray.dz > 0) {
      hit.nx = -hit.nx;
      hit.ny = -hit.ny;
      hit.nz = -hit.nz;
    }
  };
  const locate = () => {
    hit.x = ray.ox + hit.t * ray.dx;
    hit.y = ray.oy + hit.t * ray.dy;
    hit.z = ray.oz + hit.t * ray.dz;
  };

  const tracer: Tracer = { hit, ground, group: null, solid: null, trace, shaded };
  return tracer;

  /**
   * Goes through the cells along a ray up to `end` and leaves the nearest solid in `tracer`, its distance in `best`.
   * @param any stop at the first solid instead, without looking into recesses
   */
  function sweep(x: number, y: number, z: number, dx: number, dy: number, dz: number, end: number, any: boolean): void {
    const ix = 1 / guard(dx);
    const iy = 1 / guard(dy);
    const iz = 1 / guard(dz);
    let index = Math.floor(y / CELL);
    for (;;) {
      const cell = street.cell(index);
      const leave = ((dy > 0 ? index + 1 : index) * CELL - y) * iy;
      const { groups, boxes } = cell;
      if (crossesWorld(cell.whole, 0, x, y, z, ix, iy, iz, best)) {
        for (let g = 0; g < groups.length; g++) {
          if (crossesWorld(boxes, g * 6, x, y, z, ix, iy, iz, best)) {
            localise(groups[g]!, x, y, z, dx, dy, dz);
            if (search(groups[g]!, any)) return;
          }
        }
      }
      if (leave >= best || leave > end) return;
      index += dy > 0 ? 1 : -1;
    }
  }

  /** Looks for the nearest solid of one group. @returns true where one was found and any will do */
  function search(group: Group, any: boolean): boolean {
    for (let c = 0; c < group.clusters.length; c++) {
      const cluster = group.clusters[c]!;
      if (!crosses(cluster, ray, best)) continue;
      for (let k = 0; k < cluster.solids.length; k++) {
        const s = cluster.solids[k]!;
        const t = enter(s, ray, 1e-4, best);
        if (t >= best) continue;
        let reached = t;
        if (!any && ray.face === 3 && s.openings !== null && enterOpening(s.openings, ray, t, hit)) reached = hit.t;
        if (reached >= best) continue;
        best = reached;
        front = t;
        face = ray.face;
        tracer.group = group;
        tracer.solid = s;
        if (any) return true;
      }
    }
    return false;
  }

  function trace(origin: Vector, dx: number, dy: number, dz: number, limit: number): number {
    const [x, y, z] = origin;
    tracer.group = null;
    tracer.solid = null;
    const onGround = meetGround(street.line, origin, dx, dy, dz, limit, ground);
    best = onGround ? ground.t : limit;
    sweep(x, y, z, dx, dy, dz, Math.min(best, reach(x, z, dx, dz, Math.min(limit, HORIZON))), false);
    if (tracer.solid !== null && tracer.group !== null) {
      localise(tracer.group, x, y, z, dx, dy, dz);
      record(tracer.solid, front, face);
      return best;
    }
    if (!onGround) return Number.POSITIVE_INFINITY;
    hit.t = best;
    hit.opening = null;
    return best;
  }

  function shaded(x: number, y: number, z: number, dx: number, dy: number, dz: number, limit: number): boolean {
    best = limit;
    if (lastGroup !== null && lastSolid !== null) {
      localise(lastGroup, x, y, z, dx, dy, dz);
      if (enter(lastSolid, ray, 1e-4, best) < best) return true;
    }
    const { group, solid } = tracer;
    sweep(x, y, z, dx, dy, dz, reach(x, z, dx, dz, limit), true);
    const found = best < limit;
    if (found) {
      lastGroup = tracer.group;
      lastSolid = tracer.solid;
    }
    tracer.group = group;
    tracer.solid = solid;
    return found;
  }
}

/** Unit normal of a face of a solid at the point of the hit. */
function normalAt(s: Solid, face: number, hit: Hit): void {
  hit.nx = 0;
  hit.ny = 0;
  hit.nz = 0;
  if (face < 6) {
    const sign = face & 1 ? 1 : -1;
    if (face < 2) hit.nx = sign;
    else if (face < 4) hit.ny = sign;
    else hit.nz = sign;
  } else if (face < 100) {
    const k = (face - 6) * 4;
    hit.nx = s.planes![k]!;
    hit.ny = s.planes![k + 1]!;
    hit.nz = s.planes![k + 2]!;
  } else {
    const rx = (s.x1 - s.x0) / 2;
    const ry = (s.y1 - s.y0) / 2;
    const rz = (s.z1 - s.z0) / 2;
    const nx = (hit.x - (s.x0 + s.x1) / 2) / (rx * rx);
    const ny = (hit.y - (s.y0 + s.y1) / 2) / (ry * ry);
    const nz = s.shape === 'cylinder' ? 0 : (hit.z - (s.z0 + s.z1) / 2) / (rz * rz);
    const length = Math.sqrt(nx * nx + ny * ny + nz * nz);
    hit.nx = nx / length;
    hit.ny = ny / length;
    hit.nz = nz / length;
  }
}

/**
 * Whether the light from a direction (unit, in the frame of the group) reaches a point at the back of a recess through the
 * opening in the front.
 */
export function reachesThrough(opening: Opening, hit: Hit, sx: number, sy: number, sz: number): boolean {
  if (sy <= 0) return false;
  const t = opening.recess / sy;
  return inOpening(opening, hit.x + t * sx, hit.z + t * sz);
}
