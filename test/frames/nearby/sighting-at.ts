import type { Sighting } from '../../../src/frames/imagery.ts';
import type { LatLng } from '../../../src/route/lat-lng.ts';

/** A picture of which only the place matters. */
export function sightingAt(position: LatLng, id: string): Sighting {
  return {
    id,
    position,
    date: null,
    projection: 'panorama',
    heading: 0,
    fov: null,
    sequence: null,
    kind: 'outdoor',
    credit: { text: 'Jo Doe', link: null, shareAlike: false },
  };
}
