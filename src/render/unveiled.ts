import type { FloatImage, Size } from '../core/image.ts';
import { resizeImage } from '../core/resize.ts';
import type { TemporalTarget } from '../engine/losses/temporal.ts';
import { blurCpu } from '../gpu/kernels/blur.cpu.ts';

/** Longer side of what is taken from the photograph, pixels: its shapes, and none of its fine lines, which would stay unpainted. */
const SHAPES = 64;
/** Reach of the colours around a hole, in pixels of that. */
const REACH = 2;
/** Trust below which the colours around count for less: far from all that is painted the photograph keeps its own. */
const LITTLE = 1e-3;

/**
 * A start without ghosts: the carried painting, and where the flow cannot be trusted the photograph's shapes in the colours of the painting
 * around them. What comes into view there has no painting yet, and the warp would put a second copy of what stood before it in its place.
 * @param photograph of the frame to be painted, RGB, in the colours of the film; same size
 */
export function unveiled({ warped, weights }: TemporalTarget, photograph: FloatImage): FloatImage {
  const shapes = large(small(photograph), photograph);
  const trust = weights.data;
  // What the painting differs by, spread from where it is trusted (normalised convolution, Knutsson and Westin 1993).
  const differences = new Float32Array(4 * trust.length);
  for (let i = 0; i < trust.length; i++) {
    const c = trust[i]!;
    for (let k = 0; k < 3; k++) differences[4 * i + k] = c * (warped.data[3 * i + k]! - shapes.data[3 * i + k]!);
    differences[4 * i + 3] = c;
  }
  const spread = small({ ...photograph, channels: 4, data: differences });
  const scratch = new Float32Array(spread.data.length);
  blurCpu({ ...spread, image: spread.data, scratch, channels: 4, batch: 1, sigma: REACH });
  const around = large(spread, photograph).data;
  const data = shapes.data.map((value, i) => {
    const pixel = Math.floor(i / 3);
    const tinted = value + around[4 * pixel + (i % 3)]! / (Math.max(0, around[4 * pixel + 3]!) + LITTLE);
    return tinted + trust[pixel]! * (warped.data[i]! - tinted);
  });
  return { ...photograph, data };
}

function small(image: FloatImage): FloatImage {
  const shrink = Math.max(1, Math.max(image.width, image.height) / SHAPES);
  const side = (length: number) => Math.max(1, Math.round(length / shrink));
  return resizeImage(image, side(image.width), side(image.height), 'triangle');
}

function large(image: FloatImage, { width, height }: Size): FloatImage {
  return resizeImage(image, width, height, 'triangle');
}
