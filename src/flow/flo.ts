import { PleinAirError } from '../core/errors.ts';
import type { FlowField } from '../core/field.ts';

const TAG = 202021.25; // "PIEH" as a little-endian float
const HEADER = 12;
const LARGEST_SIDE = 100_000;
const REMEDY = 'Give a flow file in the Middlebury format (.flo), complete and not compressed.';

/**
 * Reads a Middlebury flow file (Baker et al. 2011): tag, width, height, then (u, v) row by row, all little-endian.
 * Unknown motion, written as values over 1e9, is kept as it stands.
 * @param name what the person calls the file; named in errors
 * @throws PleinAirError kind `input` where the tag, the size or the length is wrong
 */
export function readFlo(bytes: Uint8Array, name: string): FlowField {
  const wrong = (what: string) => new PleinAirError('input', `${name}: ${what}`, REMEDY);
  if (bytes.byteLength < HEADER) throw wrong(`no flow file, ${bytes.byteLength} bytes are less than its header`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getFloat32(0, true) !== TAG) throw wrong('no flow file, it does not begin with "PIEH"');
  const width = view.getInt32(4, true);
  const height = view.getInt32(8, true);
  if (width < 1 || height < 1 || width > LARGEST_SIDE || height > LARGEST_SIDE) {
    throw wrong(`a size of ${width}×${height} px is not possible (1 to ${LARGEST_SIDE} px a side)`);
  }
  const expected = HEADER + width * height * 8;
  if (bytes.byteLength !== expected) {
    throw wrong(`${width}×${height} px take ${expected} bytes, the file has ${bytes.byteLength}`);
  }
  const data = new Float32Array(width * height * 2);
  for (let i = 0; i < data.length; i++) data[i] = view.getFloat32(HEADER + 4 * i, true);
  return { width, height, data };
}

/** Writes a Middlebury flow file; `readFlo` gives the same field back. */
export function writeFlo({ width, height, data }: FlowField): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(HEADER + data.length * 4));
  view.setFloat32(0, TAG, true);
  view.setInt32(4, width, true);
  view.setInt32(8, height, true);
  for (let i = 0; i < data.length; i++) view.setFloat32(HEADER + 4 * i, data[i]!, true);
  return new Uint8Array(view.buffer);
}
