import type { StandIn, StandInAnswer } from './stand-in.ts';

/**
 * Nominatim's search (https://nominatim.org/release-docs/latest/api/Search/).
 *
 * Cases, by the words asked for:
 * - `nowhere`: nothing is found
 * - `too often`: 429, as after more than one request a second (https://operations.osmfoundation.org/policies/nominatim/)
 * - `forbidden`: 403, as for a client that is shut out
 * - any other: a street in Lund and one in New York, the one nearer to the view box first
 */
export function createNominatim(): StandIn {
  return {
    hosts: ['nominatim.openstreetmap.org'],
    answer({ method, url }) {
      const words = url.searchParams.get('q')?.trim();
      if (method !== 'GET' || url.pathname !== '/search') return { status: 404 };
      if (url.searchParams.get('format') !== 'jsonv2') return { status: 200, body: '<searchresults/>' };
      if (!words) return { ...json({ error: { code: 400, message: 'Nothing to search for.' } }), status: 400 };
      if (words === 'too often') return { status: 429, headers: OPEN, body: 'Too Many Requests' };
      if (words === 'forbidden') return { status: 403, headers: OPEN, body: 'Access blocked' };
      if (words === 'nowhere') return json([]);
      const [west = 0] = (url.searchParams.get('viewbox') ?? '').split(',').map(Number);
      const places = west < -30 ? [NEW_YORK, LUND] : [LUND, NEW_YORK];
      return json(places.slice(0, Number(url.searchParams.get('limit') ?? 10)));
    },
  };
}

const OPEN = { 'access-control-allow-origin': '*' };

const json = (value: unknown): StandInAnswer => ({
  headers: { ...OPEN, 'content-type': 'application/json; charset=utf-8' },
  body: JSON.stringify(value),
});

/** As in the manual's examples: numbers are texts, the box is south, north, west, east. */
const place = (id: number, name: string, lat: string, lon: string, boundingbox: string[]) => ({
  place_id: id,
  licence: 'Data © OpenStreetMap contributors, ODbL 1.0. http://osm.org/copyright',
  osm_type: 'way',
  osm_id: 10_000 + id,
  lat,
  lon,
  category: 'highway',
  type: 'residential',
  place_rank: 26,
  importance: 0.05,
  addresstype: 'road',
  name: name.split(',')[0],
  display_name: name,
  boundingbox,
});

const LUND = place(1, 'Kyrkogatan, Centrum, Lund, Skåne län, Sverige', '55.7047000', '13.1910000', [
  '55.7029000',
  '55.7066000',
  '13.1902000',
  '13.1921000',
]);
const NEW_YORK = place(2, 'Church Street, Manhattan, New York, United States', '40.7148000', '-74.0078000', [
  '40.7092000',
  '40.7206000',
  '-74.0113000',
  '-74.0049000',
]);
