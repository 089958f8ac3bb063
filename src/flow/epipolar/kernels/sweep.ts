import type { RelativeCamera } from '../../../core/field.ts';
import type { Size } from '../../../core/image.ts';
import type { Hypotheses } from '../hypotheses.ts';

/** Half the side of the window that is compared: 9×9 pixels. */
export const WINDOW_RADIUS = 4;
/** Added to both variances, grey levels squared: noise in even places correlates with nothing. */
export const VARIANCE_FLOOR = 2;
/** Cost of a correlation of 0 and below, and of what lies outside the other picture. */
export const WORST_COST = 100;
/** Cost of a separator, the largest byte. */
export const SEPARATOR_COST = 255;
/** Cost for a pixel of the sky to be anywhere but infinitely far. */
export const NOT_FAR_COST = 60;
/** Shrinks the other picture's pixels to at most this much before they are read: a level of its pyramid halves them. */
export const MOST_SHRUNK = Math.SQRT2;
/** Nearer to the other camera than this share of its depth in the first, a point is not looked for. */
export const LEAST_DEPTH = 0.02;

/** A level of the other picture's pyramid: where it begins in the buffer, and its size. */
export interface PyramidLevel extends Size {
  readonly offset: number;
}

export interface SweepArgs<Floats, Bytes> extends Size {
  /** 2 numbers a pixel: grey, 0–255, and whether it is sky, 0 or 1 */
  readonly reference: Floats;
  /** grey of the other picture, level after level; the first has the size of the reference */
  readonly other: Floats;
  readonly levels: readonly PyramidLevel[];
  /** from the reference to the other picture; the focal length in pixels of this size */
  readonly camera: RelativeCamera;
  readonly labels: Hypotheses['count'];
  /** of `Hypotheses` */
  readonly planes: Floats;
  /** a byte for every label of a pixel, pixel by pixel */
  readonly cost: Bytes;
}
