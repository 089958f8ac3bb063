import type { StandIn, StandInAnswer } from './stand-in.ts';

/**
 * OSRM's route service (https://github.com/Project-OSRM/osrm-backend/blob/master/docs/http.md), as it runs at the project's own address for
 * cars and at FOSSGIS for cars, bicycles and walkers. The way goes from point to point with two corners between: first along the
 * latitude, then along the longitude.
 *
 * Cases, by the points:
 * - a point with a latitude from 55 to 55.2 and a longitude from 12.4 to 12.9 lies in the Öresund: NoSegment
 * - the first point east of longitude −30 and another west of it: NoRoute
 * - more than 100 points: TooBig (the limit is the server's own: `osrm-routed --max-viaroute-size`)
 * - the first point at latitude 42.9: 429, as FOSSGIS answers more than one request a second
 */
export function createOsrm(): StandIn {
  return {
    hosts: ['router.project-osrm.org', 'routing.openstreetmap.de'],
    answer({ url }) {
      const [, profile, list = ''] = /^(?:\/routed-\w+)?\/route\/v1\/(\w+)\/([^/]+)$/.exec(url.pathname) ?? [];
      const points = list.split(';').map((pair) => pair.split(',').map(Number));
      const isRight = points.length > 1 && points.every((pair) => pair.length === 2 && pair.every(Number.isFinite));
      if (!profile || !isRight) return refuse('InvalidUrl', 'URL string malformed close to position 1');
      if (points[0]?.[1] === 42.9) return { status: 429, headers: OPEN, body: 'Too Many Requests' };
      if (points.length > 100) return refuse('TooBig', 'Number of entries is higher than current maximum (100)');
      const lost = points.findIndex(([lng = 0, lat = 0]) => lat >= 55 && lat <= 55.2 && lng >= 12.4 && lng <= 12.9);
      if (lost >= 0) return refuse('NoSegment', `Could not find a matching segment for coordinate ${lost}`);
      const isWest = ([lng = 0]: number[]) => lng < -30;
      if (new Set(points.map(isWest)).size > 1) return refuse('NoRoute', 'Impossible route between points');
      if (url.searchParams.get('geometries') !== 'geojson') return refuse('NotImplemented', 'Only GeoJSON here');
      const coordinates = points.flatMap((pair, i) =>
        i === 0 ? [pair] : [...corners(points[i - 1] ?? pair, pair), pair],
      );
      return json({
        code: 'Ok',
        routes: [
          {
            geometry: { type: 'LineString', coordinates },
            legs: [],
            distance: 1000,
            duration: 100,
            weight: 100,
            weight_name: 'routability',
          },
        ],
        waypoints: points.map((location) => ({ hint: '', location, name: '', distance: 0 })),
      });
    },
  };
}

/** include/server/request_handler.hpp sends it with everything. */
const OPEN = { 'access-control-allow-origin': '*' };

const json = (value: unknown): StandInAnswer => ({
  headers: { ...OPEN, 'content-type': 'application/json; charset=UTF-8' },
  body: JSON.stringify(value),
});

const refuse = (code: string, message: string): StandInAnswer => ({ ...json({ code, message }), status: 400 });

function corners([fromLng = 0, fromLat = 0]: number[], [toLng = 0]: number[]): number[][] {
  return [
    [(fromLng + toLng) / 2, fromLat],
    [toLng, fromLat],
  ];
}
