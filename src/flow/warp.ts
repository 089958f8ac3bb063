import type { FlowField, Mask } from '../core/field.ts';
import { createFloatImage, type FloatImage } from '../core/image.ts';
import { createRandom } from '../core/random.ts';
import { catmullRom } from './catmull-rom.ts';

export interface WarpOptions {
  readonly interpolation: 'bilinear' | 'bicubic';
}

export interface Warped {
  /** on the flow's grid; 0 where `inside` is 0 */
  readonly image: FloatImage;
  /** 1 where p + w(p) lies within the image's pixel centres, else 0 */
  readonly inside: Mask;
}

/**
 * Fetches an image along a flow: pixel p of the result is `image` at p + w(p).
 * With the backward flow of frame i against j and the painted frame j this is ω of the temporal loss on i's grid.
 * Bicubic is Catmull–Rom with the border repeated; it may overshoot the input's range.
 */
export function warpBackward(image: FloatImage, flow: FlowField, { interpolation }: WarpOptions): Warped {
  const { width, height, channels } = image;
  const out = createFloatImage(flow.width, flow.height, channels);
  const inside = new Float32Array(flow.width * flow.height);
  const reach = interpolation === 'bicubic' ? 2 : 1;
  const weigh = interpolation === 'bicubic' ? catmullRom : linear;
  const taps = 2 * reach;
  const weightX = new Float64Array(taps);
  const weightY = new Float64Array(taps);
  for (let y = 0, pixel = 0; y < flow.height; y++) {
    for (let x = 0; x < flow.width; x++, pixel++) {
      const px = x + flow.data[2 * pixel]!;
      const py = y + flow.data[2 * pixel + 1]!;
      if (!(px >= 0 && py >= 0 && px <= width - 1 && py <= height - 1)) continue;
      inside[pixel] = 1;
      const left = Math.floor(px);
      const top = Math.floor(py);
      weigh(px - left, weightX);
      weigh(py - top, weightY);
      for (let j = 0; j < taps; j++) {
        const row = Math.min(height - 1, Math.max(0, top + j - reach + 1)) * width;
        for (let i = 0; i < taps; i++) {
          const weight = weightX[i]! * weightY[j]!;
          const from = (row + Math.min(width - 1, Math.max(0, left + i - reach + 1))) * channels;
          for (let c = 0; c < channels; c++) out.data[pixel * channels + c]! += weight * image.data[from + c]!;
        }
      }
    }
  }
  return { image: out, inside: { width: flow.width, height: flow.height, data: inside } };
}

function linear(t: number, out: Float64Array): void {
  out[0] = 1 - t;
  out[1] = t;
}

/** What takes the place of pixels that came from outside (`flow_fill`). */
export type OutsideFill =
  | { readonly fill: 'mean' }
  | { readonly fill: 'content'; readonly content: FloatImage }
  | { readonly fill: 'random'; readonly seed: number };

/** Mean of ImageNet, RGB: grey to the network, so that the fill carries no structure of its own (Ruder et al. 2016). */
const IMAGENET_MEAN = [123.68, 116.779, 103.939] as const;

/**
 * The warped image with its outside pixels filled: by the mean of ImageNet, by another image of the same size, or by
 * seeded uniform noise in 0–255.
 * @param warped of 3 channels, RGB 0–255
 */
export function fillOutside({ image, inside }: Warped, how: OutsideFill): FloatImage {
  const { width, height, channels } = image;
  if (channels !== 3) throw new Error(`Only RGB images can be filled, got ${channels} channels`);
  if (how.fill === 'content' && (how.content.width !== width || how.content.height !== height)) {
    throw new Error(`The fill of ${how.content.width}×${how.content.height} px does not fit ${width}×${height} px`);
  }
  const random = how.fill === 'random' ? createRandom(how.seed) : undefined;
  const data = image.data.slice();
  for (let pixel = 0; pixel < inside.data.length; pixel++) {
    if (inside.data[pixel]! > 0) continue;
    for (let c = 0; c < 3; c++) {
      const i = 3 * pixel + c;
      if (random) data[i] = random.uniform(0, 255);
      else data[i] = how.fill === 'content' ? how.content.data[i]! : IMAGENET_MEAN[c]!;
    }
  }
  return { width, height, channels, data };
}
