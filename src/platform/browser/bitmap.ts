import { isNetpbm, readNetpbm } from '../netpbm.ts';

/**
 * A picture file as a bitmap for drawing: by the browser's own decoders, and PGM and PPM, which browsers do not know, by ours.
 * @throws where it is no picture; what depends on the browser
 */
export async function openBitmap(file: Blob, options?: ImageBitmapOptions): Promise<ImageBitmap> {
  const start = new Uint8Array(await file.slice(0, 3).arrayBuffer());
  if (!isNetpbm(start)) return createImageBitmap(file, options);
  const { width, height, data } = readNetpbm(new Uint8Array(await file.arrayBuffer()), 'to be shown');
  return createImageBitmap(new ImageData(data as Uint8ClampedArray<ArrayBuffer>, width, height), options);
}
