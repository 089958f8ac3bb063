import type { RelativeCamera } from '../core/field.ts';
import type { Size } from '../core/image.ts';
import type { CameraPose } from './camera.ts';
import { normaliseHeading } from './geodesy.ts';
import { cameraAxes, focalLength, type Vector } from './pinhole.ts';
import { sineCosine } from './trigonometry.ts';

/** To the metre or degree: far finer than what anyone knows of a camera, and far coarser than what another origin of the plane makes of it. */
const STEPS = 1000;

/**
 * Two cameras as the first one has it: it stands at the origin and looks north. The same for the same two cameras wherever the tangent
 * plane has its origin, to a millimetre and a thousandth of a degree. Heights are left out, as `poseStarts` leaves them.
 */
export function relativePoses(from: CameraPose, to: CameraPose): readonly [CameraPose, CameraPose] {
  const { sine, cosine } = sineCosine(from.heading);
  const [east, north] = [to.position[0] - from.position[0], to.position[1] - from.position[1]];
  const [right, ahead] = [east * cosine - north * sine, east * sine + north * cosine];
  // Rounded last: a whole turn more or less leaves other last digits. What is rounded up to a whole turn is none.
  const turn = rounded(normaliseHeading(to.heading - from.heading)) % 360;
  return [at(0, 0, 0, from), at(rounded(right), rounded(ahead), turn, to)];
}

function at(east: number, north: number, heading: number, { pitch, fov }: CameraPose): CameraPose {
  return { position: [east, north, 0], heading, pitch: rounded(pitch), fov: rounded(fov) };
}

function rounded(value: number): number {
  // Without the zero that is below zero: it is written otherwise.
  return Math.round(value * STEPS) / STEPS || 0;
}

/** Fields of view farther apart than this are two lenses, degrees. */
const SAME_LENS = 0.05;

/**
 * Two poses as the movement of one camera between pictures of a size, heights included.
 * @returns `metres` between the cameras, 0 with translation 0 where they stand on one spot; null where their fields of view differ
 */
export function relativeCameraOf(
  from: CameraPose,
  to: CameraPose,
  size: Size,
): { readonly camera: RelativeCamera; readonly metres: number } | null {
  if (Math.abs(from.fov - to.fov) > SAME_LENS) return null;
  const [a, b] = [cameraAxes(from), cameraAxes(to)];
  const rows = [b.right, b.down, b.forward];
  const rotation = rows.flatMap((row) => [a.right, a.down, a.forward].map((column) => dot(row, column)));
  const way: Vector = [
    from.position[0] - to.position[0],
    from.position[1] - to.position[1],
    from.position[2] - to.position[2],
  ];
  const metres = Math.hypot(...way);
  const along = (axis: Vector) => (metres > 0 ? dot(axis, way) / metres : 0);
  const translation = [along(b.right), along(b.down), along(b.forward)] as const;
  return { camera: { focal: focalLength(from.fov, size.width), rotation, translation }, metres };
}

function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}
