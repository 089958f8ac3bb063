import { z } from 'zod';
import type { PictureLayout, Sighting } from '../../imagery.ts';
import { orientationOf } from './rotation.ts';

/** What a search is asked for; everything but the id must be named. https://www.mapillary.com/developer/api-documentation */
export const SIGHTING_FIELDS = [
  'id',
  'geometry',
  'computed_geometry',
  'compass_angle',
  'computed_compass_angle',
  'captured_at',
  'camera_type',
  'is_pano',
  'camera_parameters',
  'width',
  'height',
  'sequence',
  'creator',
] as const;

/** And for one picture. */
export const PICTURE_FIELDS = [...SIGHTING_FIELDS, 'computed_rotation'] as const;

export interface MapillaryImage {
  readonly sighting: Sighting;
  readonly layout: PictureLayout;
}

const number = z.number().nullish().catch(null);
const text = z.string().nullish().catch(null);
const point = z
  .object({ coordinates: z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)], z.number()) })
  .nullish()
  .catch(null);

const image = z.object({
  id: z.string().min(1).max(200),
  geometry: point,
  computed_geometry: point,
  compass_angle: number,
  computed_compass_angle: number,
  captured_at: z.union([z.number(), z.string()]).nullish().catch(null),
  camera_type: text,
  is_pano: z.boolean().nullish().catch(null),
  camera_parameters: z.array(z.number()).nullish().catch(null),
  computed_rotation: z.tuple([z.number(), z.number(), z.number()]).nullish().catch(null),
  width: number,
  height: number,
  sequence: text,
  creator: z.object({ username: text }).nullish().catch(null),
});
type Image = z.infer<typeof image>;

/** Degrees by which a panorama's rotation may differ from its compass angle: beyond it the reconstruction has gone wrong. */
const AGREEMENT = 5;
/** Degrees that a camera on a street is tilted at most. */
const STEEPEST = 45;

/**
 * Reads one image.
 * @returns null where place or direction are missing, or where it was taken with a fisheye lens: its lines are bent, and shown as a flat
 * picture it would move along the street as nothing real does
 */
export function readImage(json: unknown): MapillaryImage | null {
  const { success, data } = image.safeParse(json);
  if (!success) return null;
  const place = (data.computed_geometry ?? data.geometry)?.coordinates;
  const angle = data.computed_compass_angle ?? data.compass_angle;
  const projection = projectionOf(data);
  if (!place || typeof angle !== 'number' || !projection) return null;
  const heading = ((angle % 360) + 360) % 360;
  return {
    sighting: {
      id: data.id,
      position: { lat: place[1], lng: place[0] },
      date: dateOf(data.captured_at),
      projection,
      heading,
      fov: projection === 'flat' ? fovOf(data) : null,
      sequence: data.sequence ?? null,
      kind: 'outdoor',
      credit: {
        text: [data.creator?.username?.trim(), 'CC BY-SA 4.0', 'Mapillary'].filter(Boolean).join(' · '),
        link: `https://www.mapillary.com/app/?pKey=${encodeURIComponent(data.id)}`,
        shareAlike: true,
      },
    },
    layout: projection === 'panorama' ? panorama(data, heading) : { kind: 'picture' },
  };
}

function projectionOf({ is_pano, camera_type }: Image): 'panorama' | 'flat' | null {
  if (is_pano || camera_type === 'spherical' || camera_type === 'equirectangular') return 'panorama';
  return camera_type === 'fisheye' ? null : 'flat';
}

/** The centre looks along the compass angle; where the pictures around have shown how the camera was tilted, that is heeded. */
function panorama({ computed_rotation }: Image, heading: number): PictureLayout {
  const layout = { kind: 'panorama', covers: { left: 0, top: 0, right: 1, bottom: 1 } } as const;
  if (computed_rotation) {
    const found = orientationOf(computed_rotation);
    const off = Math.abs(((found.heading - heading + 540) % 360) - 180);
    const likely = Math.abs(found.pitch) <= STEEPEST && Math.abs(found.roll) <= STEEPEST;
    if (off <= AGREEMENT && likely) return { ...layout, ...found };
  }
  return { ...layout, heading, pitch: 0, roll: 0 };
}

/** Horizontal, from the focal length as a share of the longer side: https://opensfm.org/docs/cameras.html */
function fovOf({ camera_parameters, width, height }: Image): number | null {
  const focal = camera_parameters?.[0] ?? 0;
  if (!(focal > 0 && width && height)) return null;
  const share = width / Math.max(width, height);
  return (2 * Math.atan(share / (2 * focal)) * 180) / Math.PI;
}

/** Milliseconds since 1970, or ISO 8601. */
function dateOf(captured: Image['captured_at']): string | null {
  if (captured === null || captured === undefined) return null;
  const date = new Date(captured);
  const year = date.getUTCFullYear();
  return year >= 1000 && year <= 9999 ? date.toISOString().slice(0, 10) : null;
}
