import type { Size } from '../../core/image.ts';
import { resizeImage } from '../../core/resize.ts';
import type { AdamMoments } from './adam.ts';

/**
 * Adam's moments for an image of another size, as style-transfer-pytorch carries them over: the first by the cubic filter as the
 * image itself, the second by the triangle filter, which cannot bring it below 0, the count as it is.
 * Gradients follow the size: the Gram matrices and the temporal term are means over positions, so that each pixel's gradient is in
 * inverse proportion to their number. The moments are brought to the new size by that factor and its square. (Variation, a sum, and
 * content with `nn_content_loss_function` 1 or 3 fall off less or not at all; style outweighs them.) Unscaled, too large second moments hold the
 * steps back for a thousand evaluations: a photograph and a painting at 23 to 64 px with 60 evaluations ended 2 times as high.
 * @param moments interleaved RGB of an image of size `from`
 */
export function resampleMoments(moments: AdamMoments, from: Size, to: Size): AdamMoments {
  const scale = (from.width * from.height) / (to.width * to.height);
  const resized = (data: Float32Array, filter: 'cubic' | 'triangle') =>
    resizeImage({ ...from, channels: 3, data }, to.width, to.height, filter).data;
  return {
    first: resized(moments.first, 'cubic').map((value) => scale * value),
    second: resized(moments.second, 'triangle').map((value) => scale * scale * value),
    updates: moments.updates,
  };
}
