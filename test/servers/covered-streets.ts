import type { LatLng } from '../../src/route/lat-lng.ts';
import type { StreetPlace } from './street-pictures.ts';

const EARTH_RADIUS = 6371008.8;
const RADIANS = Math.PI / 180;

/** Where the streets begin, one above the other; each leads east along its own latitude for `LENGTH` metres. */
const STREETS_BEGIN: LatLng = { lat: 55.7047, lng: 13.191 };
/** Degrees of latitude from one street to the next: a little more than a kilometre. */
const APART = 0.01;
const LENGTH = 60_000;

/** A street with pictures at even distances from its beginning. */
export interface CoveredStreet {
  readonly start: LatLng;
  /** metres from one picture to the next */
  readonly spacing: number;
  /** whether there is a picture at so many metres; absent: everywhere */
  readonly covers?: (metres: number) => boolean;
}

/** Where street number `row` begins. */
export function streetStart(row: number): LatLng {
  return { lat: STREETS_BEGIN.lat + row * APART, lng: STREETS_BEGIN.lng };
}

/** So many metres along a street, to the east. */
export function alongStreet(start: LatLng, metres: number): LatLng {
  const lng = start.lng + metres / metresPerDegree(start.lat);
  return { lat: start.lat, lng: lng > 180 ? lng - 360 : lng };
}

/** Places `spacing` metres apart, as a route along the street has them. */
export function placesAlong(start: LatLng, count: number, spacing: number, from = 0): LatLng[] {
  return Array.from({ length: count }, (_, i) => alongStreet(start, from + i * spacing));
}

function metresPerDegree(lat: number): number {
  return EARTH_RADIUS * RADIANS * Math.cos(lat * RADIANS);
}

export interface Bounds {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

/** `bbox=west,south,east,north` of a request; null where it is none. */
export function readBounds(text: string | null): Bounds | null {
  const [west, south, east, north, ...more] = (text ?? '').split(',').map(Number);
  if (west === undefined || south === undefined || east === undefined || north === undefined || more.length > 0) {
    return null;
  }
  const valid = west < east && south < north && west >= -180 && east <= 180 && south >= -90 && north <= 90;
  return valid ? { west, south, east, north } : null;
}

/** Numbers of a street's pictures that lie in a box. */
export function picturesIn(street: CoveredStreet, bounds: Bounds): number[] {
  const { start, spacing } = street;
  if (start.lat < bounds.south || start.lat > bounds.north) return [];
  const found: number[] = [];
  // A box west of the date line and one east of it are different parts of a street that crosses it.
  for (const shift of start.lng > 179 ? [0, 360] : [0]) {
    const metres = (lng: number) => (lng + shift - start.lng) * metresPerDegree(start.lat);
    const last = Math.min(metres(bounds.east), LENGTH);
    for (let index = Math.max(0, Math.ceil(metres(bounds.west) / spacing)); index * spacing <= last; index++) {
      if (hasPicture(street, index)) found.push(index);
    }
  }
  return found;
}

/** Whether a street has a picture of that number. */
export function hasPicture({ spacing, covers = () => true }: CoveredStreet, index: number): boolean {
  return index * spacing <= LENGTH && covers(index * spacing);
}

/** What a camera there sees: each street is the built-in one, seen from its beginning. */
export function placeInStreet(metres: number): StreetPlace {
  return { metres, bearing: 90 };
}
