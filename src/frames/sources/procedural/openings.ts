import type { Hit, LocalRay, Opening } from './solids.ts';

/** Whether (x, z) of the front lies in the opening. */
export function inOpening(o: Opening, x: number, z: number): boolean {
  if (x <= o.x0 || x >= o.x1 || z <= o.z0 || z >= o.z1) return false;
  if (o.arch === 0) return true;
  const up = (z - (o.z1 - o.arch)) / o.arch;
  if (up <= 0) return true;
  const half = (o.x1 - o.x0) / 2;
  const side = (x - (o.x0 + o.x1) / 2) / half;
  return side * side + up * up < 1;
}

/**
 * Carries a ray that has met the front of a box at `t` on into the recess there, if there is one: to the panel at its back
 * or to its side. Fills t, normal and `opening` (null at the sides, which are wall).
 * @returns false where the front has no opening at that point
 */
export function enterOpening(openings: readonly Opening[], ray: LocalRay, t: number, hit: Hit): boolean {
  const x = ray.ox + t * ray.dx;
  const z = ray.oz + t * ray.dz;
  for (let k = 0; k < openings.length; k++) {
    const o = openings[k]!;
    if (!inOpening(o, x, z)) continue;
    const back = t + o.recess / -ray.dy;
    if (inOpening(o, ray.ox + back * ray.dx, ray.oz + back * ray.dz)) {
      hit.t = back;
      hit.nx = 0;
      hit.ny = 1;
      hit.nz = 0;
      hit.opening = o;
      return true;
    }
    hit.opening = null;
    hit.ny = 0;
    const tx = ((ray.dx > 0 ? o.x1 : o.x0) - ray.ox) * ray.ix;
    const tz = ((ray.dz > 0 ? o.z1 : o.z0) - ray.oz) * ray.iz;
    hit.t = Math.min(tx, tz);
    hit.nx = tx < tz ? -Math.sign(ray.dx) : 0;
    hit.nz = tx < tz ? 0 : -Math.sign(ray.dz);
    if (o.arch > 0) meetArch(o, ray, t, hit);
    return true;
  }
  return false;
}

/** The inner side of the arch, where the ray leaves through it before it leaves the straight sides. */
function meetArch(o: Opening, ray: LocalRay, t: number, hit: Hit): void {
  const half = (o.x1 - o.x0) / 2;
  const spring = o.z1 - o.arch;
  const px = (ray.ox + t * ray.dx - (o.x0 + o.x1) / 2) / half;
  const pz = (ray.oz + t * ray.dz - spring) / o.arch;
  const qx = ray.dx / half;
  const qz = ray.dz / o.arch;
  const qq = qx * qx + qz * qz;
  const pq = px * qx + pz * qz;
  const root = pq * pq - qq * (px * px + pz * pz - 1);
  if (root < 0) return;
  const leave = (-pq + Math.sqrt(root)) / qq;
  const up = pz + leave * qz;
  if (up <= 0) return;
  const nx = -(px + leave * qx) / half;
  const nz = -up / o.arch;
  const length = Math.sqrt(nx * nx + nz * nz);
  hit.t = t + leave;
  hit.nx = nx / length;
  hit.nz = nz / length;
}
