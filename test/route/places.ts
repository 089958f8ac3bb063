import fc from 'fast-check';
import { destination } from '../../src/route/geodesy.ts';
import type { LatLng } from '../../src/route/lat-lng.ts';
import { real } from '../support/reals.ts';

/** Any place on the earth; poles and the date line come often. */
export const anyPlace: fc.Arbitrary<LatLng> = fc.record({
  lat: fc.oneof(
    { weight: 4, arbitrary: real(-90, 90) },
    { weight: 1, arbitrary: fc.constantFrom(-90, -89.99999, 89.99999, 90) },
  ),
  lng: fc.oneof(
    { weight: 4, arbitrary: real(-180, 180) },
    { weight: 1, arbitrary: fc.constantFrom(-180, -179.99999, 0, 179.99999, 180) },
  ),
});

/** A step of a walk: metres ahead and degrees to turn before it. Turning back and standing still come often. */
const step = fc.record({
  metres: fc.oneof(real(0.5, 60), real(0, 0.5), fc.constant(0)),
  turn: fc.oneof(real(-180, 180), real(-20, 20), fc.constantFrom(0, 90, 180)),
});

/** The polyline of a walk. Each step turns from the direction in which the last one arrived: north itself turns on the way. */
export function walk(start: LatLng, steps: readonly { metres: number; turn: number }[]): LatLng[] {
  const points = [start];
  let heading = 0;
  for (const { metres, turn } of steps) {
    const from = points.at(-1)!;
    const to = destination(from, metres, heading + turn);
    heading = arrival(from, metres, heading + turn, to);
    points.push(to);
  }
  return points;
}

/** The heading at `to` of one who set out from `from` and went straight ahead. */
function arrival(from: LatLng, metres: number, heading: number, to: LatLng): number {
  const angle = metres / 6_371_008.8;
  const up = cartesian(from).map((value) => value / 6_371_008.8);
  const ahead = direction(from, heading).map((value, i) => Math.cos(angle) * value - Math.sin(angle) * up[i]!);
  const along = (degrees: number) => direction(to, degrees).reduce((sum, value, i) => sum + value * ahead[i]!, 0);
  return Math.atan2(along(90), along(0)) / RADIAN;
}

/** Streets as people draw and receivers record them, from any place of the earth. */
export function anyWalk(start: fc.Arbitrary<LatLng> = anyPlace, most = 40): fc.Arbitrary<LatLng[]> {
  return fc.tuple(start, fc.array(step, { minLength: 1, maxLength: most })).map(([from, steps]) => walk(from, steps));
}

/** Vertices anywhere, thousands of kilometres apart. */
export const anyPolyline = fc.array(anyPlace, { minLength: 2, maxLength: 12 });

const RADIAN = Math.PI / 180;

/** Position on a sphere of 6,371,008.8 m radius, by the textbook: the truth that the library's formulas are held against. */
export function cartesian({ lat, lng }: LatLng): [number, number, number] {
  const ring = 6_371_008.8 * Math.cos(lat * RADIAN);
  return [ring * Math.cos(lng * RADIAN), ring * Math.sin(lng * RADIAN), 6_371_008.8 * Math.sin(lat * RADIAN)];
}

const norm = (v: readonly number[]) => Math.hypot(...v);

/** Metres on the great circle from the straight distance through the earth. */
export function arc(a: LatLng, b: LatLng): number {
  const [p, q] = [cartesian(a), cartesian(b)];
  const difference = norm(p.map((value, i) => value - q[i]!));
  const sum = norm(p.map((value, i) => value + q[i]!));
  return 2 * 6_371_008.8 * Math.atan2(difference, sum);
}

/** Direction of a heading at a place, as a unit vector in the same axes. */
export function direction({ lat, lng }: LatLng, heading: number): [number, number, number] {
  const [sl, cl] = [Math.sin(lat * RADIAN), Math.cos(lat * RADIAN)];
  const [sg, cg] = [Math.sin(lng * RADIAN), Math.cos(lng * RADIAN)];
  const [sh, ch] = [Math.sin(heading * RADIAN), Math.cos(heading * RADIAN)];
  return [-sh * sg - ch * sl * cg, sh * cg - ch * sl * sg, ch * cl];
}

/** Degrees between two directions. */
export function angleBetween(a: readonly number[], b: readonly number[]): number {
  const difference = norm(a.map((value, i) => value - b[i]!));
  const sum = norm(a.map((value, i) => value + b[i]!));
  return (2 * Math.atan2(difference, sum)) / RADIAN;
}
