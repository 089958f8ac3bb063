import { type GooglePanorama, panoramaById, panoramaNear } from './google-panoramas.ts';
import type { StandIn, StandInAnswer, StandInRequest } from './stand-in.ts';
import { panoramaJpeg } from './street-pictures.ts';

/*
 * The Street View part of Google's Map Tiles API.
 * https://developers.google.com/maps/documentation/tile/streetview, …/session_tokens, …/error_handling
 *
 * What there is where: see `google-panoramas.ts`. Every second panorama is 13,312 pixels wide, as of older cameras; its last tiles are black beyond the
 * picture. A panorama's centre looks along the street; it is level. Any key is taken, but:
 *   none                403 forbidden, in this API's own form
 *   REFUSED-KEY         400 API_KEY_INVALID, in the form of all newer services (https://google.aip.dev/193)
 *   WRONG-REFERRER      403 API_KEY_HTTP_REFERRER_BLOCKED
 *   QUOTA-n             n tiles, then 429 quotaExceeded
 *   EXPIRING-KEY        every session is good for 10 questions, then it is `expired`
 *   SHORT-KEY           sessions end 90 seconds after they began, as their `expiry` says
 *   BUSY-KEY            the first tile is answered 429 rateLimitExceeded with Retry-After: 1
 *   COMPACT-KEY         `panoIds` leaves places without a panorama out instead of naming an empty id, and turns the order round
 *   NO-PICTURES-KEY     tiles are 403 without CORS headers, which a page sees as no answer at all (not documented)
 *   NO-TILES-KEY        tiles are 404 though the panorama is known
 */

const CORS = { 'access-control-allow-origin': '*' };
/** Sessions live two weeks, in milliseconds. */
const TWO_WEEKS = 14 * 24 * 3600 * 1000;
const TILE = 512;

interface Session {
  readonly ends: number;
  asked: number;
}

/** @param now milliseconds since 1970 */
export function createMapTilesServer(now: () => number = Date.now): StandIn {
  const sessions = new Map<string, Session>();
  const tiles = new Map<string, number>();
  let busy = true;

  const createSession = (key: string, { method, body }: StandInRequest): StandInAnswer => {
    const { mapType, language, region } = parsed(body);
    if (method !== 'POST') return problem(405, 'badRequest', 'Method not allowed.');
    if (mapType !== 'streetview' || !language || !region) {
      return problem(400, 'required', 'The request is missing mapType, language or region.');
    }
    const token = `session-${sessions.size + 1}`;
    const ends = now() + (key === 'SHORT-KEY' ? 90_000 : TWO_WEEKS);
    sessions.set(token, { ends, asked: 0 });
    const expiry = String(Math.floor(ends / 1000));
    return json({ session: token, expiry, tileWidth: TILE, tileHeight: TILE, imageFormat: 'jpeg' });
  };

  const sessionProblem = (key: string, token: string): StandInAnswer | null => {
    const session = sessions.get(token);
    if (token === '') return problem(400, 'required', 'The request is missing the parameter session.');
    if (!session) return problem(400, 'invalid', 'The session token is invalid.');
    session.asked++;
    if (session.ends < now() || (key === 'EXPIRING-KEY' && session.asked > 10)) {
      return problem(400, 'expired', 'The session token has expired.');
    }
    return null;
  };

  const panoIds = (key: string, body: string): StandInAnswer => {
    const { locations, radius = 50 } = parsed(body);
    if (!Array.isArray(locations) || locations.length > 100) {
      return problem(400, 'badRequest', 'locations must be an array of at most 100.');
    }
    const ids = locations.map((place) => panoramaNear(place, Number(radius), { indoors: true })?.id ?? '');
    return json({ panoIds: key === 'COMPACT-KEY' ? ids.filter((id) => id !== '').reverse() : ids });
  };

  const metadata = (query: URLSearchParams): StandInAnswer => {
    const id = query.get('panoId');
    if (id !== null && (query.has('lat') || query.has('lng'))) {
      return problem(400, 'badRequest', 'Give either panoId or lat and lng.');
    }
    const at = { lat: Number(query.get('lat')), lng: Number(query.get('lng')) };
    const found =
      id === null ? panoramaNear(at, Number(query.get('radius') ?? 50), { indoors: true }) : panoramaById(id);
    if (!found) return problem(404, 'notFound', 'No panorama was found.');
    const { position, date, copyright, indoor, place } = found;
    return json({
      panoId: found.id,
      ...position,
      originalLat: position.lat,
      originalLng: position.lng,
      originalElevationAboveEgm96: 42.5,
      heading: place.bearing,
      tilt: 90,
      roll: 0,
      imageryType: indoor ? 'indoor' : 'outdoor',
      date,
      copyright,
      imageWidth: widthOf(found),
      imageHeight: widthOf(found) / 2,
      tileWidth: TILE,
      tileHeight: TILE,
      links: [],
    });
  };

  const tile = async (key: string, path: string, query: URLSearchParams): Promise<StandInAnswer> => {
    const [, quota] = /^QUOTA-(\d+)$/.exec(key) ?? [];
    if (quota !== undefined && (tiles.get(key) ?? 0) >= Number(quota)) {
      return problem(429, 'quotaExceeded', 'Quota exceeded for Street View tiles per day.');
    }
    if (key === 'BUSY-KEY' && busy) {
      busy = false;
      return problem(429, 'rateLimitExceeded', 'Too many requests.', { 'retry-after': '1' });
    }
    if (key === 'NO-PICTURES-KEY') return { status: 403, body: 'Forbidden' };
    const [zoom = -1, x = -1, y = -1] = path.split('/').slice(-3).map(Number);
    const found = panoramaById(query.get('panoId') ?? '');
    if (!found || key === 'NO-TILES-KEY') return problem(404, 'notFound', 'No panorama was found.');
    const width = widthOf(found) / 2 ** (5 - zoom);
    const finest = zoom === 5;
    const columns = finest ? Math.ceil(width / TILE) : 2 ** zoom;
    const rows = finest ? Math.ceil(width / 2 / TILE) : Math.max(1, 2 ** (zoom - 1));
    if (!Number.isInteger(zoom) || zoom < 0 || zoom > 5 || !(x >= 0 && x < columns) || !(y >= 0 && y < rows)) {
      return problem(404, 'invalid', 'x, y or z is out of range.');
    }
    tiles.set(key, (tiles.get(key) ?? 0) + 1);
    const part = { left: x * TILE, top: y * TILE, width: TILE, height: TILE };
    return {
      headers: { ...CORS, 'content-type': 'image/jpeg' },
      body: await panoramaJpeg(found.place, { width, part }),
    };
  };

  return {
    hosts: ['tile.googleapis.com'],
    answer: (request) => {
      const { url, method } = request;
      const key = url.searchParams.get('key') ?? '';
      // A page asks before it may post JSON. https://fetch.spec.whatwg.org/#cors-preflight-fetch
      if (method === 'OPTIONS') {
        const allowed = { 'access-control-allow-methods': 'GET,POST', 'access-control-allow-headers': 'content-type' };
        return { status: 204, headers: { ...CORS, ...allowed } };
      }
      if (key === '') return problem(403, 'forbidden', 'The request is missing a valid API key.');
      if (key === 'REFUSED-KEY') {
        return newerProblem(
          400,
          'INVALID_ARGUMENT',
          'API_KEY_INVALID',
          'API key not valid. Please pass a valid API key.',
        );
      }
      if (key === 'WRONG-REFERRER') {
        const message = 'Requests from referer https://example.org/ are blocked.';
        return newerProblem(403, 'PERMISSION_DENIED', 'API_KEY_HTTP_REFERRER_BLOCKED', message);
      }
      if (url.pathname === '/v1/createSession') return createSession(key, request);
      const over = sessionProblem(key, url.searchParams.get('session') ?? '');
      if (over) return over;
      switch (url.pathname.replace('/v1/streetview/', '').split('/')[0]) {
        case 'panoIds':
          return panoIds(key, request.body);
        case 'metadata':
          return metadata(url.searchParams);
        case 'tiles':
          return tile(key, url.pathname, url.searchParams);
        default:
          return problem(404, 'notFound', 'There is no such method.');
      }
    },
  };
}

function widthOf({ place }: GooglePanorama): number {
  return (place.metres / 12) % 2 === 1 ? 13_312 : 16_384;
}

function parsed(body: string): Record<string, unknown> {
  try {
    return JSON.parse(body);
  } catch {
    return {};
  }
}

function json(value: unknown): StandInAnswer {
  return { headers: { ...CORS, 'content-type': 'application/json; charset=UTF-8' }, body: JSON.stringify(value) };
}

/** The form on this API's own page of errors. */
function problem(status: number, reason: string, message: string, headers?: Record<string, string>): StandInAnswer {
  const answer = json({ error: { code: status, message, errors: [{ message, domain: 'global', reason }] } });
  return { ...answer, status, headers: { ...answer.headers, ...headers } };
}

function newerProblem(status: number, name: string, reason: string, message: string): StandInAnswer {
  const details = [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason, domain: 'googleapis.com' }];
  return { ...json({ error: { code: status, message, status: name, details } }), status };
}
