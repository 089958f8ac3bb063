import type { CameraPose } from '../../../route/camera.ts';
import { hash } from './noise.ts';

/** Distance between the control points of the centre line along north, and how far they lie from the axis, metres. */
const SPACING = 56;
const SWAY = 16;

/** Centre line of the street at one northing: its easting, slope d east / d north, and the unit tangent. */
interface LinePoint {
  readonly east: number;
  readonly slope: number;
  /** unit tangent; the normal to the right of travel is (tangentNorth, −tangentEast) */
  readonly tangentEast: number;
  readonly tangentNorth: number;
}

/**
 * The centre line runs north without end and bends gently: a uniform cubic B-spline over hashed control points, so any
 * stretch is computed without the ones before it, position, heading and curvature are continuous, and no bend has a radius
 * under SPACING² / (4 · SWAY) = 49 m.
 */
export interface StreetLine {
  at(north: number): LinePoint;
  /**
   * Street coordinates of a place: `along` is the northing of the foot point on the centre line, `across` the distance from
   * it in metres, positive to the right of travel.
   */
  locate(east: number, north: number): { along: number; across: number };
}

export function createStreetLine(seed: number): StreetLine {
  const control = (i: number) => (hash(seed ^ 0x51ee7, i) * 2 - 1) * SWAY;
  const at = (north: number): LinePoint => {
    const x = north / SPACING;
    const i = Math.floor(x);
    const t = x - i;
    const a = control(i - 1);
    const b = control(i);
    const c = control(i + 1);
    const d = control(i + 2);
    const r = 1 - t;
    const east =
      (r * r * r * a + (4 - 6 * t * t + 3 * t * t * t) * b + (4 - 6 * r * r + 3 * r * r * r) * c + t * t * t * d) / 6;
    const slope = (r * r * (b - a) + (1 + 2 * t * r) * (c - b) + t * t * (d - c)) / (2 * SPACING);
    const inverse = 1 / Math.sqrt(1 + slope * slope);
    return { east, slope, tangentEast: slope * inverse, tangentNorth: inverse };
  };
  return {
    at,
    locate: (east, north) => {
      let along = north;
      let across = 0;
      for (let k = 0; k < 2; k++) {
        const p = at(along);
        const de = east - p.east;
        const dn = north - along;
        across = de * p.tangentNorth - dn * p.tangentEast;
        along += (de * p.tangentEast + dn * p.tangentNorth) * p.tangentNorth;
      }
      return { along, across };
    },
  };
}

/** Rounded to the next 2⁻²⁰ degree: `Math.atan2` may differ in the last bit between engines, the pose then does not. */
function headingOf(east: number, north: number): number {
  const degrees = (Math.atan2(east, north) * 180) / Math.PI;
  const rounded = Math.round(degrees * 1048576) / 1048576;
  return rounded < 0 ? rounded + 360 : rounded;
}

/** How to drive: see `driveAlong`. */
export interface Drive {
  /** number of poses, ≥ 1 */
  readonly frames: number;
  /** metres between poses along the street, default 1 */
  readonly spacing?: number;
  readonly seed: number;
  /** northing of the first pose in metres, default 0 */
  readonly start?: number;
  /** metres to the right of the centre line, default 0.5; the road is 2.7 wide to either side */
  readonly across?: number;
  /** camera height in metres, default 1.9 */
  readonly height?: number;
  /** degrees above the horizon, default 4 */
  readonly pitch?: number;
  /** horizontal field of view in degrees, default 78 */
  readonly fov?: number;
}

/** Camera poses along the street of `seed`, each heading along the street. */
export function driveAlong(drive: Drive): CameraPose[] {
  const { frames, seed, spacing = 1, start = 0, across = 0.5, height = 1.9, pitch = 4, fov = 78 } = drive;
  const line = createStreetLine(seed);
  const poses: CameraPose[] = [];
  let north = start;
  for (let i = 0; i < frames; i++) {
    const p = line.at(north);
    poses.push({
      position: [p.east + across * p.tangentNorth, north - across * p.tangentEast, height],
      heading: headingOf(p.tangentEast, p.tangentNorth),
      pitch,
      fov,
    });
    // midpoint rule: along a curve of radius > 49 m the step is right to well under a millimetre
    const middle = line.at(north + (spacing / 2) * p.tangentNorth);
    north += spacing * middle.tangentNorth;
  }
  return poses;
}
