import type { FlowField, PairGeometry, RelativeCamera } from '../../core/field.ts';
import type { Size } from '../../core/image.ts';

// Coordinates here are those of the image plane: pixel (i, j) has its centre at (i + 0.5, j + 0.5), the principal point is the middle.

/** The same pair told from b to a. */
export function inverseGeometry({ camera, epipolar }: PairGeometry): PairGeometry {
  return {
    camera: inverseCamera(camera),
    epipolar: { forward: epipolar.backward, backward: epipolar.forward },
  };
}

/** A position in a picture, in pixels. */
export interface ImagePoint {
  readonly x: number;
  readonly y: number;
}

/** The same movement told from b to a. */
export function inverseCamera({ focal, rotation: r, translation: t }: RelativeCamera): RelativeCamera {
  const back = (row: number) => -(r[row]! * t[0] + r[3 + row]! * t[1] + r[6 + row]! * t[2]);
  return {
    focal,
    rotation: [r[0]!, r[3]!, r[6]!, r[1]!, r[4]!, r[7]!, r[2]!, r[5]!, r[8]!],
    translation: [back(0), back(1), back(2)],
  };
}

/**
 * The motions that a pixel of picture a can have: at inverse depth ρ it is seen in b at (far + ρ·step) after division by the third
 * component (Hartley and Zisserman 2004, §9.2: far is the homography of the plane at infinity, step the epipole).
 */
export interface EpipolarLine {
  readonly far: readonly [number, number, number];
  readonly step: readonly [number, number, number];
}

/** @param x, y of the pixel's centre in a, image-plane pixels @param size of both pictures */
export function epipolarLine(
  { focal, rotation: r, translation: t }: RelativeCamera,
  size: Size,
  x: number,
  y: number,
): EpipolarLine {
  const [cx, cy] = [size.width / 2, size.height / 2];
  const a = (x - cx) / focal;
  const b = (y - cy) / focal;
  const project = (px: number, py: number, pz: number) => [focal * px + cx * pz, focal * py + cy * pz, pz] as const;
  return {
    far: project(r[0]! * a + r[1]! * b + r[2]!, r[3]! * a + r[4]! * b + r[5]!, r[6]! * a + r[7]! * b + r[8]!),
    step: project(...t),
  };
}

/** Where a point of the line is seen in b. @param rho inverse depth in a, ≥ 0, per way between the cameras @returns null behind b */
export function pointOnLine({ far, step }: EpipolarLine, rho: number): ImagePoint | null {
  const z = far[2] + rho * step[2];
  if (!(z > 1e-9)) return null;
  return { x: (far[0] + rho * step[0]) / z, y: (far[1] + rho * step[1]) / z };
}

/**
 * Inverse depth of the point of the line nearest to (x, y) in b, by one division and a projection onto the line's direction there.
 * @returns NaN where the point does not move with depth (it lies at the epipole)
 */
export function inverseDepthAt({ far, step }: EpipolarLine, x: number, y: number): number {
  // (far + ρ step)_xy − p·(far_z + ρ step_z) = 0 in both components: least squares, weighted by the residual's own direction.
  const [ax, ay] = [step[0] - x * step[2], step[1] - y * step[2]];
  const [bx, by] = [far[0] - x * far[2], far[1] - y * far[2]];
  const length2 = ax * ax + ay * ay;
  return length2 > 1e-12 ? -(ax * bx + ay * by) / length2 : Number.NaN;
}

/** Inverse depth of every pixel of the picture that the field starts from, per way between the cameras; NaN where it cannot be told. */
export function inverseDepths(camera: RelativeCamera, { width, height, data }: FlowField): Float32Array {
  const out = new Float32Array(width * height);
  for (let j = 0, i = 0; j < height; j++) {
    for (let k = 0; k < width; k++, i++) {
      const line = epipolarLine(camera, { width, height }, k + 0.5, j + 0.5);
      out[i] = inverseDepthAt(line, k + 0.5 + data[2 * i]!, j + 0.5 + data[2 * i + 1]!);
    }
  }
  return out;
}

/** Motion of every pixel from its inverse depth; NaN where the point lies behind the other camera. */
export function motionOfDepths(camera: RelativeCamera, { width, height }: Size, depths: Float32Array): FlowField {
  const data = new Float32Array(2 * width * height);
  for (let j = 0, i = 0; j < height; j++) {
    for (let k = 0; k < width; k++, i++) {
      const seen = pointOnLine(epipolarLine(camera, { width, height }, k + 0.5, j + 0.5), depths[i]!);
      data[2 * i] = seen ? seen.x - k - 0.5 : Number.NaN;
      data[2 * i + 1] = seen ? seen.y - j - 0.5 : Number.NaN;
    }
  }
  return { width, height, data };
}

/** Where b's camera centre is seen in a: motion of the static scene leads there, or comes from there. @returns null for a way parallel to the picture */
export function epipole(camera: RelativeCamera, size: Size): ImagePoint | null {
  const [x, y, z] = inverseCamera(camera).translation;
  if (Math.abs(z) < 1e-9) return null;
  return { x: size.width / 2 + (camera.focal * x) / z, y: size.height / 2 + (camera.focal * y) / z };
}
