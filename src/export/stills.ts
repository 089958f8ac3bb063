import type { RgbaImage } from '../core/image.ts';
import type { BlobStore } from '../platform/blob-store.ts';
import type { ImageCodec } from '../platform/image-codec.ts';

/**
 * File name of a painted frame: `0001.png` for the first. Four digits at least, so that names sort like numbers in any
 * tool up to 9999 frames.
 * @param index from 0
 */
export function stillName(index: number): string {
  return `${String(index + 1).padStart(4, '0')}.png`;
}

/** Place in the film, from 0, of a frame with such a name. */
export function stillIndex(name: string): number {
  return Number.parseInt(name, 10) - 1;
}

/**
 * Names of stills that are not among those just written, in order: a longer film may have left them there.
 * @param names in the folder, in any order
 */
export function otherStills(names: readonly string[], written: readonly string[]): string[] {
  const known = new Set(written);
  return names.filter((name) => /^\d{4,}\.png$/.test(name) && !known.has(name)).sort();
}

/**
 * Writes frames as PNG files, one at a time.
 * @param folder prefix of the keys, e.g. `stills/`; empty for the store's root
 * @param signal looked at between frames; stills written by then stay
 * @returns keys in order
 * @throws PleinAirError kind `storage` from the store
 */
export async function writeStills(
  frames: AsyncIterable<RgbaImage>,
  folder: string,
  ports: { readonly codec: ImageCodec; readonly store: BlobStore },
  signal?: AbortSignal,
): Promise<string[]> {
  const keys: string[] = [];
  for await (const frame of frames) {
    signal?.throwIfAborted();
    const key = `${folder}${stillName(keys.length)}`;
    await ports.store.put(key, await ports.codec.encodePng(frame));
    keys.push(key);
  }
  return keys;
}
