import { PleinAirError } from '../core/errors.ts';
import type { Size } from '../core/image.ts';
import { MAX_IMAGE_ASPECT, MAX_IMAGE_PIXELS, MAX_IMAGE_SIDE } from './image-codec.ts';

/** An error about a picture file. @param what follows its name: `is empty` */
export function refusedPicture(name: string, what: string, remedy: string): PleinAirError {
  return new PleinAirError('input', `The picture ${name} ${what}.`, remedy);
}

/** @throws PleinAirError for a file without bytes */
export function checkNotEmpty(bytes: Uint8Array, name: string): void {
  if (bytes.byteLength === 0) {
    throw refusedPicture(name, 'is empty (0 bytes)', 'Get the file again from where it came.');
  }
}

/** @param error of the decoder; its first line is quoted */
export function damagedPicture(name: string, error: unknown): PleinAirError {
  const reason = (error instanceof Error ? error.message : String(error)).split('\n')[0];
  return refusedPicture(
    name,
    `is damaged or incomplete (${reason})`,
    'Get the file again from where it came, or leave it out.',
  );
}

/** @throws PleinAirError for a size that the port does not take */
export function checkPictureSize(name: string, { width, height }: Size): void {
  const remedy = 'Scale or crop it in a picture editor first.';
  const is = `is ${width} × ${height} px;`;
  if (Math.max(width, height) > MAX_IMAGE_SIDE) {
    throw refusedPicture(name, `${is} at most ${MAX_IMAGE_SIDE} px a side can be used`, remedy);
  }
  if (width * height > MAX_IMAGE_PIXELS) {
    throw refusedPicture(name, `${is} at most ${MAX_IMAGE_PIXELS / 1e6} million pixels can be used`, remedy);
  }
  if (Math.max(width, height) > MAX_IMAGE_ASPECT * Math.min(width, height)) {
    throw refusedPicture(name, `${is} a picture may be at most ${MAX_IMAGE_ASPECT} times as long as wide`, remedy);
  }
}
