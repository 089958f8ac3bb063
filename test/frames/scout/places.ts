import type { Sighting } from '../../../src/frames/imagery.ts';
import type { ChoiceRules } from '../../../src/frames/scout/scouted.ts';
import type { DrivePlace } from '../../../src/route/drive.ts';
import type { LatLng } from '../../../src/route/lat-lng.ts';

/** A degree of the equator on the sphere that the program measures on (turf's mean radius): 2π · 6371008.8 m / 360. */
const METRES_OF_A_DEGREE = 111_195.0802;

/** A place near the origin, `east` and `north` in metres, where the earth is flat enough. */
export function at(east: number, north = 0): LatLng {
  return { lat: north / METRES_OF_A_DEGREE, lng: east / METRES_OF_A_DEGREE };
}

/** A drive to the east from the origin, a place every `spacing` metres. */
export function driveEast(count: number, spacing = 5): DrivePlace[] {
  return Array.from({ length: count }, (_, i) => ({ position: at(i * spacing), along: i * spacing, heading: 90 }));
}

/** An outdoor panorama without date or sequence. */
export function sighting(id: string, position: LatLng, more: Partial<Sighting> = {}): Sighting {
  return {
    id,
    position,
    date: null,
    projection: 'panorama',
    heading: null,
    fov: null,
    sequence: null,
    kind: 'outdoor',
    credit: { text: 'Jo Doe', link: null, shareAlike: false },
    ...more,
  };
}

/** Nothing is refused but what is indoors; repeats are dropped. */
export const RULES: ChoiceRules = { outdoorOnly: true, from: null, to: null, dedupe: true, minMove: 1, fov: 90 };
