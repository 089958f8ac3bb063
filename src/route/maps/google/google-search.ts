import type { LatLng } from '../../lat-lng.ts';
import type { FoundPlace, PlaceSearch } from '../../services.ts';
import { googleLibrary } from './google-loader.ts';
import { refusalOf } from './google-refusal.ts';

/** Degrees around `near` where results come first: about 30 km. */
const NEAR = 0.3;

/**
 * Finds places with Google's geocoder, whose results may be shown on Google's map alone. One request for a search, at
 * $5 for 1000 after 10 000 free ones a month.
 * https://developers.google.com/maps/documentation/javascript/geocoding
 */
export function createGoogleSearch(key: string): PlaceSearch {
  return {
    credit: null,
    async search(text, near, signal) {
      signal?.throwIfAborted();
      if (text.trim() === '') return [];
      const { Geocoder } = await googleLibrary({ key }, 'geocoding');
      signal?.throwIfAborted();
      const request: google.maps.GeocoderRequest = { address: text.trim(), fulfillOnZeroResults: true };
      if (near) request.bounds = around(near);
      const { results } = await new Geocoder().geocode(request).catch((error: unknown) => {
        throw refusalOf(error, 'Geocoding API');
      });
      signal?.throwIfAborted();
      return results.map(toPlace);
    },
  };
}

function toPlace({ formatted_address, geometry: { location, viewport } }: google.maps.GeocoderResult): FoundPlace {
  return {
    name: formatted_address,
    position: location.toJSON(),
    bounds: [viewport.getSouthWest().toJSON(), viewport.getNorthEast().toJSON()],
  };
}

function around({ lat, lng }: LatLng): google.maps.LatLngBoundsLiteral {
  const wrap = (degrees: number) => ((((degrees + 180) % 360) + 360) % 360) - 180;
  return {
    south: Math.max(-90, lat - NEAR),
    north: Math.min(90, lat + NEAR),
    west: wrap(lng - NEAR),
    east: wrap(lng + NEAR),
  };
}
