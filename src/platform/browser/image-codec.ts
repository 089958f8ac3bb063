import { PleinAirError } from '../../core/errors.ts';
import type { RgbaImage } from '../../core/image.ts';
import { checkNotEmpty, checkPictureSize, damagedPicture, refusedPicture } from '../image-checks.ts';
import type { ImageCodec } from '../image-codec.ts';
import { readImageHeader } from '../image-header.ts';
import { isNetpbm, readNetpbm } from '../netpbm.ts';

/**
 * Image files by the browser's own decoders, in a page or in a worker; TIFF and HEIC only where the browser knows them; PGM and PPM
 * by our own reader. Canvases hold colours multiplied by alpha: opaque pixels pass unchanged, partly transparent ones are rounded, wholly transparent ones
 * come out black.
 */
export function createBrowserImageCodec(): ImageCodec {
  return {
    decode: async (bytes, name) => {
      checkNotEmpty(bytes, name);
      if (isNetpbm(bytes)) return readNetpbm(bytes, name);
      const format = checkHeader(bytes, name);
      const bitmap = await decode(bytes, name, format);
      try {
        checkPictureSize(name, bitmap);
        const { width, height } = bitmap;
        const context = drawingOn(width, height);
        context.drawImage(bitmap, 0, 0);
        return { width, height, data: context.getImageData(0, 0, width, height).data };
      } finally {
        bitmap.close();
      }
    },
    encodePng: async (image) => {
      const { width, height } = image;
      const context = drawingOn(width, height);
      context.putImageData(imageData(image), 0, 0);
      const blob = await context.canvas.convertToBlob({ type: 'image/png' });
      return new Uint8Array(await blob.arrayBuffer());
    },
  };
}

/** Looks at the header alone, so that a file that claims a huge size costs nothing. @returns the format's name */
function checkHeader(bytes: Uint8Array, name: string): string {
  const header = readImageHeader(bytes);
  if (!header) {
    throw refusedPicture(name, 'is not a picture that can be read here', 'Give JPEG, PNG, WebP, AVIF, GIF or PPM.');
  }
  if (header.size) checkPictureSize(name, header.size);
  if (!header.whole) throw damagedPicture(name, 'the file ends before the picture does');
  return header.format;
}

async function decode(bytes: Uint8Array, name: string, format: string): Promise<ImageBitmap> {
  try {
    const blob = new Blob([bytes as Uint8Array<ArrayBuffer>]);
    return await createImageBitmap(blob, { imageOrientation: 'from-image', premultiplyAlpha: 'none' });
  } catch (error) {
    if (format === 'TIFF' || format === 'HEIC') {
      throw refusedPicture(name, `is ${format}, which this browser cannot read`, 'Export it as JPEG or PNG first.');
    }
    throw damagedPicture(name, error);
  }
}

function drawingOn(width: number, height: number): OffscreenCanvasRenderingContext2D {
  // `willReadFrequently` keeps the pixels in memory: no way there and back through the graphics card, which may round.
  const context = new OffscreenCanvas(width, height).getContext('2d', { colorSpace: 'srgb', willReadFrequently: true });
  if (context) return context;
  throw new PleinAirError(
    'unsupported',
    `This browser gives no canvas of ${width} × ${height} px.`,
    'Close other tabs, or use smaller pictures or another browser.',
  );
}

/** `ImageData` takes whole buffers of unshared memory alone. */
function imageData({ data, width, height }: RgbaImage): ImageData {
  const own =
    data.buffer instanceof ArrayBuffer ? (data as Uint8ClampedArray<ArrayBuffer>) : new Uint8ClampedArray(data);
  return new ImageData(own, width, height);
}
