import type { Mask } from '../core/field.ts';
import type { FloatImage } from '../core/image.ts';
import { blurCpu } from '../gpu/kernels/blur.cpu.ts';

/** Standard deviation that parts strokes from the colours below them, pixels. */
const STROKE = 2.5;

/**
 * A picture whose enlarged paint has strokes again: below the size of a stroke it takes what `strokes` has, above it stays as it is.
 * @param strokes of the same size @param enlarged share that is taken, per pixel
 */
export function withFineStrokes(picture: FloatImage, strokes: FloatImage, enlarged: Mask): FloatImage {
  const own = blurred(picture);
  const other = blurred(strokes);
  const data = picture.data.map((value, i) => {
    const fine = strokes.data[i]! - other[i]!;
    return value + enlarged.data[Math.floor(i / 3)]! * (fine - (value - own[i]!));
  });
  return { ...picture, data };
}

function blurred({ width, height, data }: FloatImage): Float32Array {
  const image = data.slice();
  blurCpu({ image, scratch: new Float32Array(data.length), width, height, channels: 3, batch: 1, sigma: STROKE });
  return image;
}
