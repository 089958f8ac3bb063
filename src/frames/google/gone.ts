import { PleinAirError } from '../../core/errors.ts';
import type { PictureRef, Sighting } from '../imagery.ts';

/**
 * Ids change, places do not: a picture whose id is no longer known is looked for where it was taken, within so many metres. A new drive along the
 * same lane passes nearer than this, one along the next street does not. https://developers.google.com/maps/documentation/streetview/policies
 */
export const SAME_PLACE = 20;

/** Whether a picture may take the place of one that is gone: a view of a room, or of a user's own choosing, would be another picture. */
export function standsIn({ kind }: Pick<Sighting, 'kind'>): boolean {
  return kind === 'outdoor';
}

/** There is no picture any more where there was one. */
export function goneError({ id, position: { lat, lng } }: PictureRef): PleinAirError {
  return new PleinAirError(
    'input',
    `Google no longer has the picture ${id}, nor another one within ${SAME_PLACE} m of ${lat.toFixed(5)}, ${lng.toFixed(5)}.`,
    'Scout the route again, so that another picture is chosen here, or leave this frame out.',
  );
}
