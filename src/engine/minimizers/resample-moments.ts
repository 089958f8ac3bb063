import type { Size } from '../../core/image.ts';
import { resizeImage } from '../../core/resize.ts';
import type { AdamMoments, AdamOptions } from './adam.ts';

/**
 * Adam's moments for an image of another size: the first by the cubic filter as the image itself, the second by the triangle filter,
 * which cannot bring it below 0 (as in style-transfer-pytorch).
 * They count for what one update counts for, however many they are the mean of. The first evaluations at the new size thus make the same
 * steps' lengths as at the old one, and what was learnt of the smaller picture does not hold the steps back for the hundreds of
 * evaluations that a decay of 0.999 stands for: at 23 to 64 px and a rate of 1, 60 evaluations ended 2 times as high with the whole count.
 * Gradients follow the size: the Gram matrices and the temporal term are means over positions, so that each pixel's gradient is in
 * inverse proportion to their number. The moments are brought to the new size by that factor and its square. (Variation, a sum, and
 * content with `nn_content_loss_function` 1 or 3 fall off less or not at all; style outweighs them.)
 * @param moments interleaved RGB of an image of size `from`, after one update or more
 * @param decay of the run that goes on
 */
export function resampleMoments(
  moments: AdamMoments,
  from: Size,
  to: Size,
  { beta1, beta2 }: Pick<AdamOptions, 'beta1' | 'beta2'>,
): AdamMoments {
  const scale = (from.width * from.height) / (to.width * to.height);
  /** the estimate without its bias to zero (Kingma and Ba 2015, §3), as one update leaves it */
  const once = (beta: number) => (1 - beta) / (1 - beta ** moments.updates);
  const resized = (data: Float32Array, filter: 'cubic' | 'triangle', factor: number) =>
    resizeImage({ ...from, channels: 3, data }, to.width, to.height, filter).data.map((value) => factor * value);
  return {
    first: resized(moments.first, 'cubic', scale * once(beta1)),
    second: resized(moments.second, 'triangle', scale * scale * once(beta2)),
    updates: 1,
  };
}
