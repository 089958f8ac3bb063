/** What a ray found, in the frame of the group it belongs to (metres). Reused between rays: copy what has to last. */
export interface Hit {
  /** distance in units of the ray's direction */
  t: number;
  x: number;
  y: number;
  z: number;
  /** unit normal of the surface; materials may bend it */
  nx: number;
  ny: number;
  nz: number;
  /** coordinates along the surface (u level, v up or away) and how much of each one pixel covers */
  u: number;
  v: number;
  wu: number;
  wv: number;
  /** 0–5: box sides x0, x1, y0, y1, z0, z1; from 6 on: planes of a prism; 100: curved */
  face: number;
  opening: Opening | null;
}

/** Colour of a surface in linear light, and how much of the sky it sees. */
export interface Surface {
  red: number;
  green: number;
  blue: number;
  /** 0–1, scales ambient light */
  open: number;
  /** 0–1, how much light passes from behind (leaves, awnings) */
  thin: number;
}

export type Material = (hit: Hit, surface: Surface) => void;

/** A recess in the front (y = y1) of a box: a window, door or gateway. With `arch` its top is a half ellipse of that height. */
export interface Opening {
  readonly x0: number;
  readonly x1: number;
  readonly z0: number;
  readonly z1: number;
  readonly recess: number;
  readonly arch: number;
  /** of the panel at the back of the recess */
  readonly material: Material;
}

/** What fills the bounds: the box itself, convex planes within it, or a round body inscribed in it. */
export type Shape = 'box' | 'prism' | 'ellipsoid' | 'cylinder';

export interface Solid {
  readonly shape: Shape;
  readonly x0: number;
  readonly x1: number;
  readonly y0: number;
  readonly y1: number;
  readonly z0: number;
  readonly z1: number;
  readonly material: Material;
  /** prism: nx, ny, nz, d of each half-space n·p ≤ d; unit normals */
  readonly planes: Float64Array | null;
  readonly openings: readonly Opening[] | null;
  /** true where the surface has a hole (leaves, railings); must not depend on the view */
  readonly hole: ((x: number, y: number, z: number) => boolean) | null;
}

/** A ray in the frame of a group. `face` is an output of `enter`. */
export interface LocalRay {
  ox: number;
  oy: number;
  oz: number;
  dx: number;
  dy: number;
  dz: number;
  /** reciprocal of the direction */
  ix: number;
  iy: number;
  iz: number;
  face: number;
}

export type Bounds = readonly [x0: number, x1: number, y0: number, y1: number, z0: number, z1: number];

/** A solid within bounds; see `Solid` for the parts. */
export function solid(
  shape: Shape,
  [x0, x1, y0, y1, z0, z1]: Bounds,
  material: Material,
  more: Partial<Pick<Solid, 'planes' | 'openings' | 'hole'>> = {},
): Solid {
  return { shape, x0, x1, y0, y1, z0, z1, material, planes: null, openings: null, hole: null, ...more };
}

/** Half-spaces n·p ≤ n·through, from rows [nx, ny, nz, x, y, z]; normals need no unit length. */
export function halfSpaces(
  ...rows: readonly (readonly [number, number, number, number, number, number])[]
): Float64Array {
  const planes = new Float64Array(rows.length * 4);
  rows.forEach(([nx, ny, nz, x, y, z], i) => {
    const length = Math.sqrt(nx * nx + ny * ny + nz * nz);
    planes.set([nx / length, ny / length, nz / length, (nx * x + ny * y + nz * z) / length], i * 4);
  });
  return planes;
}

/**
 * Where a ray enters a solid within (low, high), or Infinity; sets `ray.face`. A ray that starts inside passes, except
 * through surfaces with holes, whose inside is also seen.
 */
export function enter(s: Solid, ray: LocalRay, low: number, high: number): number {
  let near = low;
  let far = high;
  let face = -1;
  let out = -1;
  let a = (s.x0 - ray.ox) * ray.ix;
  let b = (s.x1 - ray.ox) * ray.ix;
  let flip = a > b ? 1 : 0;
  let lo = flip ? b : a;
  let hi = flip ? a : b;
  if (lo > near) {
    near = lo;
    face = flip;
  }
  if (hi < far) {
    far = hi;
    out = 1 - flip;
  }
  if (near >= far) return Number.POSITIVE_INFINITY;
  a = (s.y0 - ray.oy) * ray.iy;
  b = (s.y1 - ray.oy) * ray.iy;
  flip = a > b ? 1 : 0;
  lo = flip ? b : a;
  hi = flip ? a : b;
  if (lo > near) {
    near = lo;
    face = 2 + flip;
  }
  if (hi < far) {
    far = hi;
    out = 3 - flip;
  }
  if (near >= far) return Number.POSITIVE_INFINITY;
  a = (s.z0 - ray.oz) * ray.iz;
  b = (s.z1 - ray.oz) * ray.iz;
  flip = a > b ? 1 : 0;
  lo = flip ? b : a;
  hi = flip ? a : b;
  if (lo > near) {
    near = lo;
    face = 4 + flip;
  }
  if (hi < far) {
    far = hi;
    out = 5 - flip;
  }
  if (near >= far) return Number.POSITIVE_INFINITY;
  switch (s.shape) {
    case 'box':
      break;
    case 'prism': {
      const planes = s.planes!;
      for (let k = 0; k < planes.length; k += 4) {
        const n = planes[k]! * ray.dx + planes[k + 1]! * ray.dy + planes[k + 2]! * ray.dz;
        const rest = planes[k + 3]! - (planes[k]! * ray.ox + planes[k + 1]! * ray.oy + planes[k + 2]! * ray.oz);
        if (n > -1e-14 && n < 1e-14) {
          if (rest < 0) return Number.POSITIVE_INFINITY;
          continue;
        }
        const t = rest / n;
        if (n < 0) {
          if (t > near) {
            near = t;
            face = 6 + k / 4;
          }
        } else if (t < far) {
          far = t;
          out = 6 + k / 4;
        }
        if (near >= far) return Number.POSITIVE_INFINITY;
      }
      break;
    }
    default: {
      const upright = s.shape === 'cylinder';
      const rx = 2 / (s.x1 - s.x0);
      const ry = 2 / (s.y1 - s.y0);
      const rz = upright ? 0 : 2 / (s.z1 - s.z0);
      const px = (ray.ox - (s.x0 + s.x1) / 2) * rx;
      const py = (ray.oy - (s.y0 + s.y1) / 2) * ry;
      const pz = (ray.oz - (s.z0 + s.z1) / 2) * rz;
      const qx = ray.dx * rx;
      const qy = ray.dy * ry;
      const qz = ray.dz * rz;
      const qq = qx * qx + qy * qy + qz * qz;
      const pq = px * qx + py * qy + pz * qz;
      const root = pq * pq - qq * (px * px + py * py + pz * pz - 1);
      if (root <= 0) return Number.POSITIVE_INFINITY;
      const half = Math.sqrt(root);
      const t0 = (-pq - half) / qq;
      const t1 = (-pq + half) / qq;
      // the bounds touch the round body, so the body's own entry is the later one, except at the caps of a cylinder
      if (t0 > near || !upright) face = t0 > low ? 100 : -1;
      if (t0 > near) near = t0;
      if (t1 < far) {
        far = t1;
        out = 100;
      }
      if (near >= far) return Number.POSITIVE_INFINITY;
    }
  }
  if (s.hole === null) {
    if (face < 0) return Number.POSITIVE_INFINITY;
    ray.face = face;
    return near;
  }
  if (face >= 0 && !s.hole(ray.ox + near * ray.dx, ray.oy + near * ray.dy, ray.oz + near * ray.dz)) {
    ray.face = face;
    return near;
  }
  if (out >= 0 && far > low && !s.hole(ray.ox + far * ray.dx, ray.oy + far * ray.dy, ray.oz + far * ray.dz)) {
    ray.face = out;
    return far;
  }
  return Number.POSITIVE_INFINITY;
}
