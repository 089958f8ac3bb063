import { PleinAirError } from '../../core/errors.ts';
import { parsePlaces } from '../../route/import/typed.ts';
import type { LatLng } from '../../route/lat-lng.ts';

/** Places that were typed, one a line; or what is wrong with the text and what to do. */
export function readPlaces(text: string): { readonly places: readonly LatLng[]; readonly problem: string | null } {
  try {
    return { places: parsePlaces(text, 'the text'), problem: null };
  } catch (error) {
    if (!(error instanceof PleinAirError)) throw error;
    const { message, remedy } = error;
    return { places: [], problem: `${message}${message.endsWith('.') ? '' : '.'} ${remedy}` };
  }
}
