import type { RelativeCamera } from '../../../core/field.ts';
import type { Size } from '../../../core/image.ts';
import { type Dispatch, groups, type Kernel, packUniform } from '../../../gpu/kernel.ts';
import { type Hypotheses, NO_PLANE, TWO_PLANES } from '../hypotheses.ts';
import code from './sweep.wgsl?raw';

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

/** Side of the square of pixels, and words of four labels, that a workgroup takes. */
const TILE = 16;
const WORDS = 4;
const MOST_LEVELS = 4;

const kernel: Kernel = {
  label: 'plane sweep',
  code,
  buffers: ['read', 'read', 'read', 'read-write'],
  uniform: true,
  constants: {
    RADIUS: WINDOW_RADIUS,
    NO_PLANE,
    TWO_PLANES,
    VARIANCE_FLOOR,
    WORST_COST,
    NOT_FAR_COST,
    SEPARATOR_COST,
    MOST_SHRUNK,
    LEAST_DEPTH,
    WORDS,
  },
};

/**
 * The method of `sweepCpu`. Costs differ from its by 1 where sums round differently, and by more where rounding decides which level of the pyramid is
 * read, or whether a pixel lies outside.
 */
export function sweep(args: SweepArgs<GPUBuffer, GPUBuffer>): Dispatch {
  const { width, height, labels, levels, camera } = args;
  const { focal, rotation, translation } = camera;
  if (levels.length > MOST_LEVELS) throw new RangeError(`A pyramid has at most ${MOST_LEVELS} levels`);
  const packedLevels = Array.from({ length: MOST_LEVELS }, (_, i) => {
    const { width: across, height: down, offset } = levels[i] ?? { width: 0, height: 0, offset: 0 };
    return [across, down, offset, 0].map((u32) => ({ u32 }));
  });
  const rows = translation.map((along, i) => [...rotation.slice(3 * i, 3 * i + 3), along].map((f32) => ({ f32 })));
  return {
    kernel,
    buffers: [args.reference, args.other, args.planes, args.cost],
    uniform: packUniform(
      ...packedLevels.flat(),
      ...rows.flat(),
      { u32: width },
      { u32: height },
      { u32: labels / 4 },
      { u32: levels.length },
      { f32: focal },
    ),
    grid: [groups(width, TILE), groups(height, TILE), groups(labels / 4, WORDS)],
  };
}
