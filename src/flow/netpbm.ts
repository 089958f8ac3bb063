import { PleinAirError } from '../core/errors.ts';
import type { Mask } from '../core/field.ts';
import type { RgbaImage } from '../core/image.ts';

/** A value that single precision brings just under a level counts as that level. */
const ROUNDING = 1e-3;

/**
 * A mask as a binary PGM file of 256 grey levels (P5), as tools for optical flow exchange reliability: 255 is 1. Fractions of a level are cut
 * off, as the consistency checker of Ruder et al. 2016 cuts them.
 */
export function writePgm({ width, height, data }: Mask): Uint8Array<ArrayBuffer> {
  const header = new TextEncoder().encode(`P5\n${width} ${height}\n255\n`);
  const bytes = new Uint8Array(header.length + data.length);
  bytes.set(header);
  bytes.set(
    Uint8ClampedArray.from(data, (value) => Math.floor(value * 255 + ROUNDING)),
    header.length,
  );
  return bytes;
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

/**
 * Reads a binary PGM or PPM picture, the format of pictures beside flow fields in research.
 * @param name what the person calls the file; named in errors
 * @throws PleinAirError kind `input` for other kinds of Netpbm, more than 8 bits a value, and a wrong length
 */
export function readNetpbm(bytes: Uint8Array, name: string): RgbaImage {
  const wrong = (what: string) => new PleinAirError('input', `The picture ${name} ${what}.`, REMEDY);
  const header = HEADER.exec(latin(bytes.subarray(0, HEADER_BYTES)));
  if (!header) throw wrong('is no binary PGM or PPM file');
  const channels = header[1] === '6' ? 3 : 1;
  const [width, height, most] = [Number(header[2]), Number(header[3]), Number(header[4])];
  if (width < 1 || height < 1) throw wrong(`has ${width} × ${height} px`);
  if (most < 1 || most > 255) throw wrong(`has values up to ${most}; 1 to 255 can be read`);
  const begin = header[0].length;
  const expected = begin + width * height * channels;
  if (bytes.length < expected) throw wrong(`is incomplete: ${bytes.length} bytes, ${expected} are needed`);
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
