import type { RgbaImage } from '../core/image.ts';

/** Port: image files to pixels and back. */
export interface ImageCodec {
  /**
   * Decodes JPEG, PNG, WebP, binary PGM and PPM, and what else the platform knows, turned upright by EXIF, in sRGB.
   * @param name what the person calls the file; named in errors
   * @throws PleinAirError kind `input`: empty, no image, damaged, larger than `MAX_IMAGE_SIDE` or `MAX_IMAGE_PIXELS`, or of a
   *   shape beyond `MAX_IMAGE_ASPECT` (a 20,000 × 10 strip is no picture)
   */
  decode(bytes: Uint8Array, name: string): Promise<RgbaImage>;
  /** Lossless PNG; the same pixels give the same pixels back. */
  encodePng(image: RgbaImage): Promise<Uint8Array>;
}

export const MAX_IMAGE_SIDE = 16384;
export const MAX_IMAGE_PIXELS = 100_000_000;
export const MAX_IMAGE_ASPECT = 20;
