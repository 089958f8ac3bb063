import { checkNotEmpty, checkPictureSize, damagedPicture, refusedPicture } from '../../platform/image-checks.ts';
import { readImageHeader } from '../../platform/image-header.ts';
import { isNetpbm, readNetpbm } from '../../platform/netpbm.ts';

/**
 * Decodes a picture away from the page's thread and throws the pixels away.
 * @throws PleinAirError kind `input`: empty, no picture, damaged, of a size or shape beyond the codec's limits
 */
export async function checkPicture(bytes: Uint8Array, name: string): Promise<void> {
  checkNotEmpty(bytes, name);
  if (isNetpbm(bytes)) return void readNetpbm(bytes, name);
  const header = readImageHeader(bytes);
  if (!header) {
    throw refusedPicture(name, 'is not a picture that can be read here', 'Give JPEG, PNG, WebP, AVIF, GIF or PPM.');
  }
  if (header.size) checkPictureSize(name, header.size);
  if (!header.whole) throw damagedPicture(name, 'the file ends before the picture does');
  checkPictureSize(name, await decodedSize(bytes, name));
}

async function decodedSize(bytes: Uint8Array, name: string): Promise<{ width: number; height: number }> {
  try {
    const bitmap = await createImageBitmap(new Blob([bytes as Uint8Array<ArrayBuffer>]));
    const { width, height } = bitmap;
    bitmap.close();
    return { width, height };
  } catch (error) {
    throw damagedPicture(name, error);
  }
}
