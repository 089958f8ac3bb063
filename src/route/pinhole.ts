import type { Size } from '../core/image.ts';
import type { CameraPose } from './camera.ts';
import { sineCosine } from './trigonometry.ts';

/** East, north, up; metres for points, no unit for directions. */
export type Vector = readonly [east: number, north: number, up: number];

/** Orthonormal axes of a camera in world coordinates: x of the image, y of the image (downwards), optical axis. */
interface CameraAxes {
  readonly right: Vector;
  readonly down: Vector;
  readonly forward: Vector;
}

/**
 * A pose with an image size: maps between pixels and rays. Pixel (i, j) covers [i, i+1) × [j, j+1) of the image plane, so its
 * centre is (i + 0.5, j + 0.5); the principal point is (width/2, height/2).
 */
export interface Pinhole extends CameraAxes {
  readonly position: Vector;
  /** in pixels: width/2 / tan(fov/2) */
  readonly focal: number;
  readonly width: number;
  readonly height: number;
}

/** Where a point falls on the image plane, in pixels, and how far it lies along the optical axis, in metres. */
interface Projection {
  readonly x: number;
  readonly y: number;
  /** > 0 in front of the camera; at or below 0 the point is not seen, and x and y mean nothing */
  readonly depth: number;
}

/** The rotation of a pose. Without roll: `right` is level. */
export function cameraAxes(pose: Pick<CameraPose, 'heading' | 'pitch'>): CameraAxes {
  const { sine: sh, cosine: ch } = sineCosine(pose.heading);
  const { sine: sp, cosine: cp } = sineCosine(pose.pitch);
  return {
    right: [ch, -sh, 0],
    down: [sh * sp, ch * sp, -cp],
    forward: [sh * cp, ch * cp, sp],
  };
}

/** Focal length in pixels of a horizontal field of view in degrees across `width` pixels. */
export function focalLength(fov: number, width: number): number {
  const { sine, cosine } = sineCosine(fov / 2);
  return ((width / 2) * cosine) / sine;
}

/** Horizontal field of view of the middle of a picture, in degrees. @param share of its width that the middle takes */
export function croppedFov(fov: number, share: number): number {
  const { sine, cosine } = sineCosine(fov / 2);
  return (360 / Math.PI) * Math.atan((share * sine) / cosine);
}

/** Camera model of a pose for an image of the given size. */
export function createPinhole(pose: CameraPose, size: Size): Pinhole {
  return {
    ...cameraAxes(pose),
    position: pose.position,
    focal: focalLength(pose.fov, size.width),
    width: size.width,
    height: size.height,
  };
}

/**
 * Direction through an image-plane position (in pixels; pass i + 0.5, j + 0.5 for the centre of pixel (i, j)).
 * Scaled so that its component along the optical axis is 1: position + depth · ray is the point at that depth.
 */
export function rayThrough(camera: Pinhole, x: number, y: number): Vector {
  const a = (x - camera.width / 2) / camera.focal;
  const b = (y - camera.height / 2) / camera.focal;
  const { right, down, forward } = camera;
  return [
    forward[0] + a * right[0] + b * down[0],
    forward[1] + a * right[1] + b * down[1],
    forward[2] + a * right[2] + b * down[2],
  ];
}

/** Where a direction (a point at infinity) is seen; `depth` is its component along the optical axis. */
export function projectDirection(camera: Pinhole, direction: Vector): Projection {
  const [e, n, u] = direction;
  const { right, down, forward } = camera;
  const depth = e * forward[0] + n * forward[1] + u * forward[2];
  const scale = camera.focal / depth;
  return {
    x: camera.width / 2 + scale * (e * right[0] + n * right[1] + u * right[2]),
    y: camera.height / 2 + scale * (e * down[0] + n * down[1] + u * down[2]),
    depth,
  };
}

/** Where a point of the world (ENU metres) is seen. */
export function projectPoint(camera: Pinhole, point: Vector): Projection {
  const [e, n, u] = camera.position;
  return projectDirection(camera, [point[0] - e, point[1] - n, point[2] - u]);
}
