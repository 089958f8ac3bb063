import { z } from 'zod';
import type { PictureLayout, Sighting } from '../../imagery.ts';

/** A picture as Panoramax describes it. */
export interface PanoramaxPicture {
  readonly sighting: Sighting;
  readonly layout: PictureLayout;
  /** addresses of its files: 2048 pixels wide, and as large as it was given; null where there is none */
  readonly sd: string | null;
  readonly hd: string | null;
}

const number = z.number().nullish().catch(null);
const text = z.string().nullish().catch(null);
const asset = z.object({ href: z.string(), type: text, roles: z.array(z.string()).nullish().catch(null) });

/** What is needed of a feature: https://gitlab.com/panoramax/server/api (docs/STAC.md). All but id, place and direction may be missing. */
const feature = z.object({
  id: z.string().min(1).max(200),
  collection: text,
  geometry: z.object({
    coordinates: z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)], z.number()),
  }),
  properties: z.object({
    datetime: text,
    'view:azimuth': z.number(),
    'pers:interior_orientation': z
      .object({
        field_of_view: number,
        sensor_array_dimensions: z.tuple([z.number().positive(), z.number().positive()]).nullish().catch(null),
        visible_area: z.tuple([z.number(), z.number(), z.number(), z.number()]).nullish().catch(null),
      })
      .nullish()
      .catch(null),
    'pers:pitch': number,
    'pers:roll': number,
    'pers:yaw': number,
    'geovisio:producer': text,
    license: text,
  }),
  providers: z
    .array(z.object({ name: text, roles: z.array(z.string()).nullish().catch(null) }))
    .nullish()
    .catch(null),
  assets: z.record(z.string(), z.unknown()).nullish().catch(null),
});
type Feature = z.infer<typeof feature>;

const collection = z.object({
  features: z.array(z.unknown()),
  links: z
    .array(z.object({ rel: text }))
    .nullish()
    .catch(null),
  numberMatched: number,
});

/** What the official viewer takes where a picture does not say it: https://gitlab.com/panoramax/clients/web-viewer (src/utils/picture.js). */
const USUAL_FOV = { landscape: 70, portrait: 35 };
/** Wider ones are fisheyes or parts of panoramas, of which a flat view makes no sense. */
const WIDEST_FLAT = 150;

/**
 * Reads the answer of a search.
 * @param site where people look at pictures, as `https://api.panoramax.xyz`
 * @returns pictures of use, how many there were in all, and whether the answer itself says that it leaves some out; null for what is no answer
 */
export function readCollection(
  json: unknown,
  site: string,
): { pictures: PanoramaxPicture[]; count: number; more: boolean } | null {
  const { success, data } = collection.safeParse(json);
  if (!success) return null;
  const pictures = data.features.map((one) => readFeature(one, site)).filter((picture) => picture !== null);
  const count = data.features.length;
  const more = (data.numberMatched ?? 0) > count || (data.links ?? []).some(({ rel }) => rel === 'next');
  return { pictures, count, more };
}

function readFeature(json: unknown, site: string): PanoramaxPicture | null {
  const { success, data } = feature.safeParse(json);
  if (!success) return null;
  const { properties } = data;
  const shape = shapeOf(data);
  if (!shape) return null;
  const [lng, lat] = data.geometry.coordinates;
  return {
    sighting: {
      id: data.id,
      position: { lat, lng },
      date: /^\d{4}-\d{2}-\d{2}(?=T|$)/.exec(properties.datetime ?? '')?.[0] ?? null,
      projection: shape.layout.kind === 'panorama' ? 'panorama' : 'flat',
      heading: shape.layout.kind === 'panorama' ? shape.layout.heading : turned(properties['view:azimuth']),
      fov: shape.fov,
      sequence: data.collection ?? null,
      kind: 'outdoor',
      credit: creditOf(data, site),
    },
    layout: shape.layout,
    sd: assetOf(data, 'visual'),
    hd: assetOf(data, 'data'),
  };
}

/** How its pixels are to be read; null where that is not known here. */
function shapeOf({ properties }: Feature): { layout: PictureLayout; fov: number | null } | null {
  const interior = properties['pers:interior_orientation'];
  const fov = interior?.field_of_view ?? null;
  if (fov === 360) return { layout: panorama(properties), fov: null };
  if (fov !== null && fov > WIDEST_FLAT) return null;
  const [width, height] = interior?.sensor_array_dimensions ?? [4, 3];
  const usual = width < height ? USUAL_FOV.portrait : USUAL_FOV.landscape;
  return { layout: { kind: 'picture' }, fov: fov !== null && fov > 0 ? fov : usual };
}

/**
 * The centre looks to `view:azimuth`. Like the official viewer, heeds yaw, pitch (up is positive) and roll (clockwise) only where both pitch
 * and roll are there, and turns the picture by the yaw against the azimuth; a yaw that just repeats the azimuth is none.
 */
function panorama(properties: Feature['properties']): PictureLayout {
  const azimuth = turned(properties['view:azimuth']);
  const pitch = properties['pers:pitch'] ?? 0;
  const roll = properties['pers:roll'] ?? 0;
  const covers = partOf(properties['pers:interior_orientation']);
  if (pitch === 0 || roll === 0) return { kind: 'panorama', heading: azimuth, pitch: 0, roll: 0, covers };
  const yaw = properties['pers:yaw'] ?? 0;
  const repeats = Math.round(turned(yaw)) === Math.round(azimuth);
  return { kind: 'panorama', heading: turned(azimuth - (repeats ? 0 : yaw)), pitch, roll, covers };
}

/** `visible_area` holds the margins that were cut off: left, top, right, bottom, in pixels of the whole. */
function partOf(interior: Feature['properties']['pers:interior_orientation']) {
  const whole = { left: 0, top: 0, right: 1, bottom: 1 };
  const margins = interior?.visible_area;
  const size = interior?.sensor_array_dimensions;
  if (!margins || !size) return whole;
  const part = {
    left: margins[0] / size[0],
    top: margins[1] / size[1],
    right: 1 - margins[2] / size[0],
    bottom: 1 - margins[3] / size[1],
  };
  const sound = margins.every((margin) => margin >= 0) && part.left < part.right && part.top < part.bottom;
  return sound ? part : whole;
}

function turned(degrees: number): number {
  return ((degrees % 360) + 360) % 360;
}

/** By role and type, as keys differ between servers; JPEG before others. */
function assetOf({ assets }: Feature, role: 'visual' | 'data'): string | null {
  const fitting = Object.values(assets ?? {})
    .map((one) => asset.safeParse(one).data)
    .filter((one) => one?.roles?.includes(role) && (one.type ?? 'image/jpeg').startsWith('image/'))
    .filter((one) => one && URL.canParse(one.href) && /^https?:/.test(one.href));
  return (fitting.find((one) => one?.type === 'image/jpeg') ?? fitting[0])?.href ?? null;
}

/** SPDX names of the instances' licences, as people write them: https://panoramax.fr */
const LICENCES: Readonly<Record<string, string>> = {
  'CC-BY-SA-4.0': 'CC BY-SA 4.0',
  'etalab-2.0': 'Licence Ouverte 2.0',
};

function creditOf({ id, properties, providers }: Feature, site: string): Sighting['credit'] {
  const named = (providers ?? []).filter(({ roles }) => roles?.includes('producer')).map(({ name }) => name?.trim());
  const producers = named.some(Boolean) ? named : [properties['geovisio:producer']?.trim()];
  const licence = properties.license;
  const parts = [
    [...new Set(producers.filter(Boolean))].join(', '),
    licence ? (LICENCES[licence] ?? licence) : '',
    'Panoramax',
  ];
  return {
    text: parts.filter(Boolean).join(' · '),
    link: `${site}/#focus=pic&pic=${encodeURIComponent(id)}`,
    // Where none is said, what one may do is not known either: the stricter of the two in use.
    shareAlike: !licence || /\bSA\b|odbl/i.test(licence),
  };
}
