import distance from '@turf/distance';
import type { LatLng } from '../../src/route/lat-lng.ts';
import { positionOf, STREET_ORIGIN, type StreetPlace, streetAt } from './street-pictures.ts';

/*
 * What Google has in the street of the stand-ins, for both of its services. A panorama stands every 12 m of the way from the street's
 * origin. What is there depends on the direction from the origin, in degrees clockwise from north:
 *
 *   270–90   (north of it) everything, of 2023-06, up to NORTHERN_LIMIT; beyond, nothing
 *   90–180   several years: every 60 m another one of 2014-09, 2019-05 and 2023-06
 *   180–225  half: 60 m with pictures, 60 m without
 *   225–247  every second panorama is a user's
 *   247–270  indoors
 *
 * At the origin itself the street has no direction: ways are best begun a few metres from it.
 *
 * An id holds all of it (metres, direction, year and month). Ids change: one that begins with `Gone` instead of `Lund` is no longer known, though the
 * panorama is there under its new id.
 */

export interface GooglePanorama {
  readonly id: string;
  readonly place: StreetPlace;
  readonly position: LatLng;
  /** YYYY-MM */
  readonly date: string;
  readonly copyright: string;
  readonly indoor: boolean;
}

/** Metres between panoramas. */
const PANORAMA_SPACING = 12;
/** Latitude beyond which there are none. */
export const NORTHERN_LIMIT = 55.715;

const ID = /^Lund_(\d{5})_(\d{4})_(\d{4})(\d{2})$/;
const YEARS = ['2014-09', '2019-05', '2023-06'] as const;
/** Panoramas in a stretch of 60 m. */
const STRETCH = 5;

/** The panorama of an id; null where it is not known (any more). */
export function panoramaById(id: string): GooglePanorama | null {
  const [, metres = '', tenths = '', year = '', month = ''] = ID.exec(id) ?? [];
  const found = metres === '' ? null : panoramaAt(Number(metres) / PANORAMA_SPACING, Number(tenths) / 10);
  return found?.date === `${year}-${month}` ? found : null;
}

/** The nearest panorama within `radius` metres; null where there is none. */
export function panoramaNear(
  position: LatLng,
  radius: number,
  { indoors }: { indoors: boolean },
): GooglePanorama | null {
  const { metres, bearing } = streetAt(position);
  const direction = Math.round(bearing * 2) / 2;
  const nearest = Math.round(metres / PANORAMA_SPACING);
  let best: { panorama: GooglePanorama; metres: number } | null = null;
  const reach = Math.ceil(radius / PANORAMA_SPACING) + 1;
  for (let index = Math.max(0, nearest - reach); index <= nearest + reach; index++) {
    const panorama = panoramaAt(index, direction % 360);
    if (!panorama || (panorama.indoor && !indoors)) continue;
    const away = metresBetween(position, panorama.position);
    if (away <= radius && (!best || away < best.metres)) best = { panorama, metres: away };
  }
  return best?.panorama ?? null;
}

function panoramaAt(index: number, bearing: number): GooglePanorama | null {
  const place = { metres: index * PANORAMA_SPACING, bearing };
  const position = positionOf(place);
  if (!Number.isInteger(index) || position.lat > NORTHERN_LIMIT) return null;
  const stretch = Math.floor(index / STRETCH);
  const half = bearing >= 180 && bearing < 225;
  if (half && stretch % 2 === 1) return null;
  const date = bearing >= 90 && bearing < 180 ? (YEARS[stretch % YEARS.length] ?? YEARS[0]) : '2023-06';
  const contributed = bearing >= 225 && bearing < 247 && index % 2 === 1;
  const digits = (value: number, length: number) => String(Math.round(value)).padStart(length, '0');
  return {
    id: `Lund_${digits(place.metres, 5)}_${digits(bearing * 10, 4)}_${date.replace('-', '')}`,
    place,
    position,
    date,
    copyright: contributed ? '© Jo Doe' : '© Google',
    indoor: bearing >= 247 && bearing < 270,
  };
}

function metresBetween(a: LatLng, b: LatLng): number {
  return distance([a.lng, a.lat], [b.lng, b.lat], { units: 'meters' });
}

/** So many metres from the street's origin in a direction: what tests scout. */
export function placeAlong(metres: number, bearing: number): LatLng {
  return metres === 0 ? STREET_ORIGIN : positionOf({ metres, bearing });
}
