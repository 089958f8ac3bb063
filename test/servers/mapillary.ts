import { cameraAxes } from '../../src/route/pinhole.ts';
import {
  alongStreet,
  type CoveredStreet,
  hasPicture,
  picturesIn,
  placeInStreet,
  readBounds,
  streetStart,
} from './covered-streets.ts';
import type { StandIn, StandInAnswer } from './stand-in.ts';
import { panoramaJpeg, viewJpeg } from './street-pictures.ts';

/*
 * Mapillary's graph, version 4, and the host of its pictures: https://www.mapillary.com/developer/api-documentation
 *
 * Streets lead east from 13.191° E (`covered-streets.ts`); their latitude decides what happens there. The position of the camera itself is
 * 8 m off and its compass 6°; the computed ones are right.
 *   0 whole      360° every 5 m                      1 none       nothing
 *   2 half       100 m with, 100 m without           3 raw        flat, nothing computed, no creator
 *   4 fisheye    fisheye and perspective by turns    5 dense      every 50 cm: boxes with more than 300 are refused as too much
 *   6 expired    the first address of a file is no longer good when it is used
 *   7 tilted     with rotations; every third is nonsense
 *   8 removed    found by a search, then unknown     9 crowded    every 10 cm: more in a street than one answer holds
 *
 * Tokens: `MLY|test|token` is good; `MLY|quota-N|token` for N requests; `MLY|old|token` has expired; others are refused.
 */

interface Street extends CoveredStreet {
  readonly flat?: boolean;
}

function street(row: number, more: Partial<Street> = {}): Street {
  return { start: streetStart(row), spacing: 5, ...more };
}

export const MAPILLARY_STREETS = {
  whole: street(0),
  none: street(1, { covers: () => false }),
  half: street(2, { covers: (metres) => metres % 200 < 100 }),
  raw: street(3, { flat: true }),
  fisheye: street(4, { flat: true }),
  dense: street(5, { spacing: 0.5 }),
  expired: street(6),
  tilted: street(7),
  removed: street(8),
  crowded: street(9, { spacing: 0.1 }),
} satisfies Record<string, Street>;

export const MAPILLARY_TOKEN = 'MLY|test|token';

type StreetName = keyof typeof MAPILLARY_STREETS;
const NAMES = Object.keys(MAPILLARY_STREETS) as StreetName[];

const GRAPH = 'graph.mapillary.com';
const FILES = 'scontent-fra5-2.xx.fbcdn.net';
const TOO_MANY = 300;
const MOST = 2000;

interface Picture {
  readonly name: StreetName;
  readonly index: number;
}

function idOf({ name, index }: Picture): string {
  return `4${String(NAMES.indexOf(name)).padStart(4, '0')}${String(index).padStart(10, '0')}`;
}

function pictureOf(id: string): Picture | null {
  const [, row, index] = /^4(\d{4})(\d{10})$/.exec(id) ?? [];
  const name = NAMES[Number(row ?? -1)];
  return name && hasPicture(MAPILLARY_STREETS[name], Number(index)) ? { name, index: Number(index) } : null;
}

const CORS = { 'access-control-allow-origin': '*' };

export interface MapillaryServerOptions {
  /** of the `thumb_2048` files; less is quicker */
  readonly width?: number;
}

export function createMapillaryServer({ width = 2048 }: MapillaryServerOptions = {}): StandIn {
  /** signatures that were given out, and whether they still work */
  const signatures = new Map<string, boolean>();
  const given = new Set<string>();
  const used = new Map<string, number>();

  const refusalOf = (token: string | null): StandInAnswer | null => {
    if (token === MAPILLARY_TOKEN) return null;
    const allowed = /^MLY\|quota-(\d+)\|token$/.exec(token ?? '')?.[1];
    if (token === null || (token !== 'MLY|old|token' && allowed === undefined)) {
      return failure(401, 190, 'Invalid OAuth access token - Cannot parse access token');
    }
    if (allowed === undefined) {
      return failure(400, 190, 'Error validating access token: Session has expired on Monday, 01-Jan-24');
    }
    const count = (used.get(token) ?? 0) + 1;
    used.set(token, count);
    // https://developers.facebook.com/docs/graph-api/overview/rate-limiting
    return count > Number(allowed) ? failure(403, 4, '(#4) Application request limit reached') : null;
  };

  /** Signed for a while: https://blog.mapillary.com/update/2021/06/23/getting-started-with-the-new-mapillary-api-v4.html */
  const sign = (picture: Picture, size: string): string => {
    const id = idOf(picture);
    const signature = `00_${(signatures.size * 7919 + 104729).toString(36)}`;
    const stale = picture.name === 'expired' && !given.has(id);
    given.add(id);
    signatures.set(signature, !stale);
    return `https://${FILES}/m1/v/t6/${id}?stp=${size}&ccb=10-5&oh=${signature}&oe=6A000000`;
  };

  const search = (query: URLSearchParams): StandInAnswer => {
    const bounds = readBounds(query.get('bbox'));
    const limit = Number(query.get('limit') ?? MOST);
    if (!bounds || !(limit >= 1 && limit <= MOST)) return failure(400, 100, '(#100) Invalid parameter');
    if ((bounds.east - bounds.west) * (bounds.north - bounds.south) >= 0.01) {
      return failure(400, 100, '(#100) The area of the bounding box must be smaller than 0.01 degrees square');
    }
    const found = NAMES.flatMap((name) =>
      picturesIn(MAPILLARY_STREETS[name], bounds).map((index): Picture => ({ name, index })),
    );
    if (found[0]?.name === 'dense' && found.length > TOO_MANY) {
      // As pages see it in towns, whatever the limit: told in public code of its users.
      return failure(500, 1, "Please reduce the amount of data you're asking for, then retry your request");
    }
    return json({ data: found.slice(0, limit).map((picture) => named(picture, query, sign)) });
  };

  const file = async (url: URL): Promise<StandInAnswer> => {
    const picture = pictureOf(url.pathname.split('/').at(-1) ?? '');
    const good = signatures.get(url.searchParams.get('oh') ?? '');
    if (!picture || !good) return { status: 403, headers: CORS, body: 'URL signature mismatch' };
    const wide = url.searchParams.get('stp') === 'original' ? width * 2 : width;
    return { headers: { ...CORS, 'content-type': 'image/jpeg' }, body: await draw(picture, wide) };
  };

  return {
    hosts: [GRAPH, FILES],
    answer: ({ url }) => {
      if (url.host === FILES) return file(url);
      const refused = refusalOf(url.searchParams.get('access_token'));
      if (refused) return refused;
      if (url.pathname === '/images') return search(url.searchParams);
      const picture = pictureOf(url.pathname.slice(1));
      if (!picture || picture.name === 'removed') {
        return failure(400, 100, `Unsupported get request. Object with ID '${url.pathname.slice(1)}' does not exist`);
      }
      return json(named(picture, url.searchParams, sign));
    },
  };
}

function json(value: unknown, status = 200): StandInAnswer {
  return {
    status,
    headers: { ...CORS, 'content-type': 'application/json; charset=UTF-8' },
    body: JSON.stringify(value),
  };
}

/** https://developers.facebook.com/docs/graph-api/guides/error-handling */
function failure(status: number, code: number, message: string): StandInAnswer {
  return json({ error: { message, type: 'OAuthException', code, fbtrace_id: 'A0b1C2d3' } }, status);
}

async function draw({ name, index }: Picture, wide: number): Promise<Uint8Array> {
  const street: Street = MAPILLARY_STREETS[name];
  const place = placeInStreet(index * street.spacing);
  if (!street.flat) return panoramaJpeg(place, { width: wide });
  return viewJpeg(place, { heading: 90, pitch: 0, fov: 70 }, { width: wide, height: Math.round((wide * 3) / 4) });
}

/** The fields that were named, and the id. */
function named(picture: Picture, query: URLSearchParams, sign: (picture: Picture, size: string) => string): object {
  const fields = (query.get('fields') ?? '').split(',').filter(Boolean);
  const all = imageOf(picture);
  const entries = fields.flatMap((field): [string, unknown][] => {
    const size = /^thumb_(2048|original)_url$/.exec(field)?.[1];
    const value = size ? sign(picture, size) : all[field];
    return value === undefined ? [] : [[field, value]];
  });
  return { ...Object.fromEntries(entries), id: all.id };
}

function imageOf({ name, index }: Picture): Readonly<Record<string, unknown>> {
  const { start, spacing, flat = false }: Street = MAPILLARY_STREETS[name];
  const { lat, lng } = alongStreet(start, index * spacing);
  const fisheye = name === 'fisheye' && index % 2 === 0;
  const computed = name !== 'raw';
  return {
    id: idOf({ name, index }),
    geometry: { type: 'Point', coordinates: [lng, lat + 8 / 111_195] },
    computed_geometry: computed ? { type: 'Point', coordinates: [lng, lat] } : undefined,
    compass_angle: 84,
    computed_compass_angle: computed ? 90 : undefined,
    captured_at: Date.UTC(2022, 6, 9, 12, 30),
    camera_type: flat ? (fisheye ? 'fisheye' : 'perspective') : 'spherical',
    is_pano: !flat,
    // The focal length as a share of the longer side, of a field of view of 70°: https://opensfm.org/docs/cameras.html
    camera_parameters: flat ? [0.7141, 0.01, -0.02] : [],
    computed_rotation: name === 'tilted' ? rotationTo(index % 3 === 2 ? 200 : 91, -4, 3) : undefined,
    width: flat ? 4032 : 5760,
    height: flat ? 3024 : 2880,
    sequence: `${name}0sequence`,
    creator: name === 'raw' ? undefined : { username: 'jodoe', id: '100' },
  };
}

/** Axis times angle of the rotation from east, north, up to right, down, forward of a camera that looks there, rolled clockwise. */
function rotationTo(heading: number, pitch: number, roll: number): number[] {
  const { right: x, down: y, forward: z } = cameraAxes({ heading, pitch });
  const [c, s] = [Math.cos((roll * Math.PI) / 180), Math.sin((roll * Math.PI) / 180)];
  const right = x.map((value, i) => value * c + (y[i] ?? 0) * s);
  const down = y.map((value, i) => value * c - (x[i] ?? 0) * s);
  const m = (row: readonly number[], i: number) => row[i] ?? 0;
  const angle = Math.acos((m(right, 0) + m(down, 1) + m(z, 2) - 1) / 2);
  const twist = [m(z, 1) - m(down, 2), m(right, 2) - m(z, 0), m(down, 0) - m(right, 1)];
  return twist.map((value) => (value * angle) / (2 * Math.sin(angle)));
}
