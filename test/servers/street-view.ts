import sharp from 'sharp';
import { type GooglePanorama, panoramaById, panoramaNear } from './google-panoramas.ts';
import type { StandIn, StandInAnswer, StandInRequest } from './stand-in.ts';
import { viewJpeg } from './street-pictures.ts';

/*
 * Google's Street View Static API.
 * https://developers.google.com/maps/documentation/streetview/request-streetview, …/metadata, …/error-messages
 *
 * What there is where: see `google-panoramas.ts`. Any key is taken, but:
 *   none                the same as REFUSED-KEY
 *   REFUSED-KEY         metadata REQUEST_DENIED; pictures 403 without CORS headers, which a page sees as no answer at all
 *   WRONG-REFERRER      metadata REQUEST_DENIED and pictures 403, both with the message about the referrer
 *   QUOTA-n             n pictures, then metadata OVER_QUERY_LIMIT and pictures 403
 *   TROUBLE-n           metadata UNKNOWN_ERROR n times, then as ever
 *   BUSY-KEY            the first picture is answered 429 with Retry-After: 1
 *   BROKEN-KEY          the transfer of every panorama's first picture breaks off
 *   CORRUPT-KEY         every third panorama's pictures are no JPEG behind their first bytes
 *   NO-PICTURES-KEY     metadata as ever; pictures 403 without CORS headers (not documented, and seen)
 *   SLOW-KEY            every picture takes a second and a half
 */

const CORS = { 'access-control-allow-origin': '*' };
const REFERRER_MESSAGE =
  'This IP, site or mobile application is not authorized to use this API key. Request received from IP address 192.0.2.1, with referer: https://example.org/';
const KEY_MESSAGE = 'The provided API key is invalid.';
const QUOTA_MESSAGE = 'You have exceeded your rate-limit for this API.';

export function createStreetViewServer(): StandIn {
  const pictures = new Map<string, number>();
  const troubles = new Map<string, number>();
  const broken = new Set<string>();
  let busy = true;

  /** What stands in the way of a key, by the words of metadata. */
  const refusal = (key: string): { status: string; message: string } | null => {
    if (key === '' || key === 'REFUSED-KEY') return { status: 'REQUEST_DENIED', message: KEY_MESSAGE };
    if (key === 'WRONG-REFERRER') return { status: 'REQUEST_DENIED', message: REFERRER_MESSAGE };
    const [, quota] = /^QUOTA-(\d+)$/.exec(key) ?? [];
    if (quota !== undefined && (pictures.get(key) ?? 0) >= Number(quota)) {
      return { status: 'OVER_QUERY_LIMIT', message: QUOTA_MESSAGE };
    }
    return null;
  };

  const metadata = (query: URLSearchParams): StandInAnswer => {
    const key = query.get('key') ?? '';
    const refused = refusal(key);
    if (refused) return json({ error_message: refused.message, status: refused.status });
    const [, troubled = '0'] = /^TROUBLE-(\d+)$/.exec(key) ?? [];
    const sofar = troubles.get(key) ?? 0;
    if (sofar < Number(troubled)) {
      troubles.set(key, sofar + 1);
      return json({ status: 'UNKNOWN_ERROR' });
    }
    const found = lookUp(query);
    if (found === 'malformed') return json({ status: 'INVALID_REQUEST' });
    if (found === 'address') return json({ status: 'NOT_FOUND' });
    if (!found) return json({ status: 'ZERO_RESULTS' });
    const { id, position, date, copyright } = found;
    return json({ copyright, date, location: position, pano_id: id, status: 'OK' });
  };

  const picture = async (query: URLSearchParams): Promise<StandInAnswer> => {
    const key = query.get('key') ?? '';
    if (key === 'REFUSED-KEY' || key === 'NO-PICTURES-KEY') return { status: 403, body: 'Forbidden' };
    const refused = refusal(key);
    if (refused) return text(403, `The Google Maps Platform server rejected your request. ${refused.message}`);
    if (key === 'BUSY-KEY' && busy) {
      busy = false;
      return { ...text(429, 'Too many requests'), headers: { ...CORS, 'retry-after': '1' } };
    }
    const size = /^(\d+)x(\d+)$/.exec(query.get('size') ?? '');
    const found = lookUp(query);
    if (!size || found === 'malformed' || Number(size[1]) < 1 || Number(size[2]) < 1) return await none(query, 400);
    if (!found || found === 'address') return await none(query, 404);
    pictures.set(key, (pictures.get(key) ?? 0) + 1);
    const number = (name: string, otherwise: number) => Number(query.get(name) ?? otherwise);
    const direction = {
      heading: number('heading', found.place.bearing),
      pitch: number('pitch', 0),
      fov: Math.min(120, Math.max(10, number('fov', 90))),
    };
    // Larger sides are cut down to 640, not refused.
    const [width = 0, height = 0] = size.slice(1).map((side) => Math.min(640, Number(side)));
    const body = await viewJpeg(found.place, direction, { width, height });
    const headers = { ...CORS, 'content-type': 'image/jpeg' };
    if (key === 'CORRUPT-KEY' && (found.place.metres / 12) % 3 === 2) {
      return { headers, body: body.map((byte, k) => (k < 40 ? byte : (k * 37) % 251)) };
    }
    const cut = key === 'BROKEN-KEY' && !broken.has(found.id);
    broken.add(found.id);
    return { headers, body, cut, delay: key === 'SLOW-KEY' ? 1500 : 0 };
  };

  return {
    hosts: ['maps.googleapis.com'],
    path: '/maps/api/streetview',
    answer: ({ method, url }: StandInRequest) => {
      if (method !== 'GET') return text(405, 'Method not allowed');
      return url.pathname.endsWith('/metadata') ? metadata(url.searchParams) : picture(url.searchParams);
    },
  };
}

/** By `pano`, or by `location`, `radius` and `source`. */
function lookUp(query: URLSearchParams): GooglePanorama | null | 'malformed' | 'address' {
  const pano = query.get('pano');
  if (pano !== null) return panoramaById(pano);
  const location = query.get('location') ?? '';
  if (location === '') return 'malformed';
  const [, lat, lng] = /^(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?)$/.exec(location) ?? [];
  if (lat === undefined || lng === undefined) return 'address';
  const radius = query.get('radius') ?? '50';
  if (!/^\d+$/.test(radius)) return 'malformed';
  const indoors = query.get('source') !== 'outdoor';
  return panoramaNear({ lat: Number(lat), lng: Number(lng) }, Number(radius), { indoors });
}

/** Without `return_error_code=true` a grey picture comes instead, with status 200. */
async function none(query: URLSearchParams, status: number): Promise<StandInAnswer> {
  if (query.get('return_error_code') === 'true') return text(status, status === 404 ? 'Not found' : 'Bad request');
  const grey = sharp({ create: { width: 64, height: 64, channels: 3, background: '#e4e3df' } });
  return { headers: { ...CORS, 'content-type': 'image/jpeg' }, body: new Uint8Array(await grey.jpeg().toBuffer()) };
}

function json(value: unknown): StandInAnswer {
  return { headers: { ...CORS, 'content-type': 'application/json; charset=UTF-8' }, body: JSON.stringify(value) };
}

function text(status: number, body: string): StandInAnswer {
  return { status, headers: { ...CORS, 'content-type': 'text/plain; charset=UTF-8' }, body };
}
