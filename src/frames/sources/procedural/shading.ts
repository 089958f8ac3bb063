import type { Vector } from '../../../route/pinhole.ts';
import { fill } from './materials/colour.ts';
import { layKerb, layPavement, layRoad } from './materials/paving.ts';
import { HAZE, SUN, sky } from './sky.ts';
import type { Surface } from './solids.ts';
import type { Street } from './street.ts';
import { reachesThrough, type Tracer } from './tracer.ts';

const SUNLIGHT = [2.75, 2.18, 1.38] as const;
const SKYLIGHT = [0.36, 0.47, 0.66] as const;
const BOUNCE = [0.4, 0.31, 0.21] as const;
/** Colour fades by half to the haze at this distance, metres. */
const HAZE_HALF = 330;

/** How much longer than wide the footprint of a cone is along an axis (tangent of its slant there). */
const stretch = (slant: number) => Math.sqrt(1 + slant * slant);

/** Linear colour along rays. `colour` holds the last one. */
export interface Shader {
  readonly colour: Surface;
  /**
   * @param cone radius of the pixel's cone per metre; the direction must have unit length
   * @returns distance in metres, Infinity for the sky
   */
  along(origin: Vector, dx: number, dy: number, dz: number, cone: number): number;
}

export function createShader(street: Street, tracer: Tracer): Shader {
  const s: Surface = { red: 0, green: 0, blue: 0, open: 1, thin: 0 };
  const { hit } = tracer;

  /** Surface coordinates u (level) and v (up the surface or away), and how much of them the pixel's ellipse covers. */
  const measure = (dx: number, dy: number, dz: number, radius: number) => {
    const flat = hit.nz > 0.999 || hit.nz < -0.999;
    const level = flat ? 1 : 1 / Math.sqrt(hit.nx * hit.nx + hit.ny * hit.ny);
    const ux = flat ? 1 : hit.ny * level;
    const uy = flat ? 0 : -hit.nx * level;
    const vx = flat ? 0 : uy * hit.nz;
    const vy = flat ? 1 : -ux * hit.nz;
    const vz = flat ? 0 : ux * hit.ny - uy * hit.nx;
    hit.u = hit.x * ux + hit.y * uy;
    hit.v = hit.x * vx + hit.y * vy + hit.z * vz;
    const facing = Math.max(0.02, Math.abs(dx * hit.nx + dy * hit.ny + dz * hit.nz));
    const du = (dx * ux + dy * uy) / facing;
    const dv = (dx * vx + dy * vy + dz * vz) / facing;
    hit.wu = 2 * radius * stretch(du);
    hit.wv = 2 * radius * stretch(dv);
  };

  const shadeGround = (dx: number, dy: number, dz: number, radius: number) => {
    const { part, along, across } = tracer.ground;
    const p = street.line.at(along);
    const forward = dx * p.tangentEast + dy * p.tangentNorth;
    const right = dx * p.tangentNorth - dy * p.tangentEast;
    hit.u = along;
    if (part === 'kerb') {
      const side = across > 0 ? -1 : 1;
      hit.nx = 0;
      hit.ny = side;
      hit.nz = 0;
      hit.v = hit.z;
      const facing = Math.max(0.05, Math.abs(right));
      hit.wu = 2 * radius * stretch(forward / facing);
      hit.wv = 2 * radius * stretch(dz / facing);
      layKerb(hit, s, street.seed);
    } else {
      hit.nx = 0;
      hit.ny = 0;
      hit.nz = 1;
      hit.v = across;
      const facing = Math.max(0.005, -dz);
      hit.wu = 2 * radius * stretch(forward / facing);
      hit.wv = 2 * radius * stretch(right / facing);
      if (part === 'road') layRoad(hit, s, street.seed);
      else layPavement(hit, s, street.seed);
    }
    // street axes (along, across to the right, up) to the world
    const a = hit.nx;
    const c = hit.ny;
    hit.nx = a * p.tangentEast + c * p.tangentNorth;
    hit.ny = a * p.tangentNorth - c * p.tangentEast;
  };

  return {
    colour: s,
    along: (origin, dx, dy, dz, cone) => {
      const t = tracer.trace(origin, dx, dy, dz, 5000);
      if (t === Number.POSITIVE_INFINITY) {
        sky(street.seed, dx, dy, dz, cone * 2, s);
        return t;
      }
      const x = origin[0] + t * dx;
      const y = origin[1] + t * dy;
      const z = origin[2] + t * dz;
      s.open = 1;
      s.thin = 0;
      const { group, solid } = tracer;
      let lit = true;
      // unbent normal in the world, to step off the surface
      let gx = 0;
      let gy = 0;
      let gz = 1;
      if (group === null || solid === null) {
        hit.z = z;
        shadeGround(dx, dy, dz, t * cone);
        if (tracer.ground.part === 'kerb') {
          gx = hit.nx;
          gy = hit.ny;
          gz = 0;
        }
      } else {
        const { axisEast, axisNorth } = group;
        const lx = dx * axisEast + dy * axisNorth;
        const ly = dy * axisEast - dx * axisNorth;
        measure(lx, ly, dz, t * cone);
        gx = hit.nx * axisEast - hit.ny * axisNorth;
        gy = hit.nx * axisNorth + hit.ny * axisEast;
        gz = hit.nz;
        if (hit.opening !== null) {
          lit = reachesThrough(
            hit.opening,
            hit,
            SUN[0] * axisEast + SUN[1] * axisNorth,
            SUN[1] * axisEast - SUN[0] * axisNorth,
            SUN[2],
          );
          hit.opening.material(hit, s);
        } else {
          fill(s, [0.5, 0.5, 0.5]);
          solid.material(hit, s);
        }
        const nx = hit.nx * axisEast - hit.ny * axisNorth;
        const ny = hit.nx * axisNorth + hit.ny * axisEast;
        hit.nx = nx;
        hit.ny = ny;
      }
      light(x, y, z, gx, gy, gz, lit);
      const far = t / HAZE_HALF;
      const haze = (far * far) / (1 + far * far);
      s.red += (HAZE[0] - s.red) * haze;
      s.green += (HAZE[1] - s.green) * haze;
      s.blue += (HAZE[2] - s.blue) * haze;
      return t;
    },
  };

  /** Turns the reflectance in `s` at a world point into light: sun with shadow, skylight, bounce from ground and lit fronts. */
  function light(x: number, y: number, z: number, gx: number, gy: number, gz: number, lit: boolean): void {
    const { nx, ny, nz } = hit;
    const recess = hit.opening?.recess ?? 0;
    let sun = Math.max(0, nx * SUN[0] + ny * SUN[1] + nz * SUN[2]);
    if (s.thin > 0) sun = sun * (1 - s.thin) + s.thin * 0.75;
    const towards = gx * SUN[0] + gy * SUN[1] + gz * SUN[2];
    if (sun > 0 && lit && (towards > 0 || s.thin > 0)) {
      // start where the recess opens, else a little off the surface
      const step = recess > 0 ? recess / Math.max(0.05, towards) + 0.003 : 0;
      const off = recess > 0 ? 0.004 : towards > 0 ? 0.004 : -0.004;
      const px = x + gx * off + SUN[0] * step;
      const py = y + gy * off + SUN[1] * step;
      const pz = z + gz * off + SUN[2] * step;
      if (tracer.shaded(px, py, pz, SUN[0], SUN[1], SUN[2], 90)) sun = 0;
    } else sun = 0;
    const up = 0.5 + 0.5 * nz;
    // in a street lit from the west the eastern fronts throw warm light back
    const warm = 0.35 * (1 - up) + 0.3 * Math.max(0, nx * 0.92 + ny * 0.25) + 0.16;
    const sky = s.open * (0.34 + 0.66 * up);
    const back = s.open * warm;
    s.red *= SUNLIGHT[0] * sun + SKYLIGHT[0] * sky + BOUNCE[0] * back;
    s.green *= SUNLIGHT[1] * sun + SKYLIGHT[1] * sky + BOUNCE[1] * back;
    s.blue *= SUNLIGHT[2] * sun + SKYLIGHT[2] * sky + BOUNCE[2] * back;
  }
}
