import type { Size } from '../core/image.ts';

/** How large a painting is taken (`input_style_resize`, `input_style_scale`, `input_style_size`). */
export interface StyleSizing {
  /** `area`: as many pixels as the frame; `fit`: longer sides equal; `stretch`: the frame's own size (the older tools' way) */
  readonly resize: 'area' | 'fit' | 'stretch';
  /** factor on both sides: larger paintings give larger strokes */
  readonly scale: number;
  /** longer side in pixels at the full size of the frame; null leaves it to `resize` */
  readonly size: number | null;
}

/** The network halves its input four times: a smaller painting has no deep features. */
const MIN_STYLE_SIDE = 32;

/**
 * Size at which a painting enters the network for a frame of size `frame`. At the coarser sizes of a run it shrinks with the
 * frame, so that its strokes keep their size relative to the picture.
 * @param full the frame's size at the end of the run
 */
export function styleSize(painting: Size, frame: Size, full: Size, sizing: StyleSizing): Size {
  if (sizing.resize === 'stretch' && sizing.size === null) return scaled(frame, sizing.scale);
  const longer = Math.max(painting.width, painting.height);
  if (sizing.size !== null) {
    return scaled(painting, ((sizing.size / longer) * sizing.scale * frame.width) / full.width);
  }
  const factor =
    sizing.resize === 'fit'
      ? Math.max(frame.width, frame.height) / longer
      : Math.sqrt((frame.width * frame.height) / (painting.width * painting.height));
  return scaled(painting, factor * sizing.scale);
}

function scaled({ width, height }: Size, factor: number): Size {
  const enough = Math.max(factor, MIN_STYLE_SIDE / Math.min(width, height));
  return { width: Math.round(width * enough), height: Math.round(height * enough) };
}
