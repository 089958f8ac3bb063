import type { LatLng } from '../../route/lat-lng.ts';
import { arcDegrees, arcMetres, metresBetween } from './sphere.ts';

/** Part of the earth in degrees; west < east, so that none crosses the date line. */
export interface Box {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

const RADIANS = Math.PI / 180;

/** The smallest boxes that hold everything within `radius` metres of the places: one, or two where they lie at the date line. */
export function boxesAround(places: readonly LatLng[], radius: number): Box[] {
  const [first] = places;
  if (!first) return [];
  const reach = arcDegrees(radius);
  let [south, north, west, east] = [90, -90, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { lat, lng } of places) {
    const aside = reachAside(lat, reach);
    // Counted from the first place on, so that 179.9° and −179.9° are neighbours.
    const here = first.lng + turn(lng - first.lng);
    south = Math.min(south, lat - reach);
    north = Math.max(north, lat + reach);
    west = Math.min(west, here - aside);
    east = Math.max(east, here + aside);
  }
  south = Math.max(south, -90);
  north = Math.min(north, 90);
  if (east - west >= 360) return [{ west: -180, south, east: 180, north }];
  if (west < -180) {
    return [
      { west: west + 360, south, east: 180, north },
      { west: -180, south, east, north },
    ];
  }
  if (east > 180) {
    return [
      { west, south, east: 180, north },
      { west: -180, south, east: east - 360, north },
    ];
  }
  return [{ west, south, east, north }];
}

/** Degrees of longitude from the middle of a circle to its eastmost point; 180 where the circle holds a pole. */
function reachAside(lat: number, reach: number): number {
  if (Math.abs(lat) + reach >= 90) return 180;
  return Math.asin(Math.sin(reach * RADIANS) / Math.cos(lat * RADIANS)) / RADIANS;
}

/** An angle between −180° and 180°. */
function turn(degrees: number): number {
  return degrees - 360 * Math.round(degrees / 360);
}

/** Two halves, cut across the longer side. */
export function halves(box: Box): [Box, Box] {
  const { west, south, east, north } = box;
  const narrowing = Math.cos(((south + north) / 2) * RADIANS);
  if ((east - west) * narrowing > north - south) {
    const middle = (west + east) / 2;
    return [
      { ...box, east: middle },
      { ...box, west: middle },
    ];
  }
  const middle = (south + north) / 2;
  return [
    { ...box, north: middle },
    { ...box, south: middle },
  ];
}

/** Metres along the longer side, about. */
export function longSide({ west, south, east, north }: Box): number {
  const narrowing = Math.cos(((south + north) / 2) * RADIANS);
  return arcMetres(Math.max(north - south, (east - west) * narrowing));
}

/** Square degrees, as services count them. */
export function area({ west, south, east, north }: Box): number {
  return (east - west) * (north - south);
}

/** Whether a part of the box may lie within `radius` metres of the place. */
export function isNear(box: Box, { lat, lng }: LatLng, radius: number): boolean {
  const middle = (box.west + box.east) / 2;
  const here = middle + turn(lng - middle);
  const nearest = {
    lat: Math.min(Math.max(lat, box.south), box.north),
    lng: Math.min(Math.max(here, box.west), box.east),
  };
  // Seen along meridians and parallels, which is a little longer than straight on: hence a little more.
  return metresBetween({ lat, lng: here }, nearest) <= radius * 1.02;
}

/** `west,south,east,north` with six decimals (a tenth of a metre), rounded outwards. */
export function boxText({ west, south, east, north }: Box): string {
  const down = (degrees: number) => (Math.floor(degrees * 1e6) / 1e6).toFixed(6);
  const up = (degrees: number) => (Math.ceil(degrees * 1e6) / 1e6).toFixed(6);
  return [down(west), down(south), up(east), up(north)].join(',');
}
