import { PleinAirError } from '../core/errors.ts';
import type { LatLng } from './lat-lng.ts';

/**
 * @param what names the place at the start of a sentence: `Point 3 of walk.gpx`
 * @throws PleinAirError kind `input` where it is not on the earth; says so where latitude and longitude seem to be swapped
 */
export function checkPosition(what: string, { lat, lng }: LatLng): void {
  if (Math.abs(lat) <= 90 && Math.abs(lng) <= 180) return;
  const swapped = Math.abs(lng) <= 90 && Math.abs(lat) <= 180;
  throw new PleinAirError(
    'input',
    `${what} is at latitude ${lat}, longitude ${lng}; latitudes go from -90 to 90 and longitudes from -180 to 180.`,
    swapped ? 'Latitude and longitude seem to be swapped: write them the other way round.' : 'Correct the place.',
  );
}
