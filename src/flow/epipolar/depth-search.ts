import type { RelativeCamera } from '../../core/field.ts';
import type { FloatImage, Size } from '../../core/image.ts';
import { resizeImage } from '../../core/resize.ts';
import type { FamilyCounts } from './hypotheses.ts';
import type { StepPenalties } from './kernels/aggregate.ts';
import type { PyramidLevel } from './kernels/sweep.ts';
import { skyMask } from './sky.ts';

/** A picture as the search reads it. */
export interface SearchPicture extends Size {
  /** 2 numbers a pixel: grey, 0–255, and whether the sweep holds it to be sky: 0, for sky in the sweep draws the edges of what stands before it away */
  readonly reference: Float32Array;
  /** grey alone */
  readonly grey: Float32Array;
  /** grey, level after level, each half the size of the one before */
  readonly pyramid: Float32Array;
  readonly levels: readonly PyramidLevel[];
  /** 1 where it is sky */
  readonly sky: Uint8Array;
}

/** Port: depth of every pixel of two pictures of a static scene. */
export interface DepthSearch {
  /**
   * @param reference whose depths are looked for @param other of the same size @param camera from the reference to the other picture, focal length in
   * pixels of that size
   * @returns inverse depth of every pixel, per way between the cameras
   */
  search(
    reference: SearchPicture,
    other: SearchPicture,
    camera: RelativeCamera,
    signal?: AbortSignal,
  ): Promise<Float32Array>;
  /** Frees device memory. */
  dispose(): void;
}

export interface DepthSearchSettings {
  readonly counts: FamilyCounts;
  readonly penalties: StepPenalties;
  /** larger pictures are searched at this many pixels */
  readonly mostPixels: number;
}

/** Measured by `npm run bench:flow` on a real drive and on the built-in street. */
export const defaultSearch: DepthSearchSettings = {
  counts: { image: 192, ground: 144, wall: 144 },
  penalties: { one: 3, two: 8, far: 400, edge: 250, decay: 20 },
  mostPixels: 80_000,
};

const LEVELS = 4;

/** Size at which a picture is searched. */
export function searchSize({ width, height }: Size, { mostPixels }: DepthSearchSettings): Size {
  const scale = Math.min(1, Math.sqrt(mostPixels / (width * height)));
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}

/** @param image RGB, 0–255 @param size at which it is searched */
export function searchPicture(image: FloatImage, size: Size): SearchPicture {
  const grey = resizeImage(greyOf(image), size.width, size.height, 'triangle');
  const sky = skyMask(grey);
  const reference = new Float32Array(2 * sky.length);
  for (let i = 0; i < sky.length; i++) {
    reference[2 * i] = grey.data[i]!;
    reference[2 * i + 1] = 0;
  }
  const images = [grey];
  while (images.length < LEVELS) {
    const { width, height } = images.at(-1)!;
    if (Math.min(width, height) < 16) break;
    images.push(resizeImage(images.at(-1)!, width >> 1, height >> 1, 'triangle'));
  }
  const pyramid = new Float32Array(images.reduce((sum, { data }) => sum + data.length, 0));
  let offset = 0;
  const levels = images.map(({ width, height, data }): PyramidLevel => {
    pyramid.set(data, offset);
    offset += data.length;
    return { width, height, offset: offset - data.length };
  });
  return { ...size, reference, grey: grey.data, pyramid, levels, sky };
}

function greyOf({ width, height, data }: FloatImage): FloatImage {
  const grey = new Float32Array(width * height);
  for (let i = 0; i < grey.length; i++) grey[i] = (data[3 * i]! + data[3 * i + 1]! + data[3 * i + 2]!) / 3;
  return { width, height, channels: 1, data: grey };
}
