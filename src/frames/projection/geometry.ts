import type { Size } from '../../core/image.ts';
import { cameraAxes, focalLength, type Vector } from '../../route/pinhole.ts';
import { sineCosine } from '../../route/trigonometry.ts';
import type { View } from '../imagery.ts';
import type { PanoramaLayout } from './projector.ts';

/** How rays of a view meet the pixels of a panorama: all that the GPU and the CPU need to agree on. */
export interface ViewGeometry {
  /** of the view */
  readonly size: Size;
  readonly panorama: Size;
  /** in pixels of the view */
  readonly focal: number;
  /**
   * Axes of the view (right, down, forward) in axes of the panorama's camera, three components each. A ray through (x, y), in focal lengths
   * from the view's centre, is x·right + y·down + forward.
   */
  readonly axes: readonly [right: Vector, down: Vector, forward: Vector];
  /** where the pixels begin and how far they reach, as shares of the whole sphere's width and height */
  readonly left: number;
  readonly top: number;
  readonly across: number;
  readonly downwards: number;
  /** the last column is a neighbour of the first */
  readonly wraps: boolean;
  /** rays a pixel, in rows and in columns, see `raysFor` */
  readonly rays: number;
  /** pixels of the view over which a pixel's rays are spread, to either side of its centre */
  readonly spread: number;
  /**
   * Columns of the panorama that are as wide, at its equator, as its finer side. Divided by the cosine of the latitude, so many columns are averaged: a circle
   * of the same size everywhere, although rows are stretched towards the poles.
   */
  readonly columns: number;
}

/** @param panorama its size in pixels */
export function viewGeometry(panorama: Size, layout: PanoramaLayout, view: View): ViewGeometry {
  const { left, top, right, bottom } = layout.covers;
  const across = Math.min(1, right - left);
  const columnAngle = (2 * Math.PI * across) / panorama.width;
  const rowAngle = (Math.PI * (bottom - top)) / panorama.height;
  const finer = Math.min(columnAngle, rowAngle);
  const focal = focalLength(view.fov, view.width);
  return {
    size: { width: view.width, height: view.height },
    panorama: { width: panorama.width, height: panorama.height },
    focal,
    axes: viewAxes(layout, view),
    left,
    top,
    across,
    downwards: bottom - top,
    // Half a column may be missing by rounding.
    wraps: across > 1 - 0.5 / panorama.width,
    ...raysFor(1 / (focal * finer)),
    columns: finer / columnAngle,
  };
}

function viewAxes(layout: PanoramaLayout, view: View): ViewGeometry['axes'] {
  const level = cameraAxes(layout);
  const { sine, cosine } = sineCosine(layout.roll);
  // Rolled clockwise as seen from behind the camera: its right side goes down.
  const right = combine(cosine, level.right, sine, level.down);
  const down = combine(-sine, level.right, cosine, level.down);
  const own = ({ right: e, down: n, forward: u }: ReturnType<typeof cameraAxes>) => [e, n, u] as const;
  const [x, y, z] = own(cameraAxes(view)).map(
    (axis): Vector => [dot(axis, right), dot(axis, down), dot(axis, level.forward)],
  ) as [Vector, Vector, Vector];
  return [x, y, z];
}

/**
 * Bilinear interpolation is a tent filter one pixel of the panorama wide. Where a pixel of the view is `ratio` > 1 of them, it needs a tent as much wider,
 * or fine detail would alias. Rays spread with the weights of a second tent give that: variances of filters add up, ratio² = 1 + (spread · ratio)².
 * The rays stand closer than the panorama's pixels, so that none is passed over. Towards the corners pixels of a view see less, and less is averaged.
 */
function raysFor(ratio: number): Pick<ViewGeometry, 'rays' | 'spread'> {
  if (ratio <= 1) return { rays: 1, spread: 0 };
  const spread = Math.sqrt(1 - 1 / ratio ** 2);
  return { rays: Math.ceil(2 * spread * ratio * RAYS_PER_PIXEL), spread };
}

/**
 * Rays for each pixel of the panorama along a side. A chequerboard of single pixels, 0 and 255, seen at a ratio of 2 or more, comes out grey to 4 levels at
 * 1.5, to 6 at 1 and to 3 at 2, which costs as much again.
 */
const RAYS_PER_PIXEL = 1.5;

function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

function combine(s: number, a: Vector, t: number, b: Vector): Vector {
  return [s * a[0] + t * b[0], s * a[1] + t * b[1], s * a[2] + t * b[2]];
}
