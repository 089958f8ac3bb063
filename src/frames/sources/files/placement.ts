import ExifReader from 'exifreader';
import { readImageHeader } from '../../../platform/image-header.ts';
import type { Placement } from '../../placement.ts';

/** What a photograph says of itself, as far as it does. */
export interface PhotographFacts {
  readonly place?: Placement;
  /** ISO 8601: a day, or local time to the second, with its offset from UTC where that is known */
  readonly date?: string;
}

/** All that is read: makers' notes, thumbnails and profiles are passed over. */
const TAGS = [
  ...['GPSLatitude', 'GPSLatitudeRef', 'GPSLongitude', 'GPSLongitudeRef', 'GPSImgDirection'],
  ...['GPSDateStamp', 'GPSTimeStamp'],
  ...['DateTimeOriginal', 'OffsetTimeOriginal', 'DateTimeDigitized', 'OffsetTimeDigitized', 'OffsetTime'],
  ...['FocalLengthIn35mmFilm', 'Orientation', 'PixelXDimension', 'PixelYDimension'],
];

type Values = Readonly<Record<string, unknown>>;

/**
 * Reads EXIF of JPEG, HEIC, AVIF, PNG, WebP and TIFF (https://www.cipa.jp/std/documents/e/DC-X008-Translation-2019-E.pdf): position, heading, field of view and
 * date. The heading is taken as it stands, true or magnetic: magnetic north is a few degrees off where most people live.
 * @returns nothing for what is missing, damaged or makes no sense; never throws
 */
export function readPlacement(bytes: Uint8Array): PhotographFacts {
  try {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const { exif } = ExifReader.loadView(view, { expanded: true, includeTags: { exif: TAGS } });
    const values: Values = Object.fromEntries(
      Object.entries(exif ?? {}).map(([name, tag]: [string, unknown]) => [name, contentOf(tag)]),
    );
    const place = placeOf(values, bytes);
    const date = dateOf(values);
    return { ...(place && { place }), ...(date !== null && { date }) };
  } catch {
    // No EXIF, or none that can be read: a photograph is as good without.
    return {};
  }
}

function contentOf(tag: unknown): unknown {
  return tag !== null && typeof tag === 'object' && 'value' in tag ? tag.value : undefined;
}

function placeOf(values: Values, bytes: Uint8Array): Placement | null {
  const lat = degreesOf(values.GPSLatitude, values.GPSLatitudeRef, ['N', 'S'], 90);
  const lng = degreesOf(values.GPSLongitude, values.GPSLongitudeRef, ['E', 'W'], 180);
  // 0, 0 lies in the sea: what cameras without a fix write.
  if (lat === null || lng === null || (lat === 0 && lng === 0)) return null;
  const heading = numberOf(values.GPSImgDirection);
  const fov = fovOf(values, bytes);
  return {
    lat,
    lng,
    ...(heading !== null && heading >= 0 && heading <= 360 && { heading: heading % 360 }),
    ...(fov !== null && { fov }),
  };
}

/** Degrees, minutes and seconds with a hemisphere; without one the position is not known. */
function degreesOf(value: unknown, reference: unknown, [positive, negative]: [string, string], most: number) {
  // One fraction alone comes as two plain numbers.
  const parts = Array.isArray(value) && value.every(Array.isArray) ? value.map(numberOf) : [];
  const [degrees, minutes, seconds = 0] = parts;
  const hemisphere = textOf(reference).toUpperCase();
  if (hemisphere !== positive && hemisphere !== negative) return null;
  if (degrees == null || minutes == null || seconds === null) return null;
  const size = degrees + minutes / 60 + seconds / 3600;
  if ([degrees, minutes, seconds].some((part) => part < 0) || minutes >= 60 || seconds >= 60 || size > most)
    return null;
  return hemisphere === negative && size > 0 ? -size : size;
}

/** Horizontal field of view: the focal length is that of a 36 × 24 mm film, whose short side lies across where the camera was turned. */
function fovOf(values: Values, bytes: Uint8Array): number | null {
  const focal = numberOf(values.FocalLengthIn35mmFilm);
  // 0 is written for unknown; below 5 mm no lens is rectilinear.
  if (focal === null || focal < 5 || focal > 5000) return null;
  const across = isPortrait(values, bytes) ? 24 : 36;
  return (2 * Math.atan(across / 2 / focal) * 180) / Math.PI;
}

function isPortrait(values: Values, bytes: Uint8Array): boolean {
  const size = readImageHeader(bytes)?.size;
  const width = size?.width ?? numberOf(values.PixelXDimension) ?? 0;
  const height = size?.height ?? numberOf(values.PixelYDimension) ?? 0;
  // 5 to 8: stored lying on its side.
  const turned = (numberOf(values.Orientation) ?? 1) >= 5;
  return turned ? width > height : height > width;
}

function dateOf(values: Values): string | null {
  const offset = [values.OffsetTimeOriginal, values.OffsetTime];
  return (
    momentOf(textOf(values.DateTimeOriginal), offset) ??
    momentOf(textOf(values.DateTimeDigitized), [values.OffsetTimeDigitized, values.OffsetTime]) ??
    momentOf(`${textOf(values.GPSDateStamp)} ${gpsTime(values.GPSTimeStamp)}`, ['+00:00'])
  );
}

/** @param text `2021:06:05 14:03:07`, as EXIF has it; blanks and zeros stand for unknown */
function momentOf(text: string, offsets: readonly unknown[]): string | null {
  const [, day, time] = /^(\d{4}[:-]\d\d[:-]\d\d)(?:[ T](\d\d:\d\d:\d\d))?/.exec(text) ?? [];
  const date = day?.replaceAll(':', '-');
  if (date === undefined || date < '1800' || !isDay(date)) return null;
  if (time === undefined || !/^([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/.test(time)) return date;
  const offset = offsets.map(textOf).find((part) => /^[+-](0\d|1[0-4]):[0-5]\d$/.test(part)) ?? '';
  return `${date}T${time}${offset.replace(/^.00:00$/, 'Z')}`;
}

function isDay(date: string): boolean {
  const parsed = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(date);
}

function gpsTime(value: unknown): string {
  const parts = Array.isArray(value) ? value.map(numberOf) : [];
  return parts.map((part) => String(Math.floor(part ?? 99)).padStart(2, '0')).join(':');
}

/** A number, or a fraction as numerator and denominator. @returns null where it is none, or infinite */
function numberOf(value: unknown): number | null {
  const found = Array.isArray(value) && value.length === 2 ? Number(value[0]) / Number(value[1]) : value;
  return typeof found === 'number' && Number.isFinite(found) ? found : null;
}

/** EXIF's texts come in a list of one, some with a zero at the end. */
function textOf(value: unknown): string {
  const text: unknown = Array.isArray(value) ? value[0] : value;
  return typeof text === 'string' ? text.replace(/\0.*$/s, '').trim() : '';
}
