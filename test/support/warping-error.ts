import { type RgbaImage, toFloatImage } from '../../src/core/image.ts';
import { warpBackward } from '../../src/flow/warp.ts';
import type { ExactFlow } from '../../src/frames/sources/procedural/ground-truth.ts';

/**
 * Mean squared difference of a painted frame to an earlier one carried along the exact flow, over the pixels that are seen in both; 0–255².
 * @param distance frames between the two
 */
export function warpingError(
  images: readonly RgbaImage[],
  between: (from: number, to: number) => ExactFlow,
  distance = 1,
): number {
  let sum = 0;
  let count = 0;
  for (let i = distance; i < images.length; i++) {
    const { flow, visible } = between(i, i - distance);
    const warped = warpBackward(toFloatImage(images[i - distance]!), flow, { interpolation: 'bilinear' }).image;
    const here = toFloatImage(images[i]!);
    for (let p = 0; p < visible.data.length; p++) {
      if (visible.data[p]! === 0) continue;
      for (let c = 0; c < 3; c++) sum += (here.data[p * 3 + c]! - warped.data[p * 3 + c]!) ** 2;
      count += 3;
    }
  }
  return sum / count;
}
