/** Values of EXIF tags: texts, numbers (16 bits) or lists of fractions. */
export type ExifValues = Readonly<Record<keyof typeof TAGS, string | number | readonly (readonly [number, number])[]>>;

/** Directory and number, by EXIF 2.32, tables 4, 8 and 15. */
const TAGS = {
  Orientation: ['image', 0x0112],
  DateTimeOriginal: ['photo', 0x9003],
  DateTimeDigitized: ['photo', 0x9004],
  OffsetTime: ['photo', 0x9010],
  OffsetTimeOriginal: ['photo', 0x9011],
  FocalLengthIn35mmFilm: ['photo', 0xa405],
  GPSLatitudeRef: ['gps', 1],
  GPSLatitude: ['gps', 2],
  GPSLongitudeRef: ['gps', 3],
  GPSLongitude: ['gps', 4],
  GPSTimeStamp: ['gps', 7],
  GPSImgDirectionRef: ['gps', 16],
  GPSImgDirection: ['gps', 17],
  GPSDateStamp: ['gps', 29],
} as const;

const ASCII = 2;
const SHORT = 3;
const LONG = 4;
const RATIONAL = 5;

interface Entry {
  readonly tag: number;
  readonly type: number;
  readonly count: number;
  readonly bytes: Buffer;
}

/** A JPEG with just these EXIF tags, as they are given, sensible or not. @param jpeg any */
export function withExif(jpeg: Uint8Array, values: Partial<ExifValues>): Uint8Array {
  const payload = Buffer.concat([Buffer.from('Exif\0\0'), tiff(values)]);
  const head = Buffer.alloc(4);
  head.writeUInt16BE(0xffe1);
  head.writeUInt16BE(payload.length + 2, 2);
  return new Uint8Array(Buffer.concat([jpeg.subarray(0, 2), head, payload, jpeg.subarray(2)]));
}

/** Big-endian TIFF: image directory first, then those of the photograph and of GPS. */
function tiff(values: Partial<ExifValues>): Buffer {
  const entries = (wanted: string): Entry[] =>
    Object.entries(values).flatMap(([name, value]) => {
      const [directory, tag] = TAGS[name as keyof typeof TAGS];
      return directory === wanted ? [entry(tag, value)] : [];
    });
  const pointer = (tag: number, at: number): Entry => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(at);
    return { tag, type: LONG, count: 1, bytes };
  };
  const header = Buffer.from('MM\0*\0\0\0\x08', 'latin1');
  const image = (photoAt: number, gpsAt: number) =>
    directory([...entries('image'), pointer(0x8769, photoAt), pointer(0x8825, gpsAt)], header.length);
  const photoAt = header.length + image(0, 0).length;
  const photo = directory(entries('photo'), photoAt);
  const gpsAt = photoAt + photo.length;
  return Buffer.concat([header, image(photoAt, gpsAt), photo, directory(entries('gps'), gpsAt)]);
}

function entry(tag: number, value: ExifValues[keyof typeof TAGS]): Entry {
  if (typeof value === 'string') {
    return { tag, type: ASCII, count: value.length + 1, bytes: Buffer.from(`${value}\0`, 'latin1') };
  }
  if (typeof value === 'number') {
    const bytes = Buffer.alloc(2);
    bytes.writeUInt16BE(value);
    return { tag, type: SHORT, count: 1, bytes };
  }
  const bytes = Buffer.alloc(8 * value.length);
  for (const [i, [numerator, denominator]] of value.entries()) {
    bytes.writeUInt32BE(numerator, 8 * i);
    bytes.writeUInt32BE(denominator, 8 * i + 4);
  }
  return { tag, type: RATIONAL, count: value.length, bytes };
}

/** Twelve bytes an entry, sorted; what is longer than four bytes stands behind. */
function directory(entries: readonly Entry[], start: number): Buffer {
  const sorted = [...entries].sort((a, b) => a.tag - b.tag);
  const head = Buffer.alloc(2 + 12 * sorted.length + 4);
  head.writeUInt16BE(sorted.length);
  const behind: Buffer[] = [];
  let end = start + head.length;
  for (const [i, { tag, type, count, bytes }] of sorted.entries()) {
    const at = 2 + 12 * i;
    head.writeUInt16BE(tag, at);
    head.writeUInt16BE(type, at + 2);
    head.writeUInt32BE(count, at + 4);
    if (bytes.length <= 4) bytes.copy(head, at + 8);
    else {
      head.writeUInt32BE(end, at + 8);
      behind.push(bytes);
      end += bytes.length;
    }
  }
  return Buffer.concat([head, ...behind]);
}
