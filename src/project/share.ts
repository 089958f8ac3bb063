import { Unzlib, zlibSync } from 'fflate';
import { PleinAirError } from '../core/errors.ts';
import { MAX_TEXT_LENGTH } from './yaml-source.ts';

/** Stands before the data, so that a later form can be told from this one. */
const VERSION = '1.';

/** A longer text cannot come from a params file of the largest size, and is not looked at. */
const MAX_PACKED = 4 * 1024 * 1024;

/** Bytes that are inflated at a time: deflate grows at most about a thousandfold, so that a bomb is met before it fills the memory. */
const PIECE = 1024;

/** Characters that `String.fromCharCode` takes in one call, well below any engine's limit of arguments. */
const CHUNK = 8192;

/** Params YAML as a text of letters, digits, `-`, `_` and `.` alone: zlib (RFC 1950) in base64url (RFC 4648), for the fragment of a link. */
export function packShare(yaml: string): string {
  return VERSION + toBase64Url(zlibSync(new TextEncoder().encode(yaml), { level: 9 }));
}

/**
 * The params YAML of a packed share. It is as untrusted as any file.
 * @throws PleinAirError kind `input` for what is cut, damaged, too large, or of a newer program
 */
export function unpackShare(packed: string): string {
  if (packed.length > MAX_PACKED) throw damaged('It is too long.');
  if (!packed.startsWith(VERSION)) {
    throw /^\d+\./.test(packed)
      ? new PleinAirError(
          'input',
          'This link was made by a newer Plein Air.',
          'Update the program, or ask for the params file instead.',
        )
      : damaged('It does not begin as a shared project does.');
  }
  const bytes = inflate(fromBase64Url(packed.slice(VERSION.length)));
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw damaged('It holds no text.');
  }
}

function inflate(zlib: Uint8Array): Uint8Array {
  const pieces: Uint8Array[] = [];
  let length = 0;
  let ended = false;
  const stream = new Unzlib((piece, last) => {
    pieces.push(piece);
    length += piece.length;
    ended = last;
  });
  try {
    for (let begin = 0; begin < zlib.length && length <= MAX_TEXT_LENGTH; begin += PIECE) {
      stream.push(zlib.subarray(begin, begin + PIECE), begin + PIECE >= zlib.length);
    }
  } catch {
    throw damaged('A part is missing or was changed.');
  }
  if (length > MAX_TEXT_LENGTH) throw damaged('It unpacks to more than any project holds.');
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  if (!ended || adler32(bytes) !== storedChecksum(zlib)) throw damaged('A part is missing or was changed.');
  return bytes;
}

/** RFC 1950, section 8.2. The library reads past the checksum, and a changed digit of a number would go unnoticed. */
function adler32(bytes: Uint8Array): number {
  let a = 1;
  let b = 0;
  for (const byte of bytes) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return b * 65536 + a;
}

/** In the last four bytes, the most significant first. */
function storedChecksum(zlib: Uint8Array): number {
  if (zlib.length < 4) return Number.NaN;
  return new DataView(zlib.buffer, zlib.byteOffset).getUint32(zlib.length - 4);
}

function toBase64Url(bytes: Uint8Array): string {
  let binary = '';
  for (let i = 0; i < bytes.length; i += CHUNK) binary += String.fromCharCode(...bytes.subarray(i, i + CHUNK));
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

function fromBase64Url(text: string): Uint8Array {
  if (!/^[\w-]+$/.test(text)) throw damaged('It has characters that no link of ours has.');
  try {
    return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0));
  } catch {
    throw damaged('A part is missing.');
  }
}

function damaged(why: string): PleinAirError {
  return new PleinAirError(
    'input',
    `The link holds no shared project that can be read. ${why}`,
    'Some programs cut long links: copy the whole of it, or ask for the params file instead.',
  );
}
