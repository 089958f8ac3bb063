import type { FloatImage } from '../../core/image.ts';
import type { EngineParams } from '../params.ts';
import { matchHistogram } from './histogram-match.ts';
import { matchLinear } from './linear-match.ts';
import { grayscale, matchLightness, swapLuma } from './luma.ts';

type ColorParams = Pick<EngineParams, 'color_mode' | 'color_space' | 'color_time' | 'color_match_mode'>;

/**
 * What `color_mode` does to the pictures on their way into the engine and out of it. Frames are warped and kept without what
 * `finish` does: the next frame must not start from a recoloured one.
 */
export interface ColorTreatment {
  /** the photograph as the engine sees it */
  readonly content: (photograph: FloatImage) => FloatImage;
  /** a painting as the engine sees it */
  readonly style: (painting: FloatImage) => FloatImage;
  /** the painted frame as people see it; both images of one size */
  readonly finish: (painted: FloatImage, photograph: FloatImage) => FloatImage;
}

const same = (image: FloatImage) => image;

/**
 * @param reference a frame of the sequence whose colours the paintings take where they are recoloured beforehand: one for the
 *   whole film, so that its palette does not wander
 */
export function colorTreatment(params: ColorParams, reference: FloatImage): ColorTreatment {
  const { color_space: space } = params;
  const match = (image: FloatImage, target: FloatImage) =>
    params.color_mode === 'match_histogram'
      ? matchHistogram(image, target)
      : matchLinear(image, target, params.color_match_mode);
  switch (params.color_mode) {
    case 'none':
      return { content: same, style: same, finish: same };
    case 'luma_swap':
      return { content: same, style: same, finish: (painted, photograph) => swapLuma(painted, photograph, space) };
    case 'luma_only': {
      const target = grayscale(reference, space);
      return {
        content: (photograph) => grayscale(photograph, space),
        style: (painting) => matchLightness(grayscale(painting, space), target),
        finish: (painted, photograph) => swapLuma(painted, photograph, space),
      };
    }
    case 'match_linear':
    case 'match_histogram':
      return params.color_time === 'before'
        ? { content: same, style: (painting) => match(painting, reference), finish: same }
        : { content: same, style: same, finish: match };
  }
}
