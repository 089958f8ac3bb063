import { picturesIn, readBounds } from './covered-streets.ts';
import {
  API,
  draw,
  IGN,
  item,
  NAMES,
  OSM,
  PANORAMAX_STREETS,
  type Picture,
  pictureOf,
  placeOf,
  type StreetName,
} from './panoramax-pictures.ts';
import type { StandIn, StandInAnswer, StandInRequest } from './stand-in.ts';

/*
 * Panoramax: the federation's API at api.panoramax.xyz, pictures at two of its instances. Search, items and assets as
 * https://api.panoramax.xyz/redoc and the servers' code (https://gitlab.com/panoramax/server/api) have them.
 *
 * Streets lead east from 13.191° E (`covered-streets.ts`); their latitude decides what happens there:
 *   0 whole      360° every 5 m                     1 none       nothing
 *   2 half       100 m with, 100 m without          3 sparse     every 40 m: the same one again and again
 *   4 years      2016, 2020 and 2024 on one street  5 mixed      360° and flat by turns
 *   6 corrupt    every second file is damaged       7 broken     each file breaks off the first time
 *   8 busy       429 with Retry-After: 1, once      9 trouble    503, once for each address
 *  10 slow       half a second for each answer     11 noCors     files without the header that lets pages read them
 *  12 removed    found by a search, then taken down 13 dense     every 25 cm: more in a street than one answer holds
 *  14 odd        flat ones that lack this and that 15 tilted     cropped panoramas of a camera that was not level
 *  16 dateLine   crosses 180° (at 16.8° S)
 */

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const CORS = { 'access-control-allow-origin': '*' };

export interface PanoramaxServerOptions {
  /** of the `sd` files, 2048 as the servers have them; less is quicker */
  readonly width?: number;
}

export function createPanoramaxServer({ width = 2048 }: PanoramaxServerOptions = {}): StandIn {
  const asked = new Set<string>();
  const firstTime = (key: string): boolean => {
    const first = !asked.has(key);
    asked.add(key);
    return first;
  };

  /** What the street makes of any answer. */
  const mishap = (name: StreetName, url: URL): StandInAnswer | null => {
    if (name === 'busy' && firstTime(`busy ${url.host}`)) {
      // https://www.rfc-editor.org/rfc/rfc6585#section-4
      return { status: 429, headers: { ...CORS, 'retry-after': '1' }, body: 'Too many requests' };
    }
    if (name === 'trouble' && firstTime(url.href)) return { status: 503, headers: CORS, body: 'Service unavailable' };
    return null;
  };
  const delayOf = (name: StreetName | undefined) => (name === 'slow' ? { delay: 500 } : {});

  const search = (url: URL): StandInAnswer => {
    const { searchParams } = url;
    // Default and bounds of `limit`: https://gitlab.com/panoramax/server/api, geovisio/web/items.py.
    const limit = Number(searchParams.get('limit') ?? 10);
    if (!(limit >= 1 && limit <= 10_000)) return json({ message: 'limit must be between 1 and 10000' }, 400);
    const ids = searchParams.get('ids');
    if (ids !== null) {
      const asked = ids.split(',');
      if (!asked.every((id) => UUID.test(id))) return json({ message: 'Parameter ids should be a list of UUIDs' }, 400);
      const pictures = asked.map(pictureOf).filter((picture) => picture !== null);
      const there = pictures.filter(({ name }) => name !== 'removed');
      const [first] = there;
      return (first && mishap(first.name, url)) ?? { ...collection(there), ...delayOf(first?.name) };
    }
    const bounds = readBounds(searchParams.get('bbox'));
    if (!bounds) return json({ message: 'Parameter bbox must be in format [minX, minY, maxX, maxY]' }, 400);
    const found = NAMES.flatMap((name) =>
      PANORAMAX_STREETS[name].passes.flatMap((_, pass) =>
        picturesIn(PANORAMAX_STREETS[name], bounds).map((index): Picture => ({ name, pass, index })),
      ),
    );
    const [first] = found;
    const wrong = first && mishap(first.name, url);
    if (wrong) return wrong;
    // Nearest to the middle of the box first; there is neither a next page nor a word on what was left out.
    const middle = (bounds.west + bounds.east) / 2;
    const far = (picture: Picture) => Math.abs(placeOf(picture).lng - middle);
    found.sort((a, b) => far(a) - far(b));
    return { ...collection(found.slice(0, limit)), ...delayOf(first?.name) };
  };

  const file = async ({ url }: StandInRequest): Promise<StandInAnswer> => {
    const [, folder, id = '', size = ''] = url.pathname.split('/');
    const picture = pictureOf(id);
    const known = folder === 'derivates' && /^(hd|sd|thumb)\.jpg$/.test(size);
    if (!picture || !known || picture.name === 'removed') return { status: 404, headers: CORS, body: 'Not found' };
    const { name } = picture;
    const wrong = mishap(name, url);
    if (wrong) return wrong;
    const wide = size === 'hd.jpg' ? width * 2 : size === 'sd.jpg' ? width : 500;
    const bytes = await draw(picture, wide);
    if (name === 'corrupt' && picture.index % 2 === 1) bytes.fill(0x5a, Math.floor(bytes.length / 3));
    return {
      headers: { ...(name === 'noCors' ? {} : CORS), 'content-type': 'image/jpeg' },
      body: bytes,
      ...delayOf(name),
      ...(name === 'broken' && firstTime(url.href) ? { cut: true } : {}),
    };
  };

  return {
    hosts: [API, OSM, IGN],
    answer: (request) => {
      const { url } = request;
      if (url.host !== API) return file(request);
      if (url.pathname === '/api/search') return search(url);
      if (url.pathname === '/api')
        return json({ stac_version: '1.0.0', links: [{ rel: 'search', href: `https://${API}/api/search` }] });
      return json({ message: 'Not found' }, 404);
    },
  };
}

function json(value: unknown, status = 200): StandInAnswer {
  return { status, headers: { ...CORS, 'content-type': 'application/json' }, body: JSON.stringify(value) };
}

function collection(pictures: readonly Picture[]): StandInAnswer {
  const features = pictures.map(item);
  const body = JSON.stringify({
    type: 'FeatureCollection',
    features,
    links: [{ rel: 'root', href: `https://${API}/api/` }],
  });
  return { headers: { ...CORS, 'content-type': 'application/geo+json' }, body };
}
