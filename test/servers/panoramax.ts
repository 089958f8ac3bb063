import {
  alongStreet,
  type CoveredStreet,
  picturesIn,
  placeInStreet,
  readBounds,
  streetStart,
} from './covered-streets.ts';
import type { StandIn, StandInAnswer, StandInRequest } from './stand-in.ts';
import { panoramaJpeg, viewJpeg } from './street-pictures.ts';

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

interface Pass {
  readonly date: string;
  /** in metres, along the street */
  readonly shift: number;
  readonly flat?: boolean;
}

interface Street extends CoveredStreet {
  readonly passes: readonly Pass[];
}

const PASS: Pass = { date: '2023-06-14', shift: 0 };

function street(row: number, more: Partial<Street> = {}): Street {
  return { start: streetStart(row), spacing: 5, passes: [PASS], ...more };
}

export const PANORAMAX_STREETS = {
  whole: street(0),
  none: street(1, { covers: () => false }),
  half: street(2, { covers: (metres) => metres % 200 < 100 }),
  sparse: street(3, { spacing: 40 }),
  years: street(4, {
    passes: [
      { date: '2016-10-02', shift: 0 },
      { date: '2020-05-20', shift: 1.5 },
      { date: '2024-08-31', shift: 3 },
    ],
  }),
  mixed: street(5, { spacing: 10, passes: [PASS, { date: '2022-03-01', shift: 5, flat: true }] }),
  corrupt: street(6),
  broken: street(7),
  busy: street(8),
  trouble: street(9),
  slow: street(10),
  noCors: street(11),
  removed: street(12),
  dense: street(13, { spacing: 0.25 }),
  odd: street(14, { passes: [{ ...PASS, flat: true }] }),
  tilted: street(15),
  dateLine: street(16, { start: { lat: -16.8, lng: 179.995 } }),
} satisfies Record<string, Street>;

type StreetName = keyof typeof PANORAMAX_STREETS;
const NAMES = Object.keys(PANORAMAX_STREETS) as StreetName[];

const API = 'api.panoramax.xyz';
const OSM = 'panoramax.openstreetmap.fr';
const IGN = 'panoramax.ign.fr';

interface Picture {
  readonly name: StreetName;
  readonly pass: number;
  readonly index: number;
}

/** Ids look like those of the servers: a UUID. */
function idOf({ name, pass, index }: Picture): string {
  const part = (value: number, digits: number) => value.toString(16).padStart(digits, '0');
  return `${part(NAMES.indexOf(name), 8)}-${part(pass, 4)}-4000-8000-${part(index, 12)}`;
}

function pictureOf(id: string): Picture | null {
  const match = /^([0-9a-f]{8})-([0-9a-f]{4})-4000-8000-([0-9a-f]{12})$/.exec(id);
  const [row, pass, index] = (match?.slice(1) ?? []).map((part) => Number.parseInt(part, 16));
  const name = NAMES[row ?? -1];
  if (!name || pass === undefined || index === undefined || !PANORAMAX_STREETS[name].passes[pass]) return null;
  return { name, pass, index };
}

function metresOf({ name, pass, index }: Picture): number {
  const { spacing, passes } = PANORAMAX_STREETS[name];
  return index * spacing + (passes[pass]?.shift ?? 0);
}

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
      const pictures = ids.split(',').map(pictureOf);
      if (pictures.includes(null)) return json({ message: 'Parameter ids should be a list of UUIDs' }, 400);
      const there = pictures.filter((picture) => picture !== null).filter(({ name }) => name !== 'removed');
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

function placeOf(picture: Picture) {
  return alongStreet(PANORAMAX_STREETS[picture.name].start, metresOf(picture));
}

/** Cut off above and below, of a sensor of 5760 × 2880, in pixels: left, top, right and bottom margin. */
const CROP = [0, 480, 0, 360] as const;

async function draw(picture: Picture, wide: number): Promise<Uint8Array> {
  const place = placeInStreet(metresOf(picture));
  const { name } = picture;
  if (PANORAMAX_STREETS[name].passes[picture.pass]?.flat) {
    const size = { width: wide, height: Math.round((wide * 3) / 4) };
    return new Uint8Array(await viewJpeg(place, { heading: 90, pitch: 0, fov: 70 }, size));
  }
  if (name !== 'tilted') return new Uint8Array(await panoramaJpeg(place, { width: wide }));
  const scale = wide / 5760;
  const part = {
    left: 0,
    top: Math.round(CROP[1] * scale),
    width: wide,
    height: Math.round((2880 - CROP[1] - CROP[3]) * scale),
  };
  return new Uint8Array(await panoramaJpeg(place, { width: wide, part }));
}

/** A feature of the search's answer, as an instance gives it: https://stacspec.org with the extensions `view` and `pers`. */
function item(picture: Picture) {
  const { name, pass, index } = picture;
  const { flat = false, date = '' } = PANORAMAX_STREETS[name].passes[pass] ?? {};
  const id = idOf(picture);
  const { lat, lng } = placeOf(picture);
  // The IGN's pictures need a credit, those of OpenStreetMap France share alike: https://panoramax.fr
  const host = index % 2 === 0 ? OSM : IGN;
  const license = host === OSM ? 'CC-BY-SA-4.0' : 'etalab-2.0';
  const href = (size: string) => `https://${host}/derivates/${id}/${size}.jpg`;
  const properties: Record<string, unknown> = {
    datetime: `${date}T10:20:30.5+00:00`,
    datetimetz: `${date}T12:20:30.5+02:00`,
    'view:azimuth': 90,
    'pers:interior_orientation': {
      camera_manufacturer: flat ? 'Apple' : 'GoPro',
      camera_model: flat ? 'iPhone 13' : 'Max',
      field_of_view: flat ? 70 : 360,
      sensor_array_dimensions: flat ? [4032, 3024] : [5760, 2880],
    },
    'quality:horizontal_accuracy': 4,
    'geovisio:status': 'ready',
    'geovisio:producer': 'Jo Doe',
    license,
    exif: { 'Exif.Image.Model': flat ? 'iPhone 13' : 'Max' },
  };
  if (name === 'odd') makeOdd(properties, index);
  if (name === 'tilted') {
    Object.assign(properties, { 'pers:pitch': -3.5, 'pers:roll': 2, 'pers:yaw': 0 });
    Object.assign(properties['pers:interior_orientation'] as object, { visible_area: CROP });
  }
  return {
    type: 'Feature',
    stac_version: '1.0.0',
    id,
    collection: idOf({ name, pass, index: 0 }),
    geometry: { type: 'Point', coordinates: [lng, lat] },
    bbox: [lng, lat, lng, lat],
    providers: [
      { name: host === OSM ? 'OpenStreetMap France' : 'IGN', roles: ['host'] },
      { id: '1', name: 'Jo Doe', roles: ['producer'] },
    ],
    properties,
    assets: {
      hd: { title: 'HD picture', roles: ['data'], type: 'image/jpeg', href: href('hd') },
      sd: { title: 'SD picture', roles: ['visual'], type: 'image/jpeg', href: href('sd') },
      thumb: { title: 'Thumbnail', roles: ['thumbnail'], type: 'image/jpeg', href: href('thumb') },
    },
    links: [
      {
        rel: 'self',
        type: 'application/geo+json',
        href: `https://${API}/api/collections/${idOf({ name, pass, index: 0 })}/items/${id}`,
      },
      { rel: 'license', title: license, href: 'https://example.org/licence' },
    ],
  };
}

/** By turns: no direction; a portrait without a field of view; one without a field of view; a fisheye; no date. */
function makeOdd(properties: Record<string, unknown>, index: number): void {
  const interior = properties['pers:interior_orientation'] as Record<string, unknown>;
  if (index % 5 === 0) properties['view:azimuth'] = null;
  if (index % 5 === 1) Object.assign(interior, { field_of_view: null, sensor_array_dimensions: [3024, 4032] });
  if (index % 5 === 2) delete properties['pers:interior_orientation'];
  if (index % 5 === 3) interior.field_of_view = 190;
  if (index % 5 === 4) properties.datetime = null;
}
