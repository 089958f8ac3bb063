import type { Size } from '../core/image.ts';

/** What the first bytes of a picture file say. */
export interface ImageHeader {
  readonly format: 'JPEG' | 'PNG' | 'WebP' | 'GIF' | 'AVIF' | 'HEIC' | 'TIFF';
  /** as stored, before EXIF turns it; null where the header does not say it in a place known here */
  readonly size: Size | null;
  /** false where the file ends before its picture does */
  readonly whole: boolean;
}

/** Reads format, size and wholeness without decoding. @returns null where the bytes are none of these formats */
export function readImageHeader(bytes: Uint8Array): ImageHeader | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = (at: number, length: number) => String.fromCharCode(...bytes.subarray(at, at + length));
  try {
    if (text(0, 3) === '\xff\xd8\xff') return jpegHeader(view, bytes);
    if (text(0, 8) === '\x89PNG\r\n\x1a\n') return pngHeader(view, text);
    if (text(0, 4) === 'RIFF' && text(8, 4) === 'WEBP') return webpHeader(view, text);
    if (/^GIF8[79]a/.test(text(0, 6))) {
      const size = { width: view.getUint16(6, true), height: view.getUint16(8, true) };
      return { format: 'GIF', size, whole: bytes.lastIndexOf(0x3b) > 12 };
    }
    if (text(4, 4) === 'ftyp') return isoHeader(view, text, text(8, Math.min(view.getUint32(0), 256) - 8));
    if (/^(II\*\0|MM\0\*)/.test(text(0, 4))) return { format: 'TIFF', size: null, whole: true };
  } catch (error) {
    // Read beyond the end: the format is known by its first bytes, but not even the header is whole.
    if (!(error instanceof RangeError)) throw error;
    return { format: text(0, 4) === 'RIFF' ? 'WebP' : text(1, 3) === 'PNG' ? 'PNG' : 'JPEG', size: null, whole: false };
  }
  return null;
}

/** ISO/IEC 10918-1, annex B: markers with lengths up to the frame header (SOFn), which holds the size. */
function jpegHeader(view: DataView, bytes: Uint8Array): ImageHeader {
  let size: Size | null = null;
  let at = 2;
  for (;;) {
    if (view.getUint8(at) !== 0xff) return { format: 'JPEG', size, whole: false };
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at++; // fill byte
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame) size = { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    if (marker === 0xda) break;
    at += 2 + view.getUint16(at + 2);
  }
  return { format: 'JPEG', size, whole: hasEnd(bytes, at) };
}

/** Whether the end marker FF D9 stands after the scan's start; cameras append other things behind it. */
function hasEnd(bytes: Uint8Array, from: number): boolean {
  for (let at = bytes.lastIndexOf(0xd9); at > from; at = bytes.lastIndexOf(0xd9, at - 1)) {
    if (bytes[at - 1] === 0xff) return true;
  }
  return false;
}

/** PNG, 3rd edition, section 5: chunks of length, type, data and checksum, from IHDR to IEND. */
function pngHeader(view: DataView, text: (at: number, length: number) => string): ImageHeader {
  const size = { width: view.getUint32(16), height: view.getUint32(20) };
  for (let at = 8; at + 12 <= view.byteLength; at += 12 + view.getUint32(at)) {
    if (text(at + 4, 4) === 'IEND') return { format: 'PNG', size, whole: true };
  }
  return { format: 'PNG', size, whole: false };
}

/** RFC 9649: the size stands in the first chunk, in one of three forms. */
function webpHeader(view: DataView, text: (at: number, length: number) => string): ImageHeader {
  const whole = view.byteLength >= 8 + view.getUint32(4, true);
  const uint24 = (at: number) => view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
  let size: Size | null = null;
  const kind = text(12, 4);
  if (kind === 'VP8X') size = { width: uint24(24) + 1, height: uint24(27) + 1 };
  else if (kind === 'VP8L') {
    const bits = view.getUint32(21, true);
    size = { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
  } else if (kind === 'VP8 ') {
    size = { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
  }
  return { format: 'WebP', size, whole };
}

/** ISO/IEC 23008-12: `ispe` boxes hold the sizes of the picture and of its tiles and thumbnail; the picture's is the largest. */
function isoHeader(view: DataView, text: (at: number, length: number) => string, brands: string): ImageHeader | null {
  const format = /avi[fs]/.test(brands) ? 'AVIF' : /hei[cxms]|hev[cx]|mif1/.test(brands) ? 'HEIC' : null;
  if (!format) return null;
  let size: Size | null = null;
  // The boxes that describe the picture come before its data, in the first kilobytes.
  const end = Math.min(view.byteLength, 65536) - 16;
  for (let at = 8; at < end; at++) {
    if (view.getUint32(at) !== 0x69737065 || text(at, 4) !== 'ispe') continue;
    const found = { width: view.getUint32(at + 8), height: view.getUint32(at + 12) };
    if (!size || found.width * found.height > size.width * size.height) size = found;
  }
  return { format, size, whole: true };
}
