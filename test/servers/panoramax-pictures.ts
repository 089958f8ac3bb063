import { alongStreet, type CoveredStreet, hasPicture, placeInStreet, streetStart } from './covered-streets.ts';
import { panoramaJpeg, viewJpeg } from './street-pictures.ts';

/* What the stand-in for Panoramax has, where: the list of streets stands in `panoramax.ts`. */

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

export type StreetName = keyof typeof PANORAMAX_STREETS;
export const NAMES = Object.keys(PANORAMAX_STREETS) as StreetName[];

export const API = 'api.panoramax.xyz';
export const OSM = 'panoramax.openstreetmap.fr';
export const IGN = 'panoramax.ign.fr';

export interface Picture {
  readonly name: StreetName;
  readonly pass: number;
  readonly index: number;
}

/** Ids look like those of the servers: a UUID. */
function idOf({ name, pass, index }: Picture): string {
  const part = (value: number, digits: number) => value.toString(16).padStart(digits, '0');
  return `${part(NAMES.indexOf(name), 8)}-${part(pass, 4)}-4000-8000-${part(index, 12)}`;
}

export function pictureOf(id: string): Picture | null {
  const match = /^([0-9a-f]{8})-([0-9a-f]{4})-4000-8000-([0-9a-f]{12})$/.exec(id);
  const [row, pass, index] = (match?.slice(1) ?? []).map((part) => Number.parseInt(part, 16));
  const name = NAMES[row ?? -1];
  if (!name || pass === undefined || index === undefined) return null;
  const street: Street = PANORAMAX_STREETS[name];
  return street.passes[pass] && hasPicture(street, index) ? { name, pass, index } : null;
}

function metresOf({ name, pass, index }: Picture): number {
  const { spacing, passes } = PANORAMAX_STREETS[name];
  return index * spacing + (passes[pass]?.shift ?? 0);
}

export function placeOf(picture: Picture) {
  return alongStreet(PANORAMAX_STREETS[picture.name].start, metresOf(picture));
}

/** Cut off above and below, of a sensor of 5760 × 2880, in pixels: left, top, right and bottom margin. */
const CROP = [0, 480, 0, 360] as const;

export async function draw(picture: Picture, wide: number): Promise<Uint8Array> {
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
export function item(picture: Picture) {
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
