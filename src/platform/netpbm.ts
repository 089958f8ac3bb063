import type { RgbaImage, Size } from '../core/image.ts';
import { checkPictureSize, refusedPicture } from './image-checks.ts';

/** What stands before the values of a binary PGM or PPM file. */
interface NetpbmHeader extends Size {
  readonly channels: 1 | 3;
  /** that stands for full brightness */
  readonly most: number;
  /** bytes of the header */
  readonly begin: number;
  /** bytes of header and values together, by one byte a value */
  readonly expected: number;
}

/** `P5` or `P6`, width, height, largest value; comments may stand between them, and one white space ends them. */
const HEADER = /^P([56])(?:\s|#[^\n]*\n)+(\d{1,6})(?:\s|#[^\n]*\n)+(\d{1,6})(?:\s|#[^\n]*\n)+(\d{1,5})\s/;
/** Longest header that is looked through. */
const HEADER_BYTES = 1024;
const REMEDY = 'Give binary PGM or PPM (P5 or P6) with 8 bits a value, or PNG or JPEG.';

/** Whether bytes begin as a Netpbm picture, of a kind that is read here or not. */
export function isNetpbm(bytes: Uint8Array): boolean {
  return /^P[1-7]\s/.test(latin(bytes.subarray(0, 3)));
}

/** Reads the header of a binary PGM or PPM file (https://netpbm.sourceforge.net/doc/ppm.html). @returns null where it is none */
export function readNetpbmHeader(bytes: Uint8Array): NetpbmHeader | null {
  const header = HEADER.exec(latin(bytes.subarray(0, HEADER_BYTES)));
  if (!header) return null;
  const channels = header[1] === '6' ? 3 : 1;
  const [width, height, most] = [Number(header[2]), Number(header[3]), Number(header[4])];
  const begin = header[0].length;
  return { width, height, channels, most, begin, expected: begin + width * height * channels };
}

/**
 * Reads a binary PGM or PPM picture, the format of frames and masks in research; values up to the file's largest become 0–255.
 * @param name what the person calls the file; named in errors
 * @throws PleinAirError kind `input` for other kinds of Netpbm, more than 8 bits a value, a wrong length, and a size that no picture may have
 */
export function readNetpbm(bytes: Uint8Array, name: string): RgbaImage {
  const header = readNetpbmHeader(bytes);
  if (!header) throw refusedPicture(name, 'is no binary PGM or PPM file', REMEDY);
  const { width, height, channels, most, begin, expected } = header;
  if (width < 1 || height < 1) throw refusedPicture(name, `has ${width} × ${height} px`, REMEDY);
  checkPictureSize(name, header);
  if (most < 1 || most > 255) throw refusedPicture(name, `has values up to ${most}; 1 to 255 can be read`, REMEDY);
  if (bytes.length < expected) {
    throw refusedPicture(
      name,
      `is incomplete: ${bytes.length} bytes, ${expected} are needed`,
      'Get the file again from where it came, or leave it out.',
    );
  }
  const data = new Uint8ClampedArray(width * height * 4);
  for (let pixel = 0; pixel < width * height; pixel++) {
    for (let c = 0; c < 3; c++) {
      data[4 * pixel + c] = (255 / most) * bytes[begin + pixel * channels + (channels === 3 ? c : 0)]!;
    }
    data[4 * pixel + 3] = 255;
  }
  return { width, height, data };
}

function latin(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}
