import type { Size } from '../core/image.ts';
import { isNetpbm, readNetpbmHeader } from './netpbm.ts';

/** What the first bytes of a picture file say. */
export interface ImageHeader {
  readonly format: 'JPEG' | 'PNG' | 'WebP' | 'GIF' | 'AVIF' | 'HEIC' | 'TIFF' | 'Netpbm';
  /** as stored, before EXIF turns it; null where the header does not say it in a place known here */
  readonly size: Size | null;
  /** false where the file ends before its picture does */
  readonly whole: boolean;
}

/** `ispe` as a number. */
const ISPE = 0x69737065;

type Format = ImageHeader['format'];
type Rest = Omit<ImageHeader, 'format'>;

const READERS: Readonly<Record<Format, (file: HeaderBytes) => Rest>> = {
  JPEG: readJpeg,
  PNG: readPng,
  WebP: readWebp,
  GIF: readGif,
  AVIF: readIso,
  HEIC: readIso,
  TIFF: () => ({ size: null, whole: true }),
  Netpbm: readPlain,
};

/** Reads format, size and wholeness without decoding. @returns null where the bytes are none of these formats */
export function readImageHeader(bytes: Uint8Array): ImageHeader | null {
  const file = new HeaderBytes(bytes);
  const format = formatOf(file);
  if (!format) return null;
  try {
    return { format, ...READERS[format](file) };
  } catch (error) {
    // Read beyond the end: not even the header is whole.
    if (!(error instanceof RangeError)) throw error;
    return { format, size: null, whole: false };
  }
}

/** The bytes of a file, by number or as text. */
class HeaderBytes extends DataView<ArrayBufferLike> {
  readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    super(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.bytes = bytes;
  }

  /** one character a byte; shorter at the end of the file */
  text(at: number, length: number): string {
    return String.fromCharCode(...this.bytes.subarray(at, at + length));
  }
}

function formatOf(file: HeaderBytes): Format | null {
  const start = file.text(0, 12);
  if (start.startsWith('\xff\xd8\xff')) return 'JPEG';
  if (start.startsWith('\x89PNG\r\n\x1a\n')) return 'PNG';
  if (/^RIFF....WEBP/s.test(start)) return 'WebP';
  if (/^GIF8[79]a/.test(start)) return 'GIF';
  if (/^(II\*\0|MM\0\*)/.test(start)) return 'TIFF';
  if (isNetpbm(file.bytes)) return 'Netpbm';
  if (!/^....ftyp....$/s.test(start)) return null;
  const brands = file.text(8, Math.min(file.getUint32(0), 256) - 8);
  if (/avi[fs]/.test(brands)) return 'AVIF';
  return /hei[cxms]|hev[cx]|mif1/.test(brands) ? 'HEIC' : null;
}

/** ISO/IEC 10918-1, annex B: markers with lengths up to the frame header (SOFn), which holds the size. */
function readJpeg(file: HeaderBytes): Rest {
  let size: Size | null = null;
  let at = 2;
  for (;;) {
    if (file.getUint8(at) !== 0xff) return { size, whole: false };
    const marker = file.getUint8(at + 1);
    if (marker === 0xff) {
      at++; // fill byte
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame) size = { width: file.getUint16(at + 7), height: file.getUint16(at + 5) };
    if (marker === 0xda) break;
    at += 2 + file.getUint16(at + 2);
  }
  return { size, whole: hasEnd(file.bytes, at) };
}

/** Whether the end marker FF D9 stands after the scan's start; cameras append other things behind it. */
function hasEnd(bytes: Uint8Array, from: number): boolean {
  for (let at = bytes.lastIndexOf(0xd9); at > from; at = bytes.lastIndexOf(0xd9, at - 1)) {
    if (bytes[at - 1] === 0xff) return true;
  }
  return false;
}

/** PNG, 3rd edition, section 5: chunks of length, type, data and checksum, from IHDR to IEND. */
function readPng(file: HeaderBytes): Rest {
  const size = { width: file.getUint32(16), height: file.getUint32(20) };
  for (let at = 8; at + 12 <= file.byteLength; at += 12 + file.getUint32(at)) {
    if (file.text(at + 4, 4) === 'IEND') return { size, whole: true };
  }
  return { size, whole: false };
}

/** RFC 9649: the size stands in the first chunk, in one of three forms. */
function readWebp(file: HeaderBytes): Rest {
  const whole = file.byteLength >= 8 + file.getUint32(4, true);
  const uint24 = (at: number) => file.getUint16(at, true) | (file.getUint8(at + 2) << 16);
  let size: Size | null = null;
  const kind = file.text(12, 4);
  if (kind === 'VP8X') size = { width: uint24(24) + 1, height: uint24(27) + 1 };
  else if (kind === 'VP8L') {
    const bits = file.getUint32(21, true);
    size = { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
  } else if (kind === 'VP8 ') {
    size = { width: file.getUint16(26, true) & 0x3fff, height: file.getUint16(28, true) & 0x3fff };
  }
  return { size, whole };
}

/** PGM and PPM: values follow the header as they are. Of the kinds that are not read here the format alone is told. */
function readPlain({ bytes }: HeaderBytes): Rest {
  const header = readNetpbmHeader(bytes);
  if (!header) return { size: null, whole: true };
  return { size: { width: header.width, height: header.height }, whole: bytes.byteLength >= header.expected };
}

/** ISO/IEC 23008-12: `ispe` boxes hold the sizes of the picture and of its tiles and thumbnail; the picture's is the largest. */
function readIso(file: HeaderBytes): Rest {
  let size: Size | null = null;
  // The boxes that describe the picture come before its data, in the first kilobytes.
  const end = Math.min(file.byteLength, 65536) - 16;
  for (let at = 8; at < end; at++) {
    if (file.getUint32(at) !== ISPE) continue;
    const found = { width: file.getUint32(at + 8), height: file.getUint32(at + 12) };
    if (!size || found.width * found.height > size.width * size.height) size = found;
  }
  return { size, whole: true };
}

/** GIF89a: after the screen's size, extensions and pictures, each in blocks of up to 255 bytes. One whole picture is enough. */
function readGif(file: HeaderBytes): Rest {
  const size = { width: file.getUint16(6, true), height: file.getUint16(8, true) };
  const colours = (flags: number) => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
  let at = 13 + colours(file.getUint8(10));
  for (;;) {
    const kind = file.getUint8(at);
    if (kind !== 0x21 && kind !== 0x2c) return { size, whole: false };
    const isPicture = kind === 0x2c;
    at += isPicture ? 11 + colours(file.getUint8(at + 9)) : 2;
    for (let length = file.getUint8(at); length > 0; length = file.getUint8(at)) at += 1 + length;
    at++;
    if (isPicture) return { size, whole: true };
  }
}
