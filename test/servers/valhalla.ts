import type { StandIn, StandInAnswer } from './stand-in.ts';

/**
 * Valhalla's route service (https://valhalla.github.io/valhalla/api/turn-by-turn/api-reference/) at FOSSGIS' public address. Each leg goes
 * straight, with one vertex in its middle.
 *
 * Cases, by the locations:
 * - one with a latitude from 55 to 55.2 and a longitude from 12.4 to 12.9 lies in the Öresund: error 171
 * - the first east of longitude −30 and another west of it: error 442
 * - more than 20: error 150 (`service_limits.auto.max_locations`)
 * - the first at latitude 42.9: 429
 */
export function createValhalla(): StandIn {
  return {
    hosts: ['valhalla1.openstreetmap.de'],
    answer({ method, url, body }) {
      if (url.pathname !== '/route') return refuse(404, 106, 'Try any of: /route');
      const { locations, costing } = JSON.parse(method === 'POST' ? body : (url.searchParams.get('json') ?? '{}')) as {
        locations?: Location[];
        costing?: string;
      };
      if (!costing) return refuse(400, 124, 'No edge/node costing provided');
      if (!locations || locations.length < 2) return refuse(400, 120, 'Insufficient number of locations provided');
      if (locations[0]?.lat === 42.9) return refuse(429, 0, 'Too Many Requests');
      if (locations.length > 20) return refuse(400, 150, 'Exceeded max locations: 20');
      if (locations.some(({ lat, lon }) => lat >= 55 && lat <= 55.2 && lon >= 12.4 && lon <= 12.9)) {
        return refuse(400, 171, 'No suitable edges near location');
      }
      if (new Set(locations.map(({ lon }) => lon < -30)).size > 1)
        return refuse(400, 442, 'No path could be found for input');
      const legs = locations.slice(1).map((to, i) => {
        const from = locations[i] ?? to;
        return {
          shape: encoded([from, { lat: (from.lat + to.lat) / 2, lon: (from.lon + to.lon) / 2 }, to]),
          summary: {},
        };
      });
      return json({
        trip: {
          status: 0,
          status_message: 'Found route between points',
          units: 'kilometers',
          legs,
          summary: { length: 1 },
        },
      });
    },
  };
}

interface Location {
  readonly lat: number;
  readonly lon: number;
}

const OPEN = { 'access-control-allow-origin': '*' };

const json = (value: unknown): StandInAnswer => ({
  headers: { ...OPEN, 'content-type': 'application/json;charset=utf-8' },
  body: JSON.stringify(value),
});

/** Codes: https://github.com/valhalla/valhalla/blob/master/valhalla/exceptions.h */
const refuse = (status: number, code: number, error: string): StandInAnswer => ({
  ...json({ error_code: code, error, status_code: status, status: error }),
  status,
});

/** https://developers.google.com/maps/documentation/utilities/polylinealgorithm with six decimals */
function encoded(line: readonly Location[]): string {
  let text = '';
  let before = [0, 0];
  for (const { lat, lon } of line) {
    const now = [Math.round(lat * 1e6), Math.round(lon * 1e6)];
    for (const [i, value] of now.entries()) {
      const step = value - (before[i] ?? 0);
      let rest = step < 0 ? ~(step * 2) : step * 2;
      for (; rest >= 32; rest = Math.floor(rest / 32)) text += String.fromCharCode((32 | (rest % 32)) + 63);
      text += String.fromCharCode(rest + 63);
    }
    before = now;
  }
  return text;
}
