import sharp, { type FailOnOptions } from 'sharp';
import type { RgbaImage } from '../../core/image.ts';
import { checkNotEmpty, checkPictureSize, damagedPicture, refusedPicture } from '../image-checks.ts';
import { type ImageCodec, MAX_IMAGE_PIXELS } from '../image-codec.ts';
import { isNetpbm, readNetpbm } from '../netpbm.ts';

/** What sharp calls the formats that are pictures here; SVG and PDF, which it also draws, are documents. */
const FORMATS: readonly string[] = ['jpeg', 'png', 'webp', 'heif', 'avif', 'gif', 'tiff'];

/**
 * A complaint of libjpeg about files that some phones do write and that every viewer shows whole. All its other warnings mean that some of the
 * picture is lost.
 */
const HARMLESS = /Invalid SOS parameters/;

/** Image files by `sharp` (libvips); PGM and PPM, which not every build of it reads, by our own reader. */
export function createNodeImageCodec(): ImageCodec {
  return {
    decode: async (bytes, name) => {
      checkNotEmpty(bytes, name);
      if (isNetpbm(bytes)) return readNetpbm(bytes, name);
      await checkHeader(bytes, name);
      try {
        return await pixelsOf(bytes, 'warning');
      } catch (error) {
        if (!HARMLESS.test(String(error))) throw damagedPicture(name, error);
        return await pixelsOf(bytes, 'error').catch((again) => Promise.reject(damagedPicture(name, again)));
      }
    },
    encodePng: async ({ width, height, data }) => {
      const raw = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
      return new Uint8Array(
        await sharp(raw, { raw: { width, height, channels: 4 } })
          .png()
          .toBuffer(),
      );
    },
  };
}

/** Reads the header alone, so that a file that claims a huge size costs nothing. */
async function checkHeader(bytes: Uint8Array, name: string): Promise<void> {
  const header = await sharp(bytes, { limitInputPixels: false })
    .metadata()
    .catch((error) => {
      if (/unsupported image format/.test(String(error))) return null;
      throw damagedPicture(name, error);
    });
  if (!header || !FORMATS.includes(header.format)) {
    throw refusedPicture(
      name,
      'is not a picture that can be read here',
      'Give JPEG, PNG, WebP, AVIF, GIF, TIFF or PPM.',
    );
  }
  if (header.compression === 'hevc') {
    throw refusedPicture(name, 'is HEIC, whose compression cannot be read here', 'Export it as JPEG or PNG first.');
  }
  checkPictureSize(name, header);
}

/** Upright, sRGB, 8 bits, RGBA; the first page of an animation. */
async function pixelsOf(bytes: Uint8Array, failOn: FailOnOptions): Promise<RgbaImage> {
  const { data, info } = await sharp(bytes, { failOn, limitInputPixels: MAX_IMAGE_PIXELS, pages: 1 })
    .autoOrient()
    .toColourspace('srgb')
    .ensureAlpha()
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  if (info.channels !== 4) throw new Error(`${info.channels} channels where 4 are expected`);
  return { width: info.width, height: info.height, data: new Uint8ClampedArray(data) };
}
