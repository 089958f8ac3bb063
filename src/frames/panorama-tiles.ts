import { PleinAirError } from '../core/errors.ts';
import type { RgbaImage } from '../core/image.ts';
import { checkPictureSize } from '../platform/image-checks.ts';
import type { ImageCodec } from '../platform/image-codec.ts';
import type { FetchedPicture } from './imagery.ts';

/** The part of a picture that makes its pixels. */
type Tiled = Pick<FetchedPicture, 'tiles' | 'size'>;

/**
 * Decodes a picture and puts its tiles in their places, one at a time: a large panorama needs no more memory than itself and a tile. What lies beyond its size
 * is cut off.
 * @param name what people call the picture; named in errors
 * @throws PleinAirError kind `input` naming the tile that is no picture, or a picture with a hole; the signal's reason
 */
export async function assemble(
  { tiles, size }: Tiled,
  name: string,
  codec: ImageCodec,
  signal?: AbortSignal,
): Promise<RgbaImage> {
  const [only] = tiles;
  if (!only) throw incomplete(name, 'the service sent nothing');
  if (size === null) return codec.decode(only.bytes, name);
  checkPictureSize(name, size);
  const whole: RgbaImage = { ...size, data: new Uint8ClampedArray(size.width * size.height * 4) };
  for (const { bytes, x, y } of tiles) {
    signal?.throwIfAborted();
    lay(await codec.decode(bytes, `${name}, tile at ${x}, ${y}`), x, y, whole);
  }
  const hole = firstHole(whole);
  if (hole) throw incomplete(name, `there is no tile for pixel ${hole.x}, ${hole.y}`);
  return whole;
}

/** Copies a tile to its place; opaque, as photographs are. */
function lay(tile: RgbaImage, x: number, y: number, { width, height, data }: RgbaImage): void {
  const left = Math.max(0, -x);
  const right = Math.min(tile.width, width - x);
  if (right <= left) return;
  for (let j = Math.max(0, -y); j < Math.min(tile.height, height - y); j++) {
    const to = ((y + j) * width + x + left) * 4;
    data.set(tile.data.subarray((j * tile.width + left) * 4, (j * tile.width + right) * 4), to);
    for (let o = to + 3; o < to + (right - left) * 4; o += 4) data[o] = 255;
  }
}

/** Pixels that no tile has covered are still transparent. */
function firstHole({ width, data }: RgbaImage): { x: number; y: number } | null {
  for (let o = 3; o < data.length; o += 4) {
    const pixel = (o - 3) / 4;
    if (data[o] === 0) return { x: pixel % width, y: Math.floor(pixel / width) };
  }
  return null;
}

function incomplete(name: string, what: string): PleinAirError {
  return new PleinAirError(
    'input',
    `The picture ${name} is incomplete: ${what}.`,
    'Fetch this frame again; if it stays so, leave it out.',
  );
}
