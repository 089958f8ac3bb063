import { z } from 'zod';
import type { HttpClient } from '../../platform/http-client.ts';
import type { LatLng } from '../lat-lng.ts';
import type { FoundPlace, PlaceSearch } from '../services.ts';
import { goodAnswer, root } from './answers.ts';

/** Degrees to each side of the map's middle within which places are preferred. */
const NEAR = 0.5;
const MOST = 5;

const degrees = z.coerce.number();

/** https://nominatim.org/release-docs/latest/api/Output/#jsonv2: numbers are texts, the box is south, north, west, east. */
const answerSchema = z.array(
  z.object({
    display_name: z.string(),
    lat: degrees.min(-90).max(90),
    lon: degrees.min(-180).max(180),
    boundingbox: z.tuple([degrees, degrees, degrees, degrees]).optional(),
  }),
);

/**
 * Search by Nominatim (https://nominatim.org/release-docs/latest/api/Search/). Its public server forbids searching while a person types:
 * ask when they have finished.
 * @param baseUrl for example `https://nominatim.openstreetmap.org`
 */
export function createNominatimSearch(http: HttpClient, baseUrl: string): PlaceSearch {
  return {
    credit: 'Search by Nominatim, © OpenStreetMap contributors',
    async search(text, near, signal) {
      const words = text.trim();
      if (!words) return [];
      const query = new URLSearchParams({ format: 'jsonv2', q: words, limit: String(MOST) });
      if (near) query.set('viewbox', viewBox(near));
      const url = `${root(baseUrl)}/search?${query}`;
      const answer = await http.send({ url, what: 'the search for a place', signal });
      return goodAnswer(answer, answerSchema, 'The search service', url).map(
        ({ display_name, lat, lon, boundingbox }): FoundPlace => ({
          name: display_name,
          position: { lat, lng: lon },
          bounds: boundingbox ? corners(boundingbox) : null,
        }),
      );
    },
  };
}

/** Only a preference: places outside are found too. */
function viewBox({ lat, lng }: LatLng): string {
  return [lng - NEAR, lat + NEAR, lng + NEAR, lat - NEAR].map((value) => value.toFixed(4)).join(',');
}

function corners([south, north, west, east]: [number, number, number, number]): FoundPlace['bounds'] {
  return [
    { lat: south, lng: west },
    { lat: north, lng: east },
  ];
}
