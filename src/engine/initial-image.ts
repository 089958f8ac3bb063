import { cropToAspect } from '../core/crop.ts';
import { createFloatImage, type FloatImage } from '../core/image.ts';
import { createRandom } from '../core/random.ts';
import { resizeImage } from '../core/resize.ts';

/** Where a frame starts when it does not start from an earlier painted one. */
export type InitialKind = 'content' | 'random' | 'style' | 'gray';

export interface InitialOptions {
  readonly content: FloatImage;
  /** the first painting of the mix */
  readonly style: FloatImage;
  /** subtracted from RGB by the weights in use */
  readonly mean: readonly [number, number, number];
  /** r of r·U(−20, 20) + (1 − r)·content for `random` (`job_noise_ratio`) */
  readonly noiseRatio: number;
  /** uint32; the same seed gives the same noise on every machine */
  readonly seed: number;
}

/** Starting image, RGB 0–255, of the content's size. `gray` is the weights' mean colour: zero to the network. */
export function initialImage(kind: InitialKind, options: InitialOptions): FloatImage {
  const { content, mean } = options;
  switch (kind) {
    case 'content':
      return content;
    case 'style':
      return resizeImage(cropToAspect(options.style, content.width / content.height), content.width, content.height);
    case 'gray':
    case 'random': {
      const ratio = kind === 'gray' ? 1 : options.noiseRatio;
      const amplitude = kind === 'gray' ? 0 : 20;
      const random = createRandom(options.seed);
      const image = createFloatImage(content.width, content.height);
      for (let i = 0; i < image.data.length; i++) {
        const m = mean[i % 3]!;
        image.data[i] = m + ratio * random.uniform(-amplitude, amplitude) + (1 - ratio) * (content.data[i]! - m);
      }
      return image;
    }
  }
}
